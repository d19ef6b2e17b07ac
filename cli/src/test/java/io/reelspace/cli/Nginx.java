package io.reelspace.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A real nginx with the configuration of docs/serving.md, before two servers. */
record Nginx(Process process, URI address) implements AutoCloseable {

  private static Optional<Path> program() {
    return Stream.concat(
            Stream.of("/usr/sbin", "/usr/local/sbin"),
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)))
        .map(folder -> Path.of(folder, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Whether it is installed; where it is not, a line says what is left out. */
  static boolean isThere() {
    boolean there = program().isPresent();
    if (!there) {
      System.err.println("no nginx (apt-get install nginx-light): its tests are skipped");
    }
    return there;
  }

  static Nginx start(Path folder, List<URI> servers) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path project = Path.of(System.getProperty("reelspace.project", "."));
    String page = Files.readString(project.resolve("docs").resolve("serving.md"));
    String documented = page.split("```nginx\n", 2)[1].split("```", 2)[0];
    String site = documented.replace("listen 80;", "listen 127.0.0.1:" + port + ";");
    for (int i = 0; i < servers.size(); i++) {
      site = site.replace("10.0.0." + (i + 1) + ":7979", servers.get(i).getAuthority());
    }
    Path own = Files.createDirectories(folder.resolve("nginx"));
    Path configuration =
        Files.writeString(
            own.resolve("nginx.conf"),
            """
            daemon off;
            worker_processes 1;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              %2$s
            }
            """
                .formatted(own, site));
    Process process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-p",
                own.toString(),
                "-e",
                own.resolve("error.log").toString(),
                "-c",
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(own.resolve("output").toFile())
            .start();
    Nginx started = new Nginx(process, URI.create("http://127.0.0.1:" + port + "/"));
    for (int i = 0; i < 200 && !answers(port); i++) {
      if (!process.isAlive()) {
        throw new IOException(Files.readString(own.resolve("output")));
      }
      Thread.sleep(50);
    }
    return started;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
