package io.reelspace.milvus;

import io.reelspace.error.RemoteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A server of PyPI's package {@code milvus}, on free ports and in a temporary folder, until this
 * process ends.
 */
final class ServerProcess {

  private static final Duration START = Duration.ofMinutes(2);
  private static final int ATTEMPTS = 2;
  private static final int PORTS = 11;

  /**
   * Tests wait for each tick. What is not in a file yet is compared exactly, as the exact results
   * are what most tests expect.
   */
  private static final List<String> SETTINGS =
      List.of("proxy.timeTickInterval=40", "queryNode.segcore.interimIndex.enableIndex=false");

  private static final String METADATA = "etcd.yaml";

  private final Path command;
  private final Path folder;
  private final List<String> ports;
  private final int port;
  private final int metricsPort;
  private final Set<ProcessHandle> processes = new HashSet<>();
  private Process process;

  /** Empty where it does not answer in time. */
  static Optional<ServerProcess> started(Path command) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        ServerProcess server = new ServerProcess(command);
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        if (server.answers()) {
          return Optional.of(server);
        }
        server.stop();
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerProcess(Path command) throws IOException {
    this.command = command;
    this.folder = Files.createTempDirectory("milvus");
    if (Files.isWritable(command.getParent())) {
      Path unpacked = command.resolveSibling("milvus-programs");
      Files.createDirectories(unpacked); // what is unpacked at the first start takes a while
      Files.createSymbolicLink(folder.resolve("bin"), unpacked);
    }
    List<Integer> free = freePorts();
    writeMetadataPorts(free.get(PORTS - 3), free.get(PORTS - 2));
    this.port = free.getFirst();
    this.metricsPort = free.getLast();
    List<String> names =
        List.of(
            "--proxy-port",
            "--proxy-internal-port",
            "--root-coord-port",
            "--query-coord-port",
            "--query-node-port",
            "--index-node-port",
            "--data-coord-port",
            "--data-node-port");
    this.ports = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ports.addAll(List.of(names.get(i), free.get(i).toString()));
    }
    process = launched(first());
  }

  /** The store within the server would take the same ports for every server of a machine. */
  private void writeMetadataPorts(int client, int peer) throws IOException {
    Files.writeString(
        folder.resolve(METADATA),
        """
        name: default
        listen-client-urls: http://127.0.0.1:%1$d
        advertise-client-urls: http://127.0.0.1:%1$d
        listen-peer-urls: http://127.0.0.1:%2$d
        initial-advertise-peer-urls: http://127.0.0.1:%2$d
        initial-cluster: default=http://127.0.0.1:%2$d
        """
            .formatted(client, peer));
  }

  /** Of those that no outgoing connection is given meanwhile. */
  private static List<Integer> freePorts() {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < PORTS) {
      int port = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket _ = new ServerSocket(port)) {
        if (!ports.contains(port)) {
          ports.add(port);
        }
      } catch (IOException e) {
        // Somebody has it.
      }
    }
    return ports;
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** Starts it again after {@link #kill}, and waits until it answers. */
  synchronized void startAgain() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      process = launched(again());
      if (answers()) {
        return;
      }
      kill();
    }
    throw new IOException("the Milvus server in " + folder + " does not start again");
  }

  private Process launched(ProcessBuilder starting) throws IOException {
    starting.environment().put("ETCD_CONFIG_PATH", folder.resolve(METADATA).toString());
    return starting
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  /** Whether it answers before it ends or takes too long. */
  private boolean answers() {
    Address any = new Address("localhost", port, "any");
    long deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      process.descendants().forEach(processes::add);
      try (Connection _ = Connection.to(any, TestServer.settings(folder))) {
        return true;
      } catch (RemoteException e) {
        if (!processes.isEmpty() && processes.stream().noneMatch(ProcessHandle::isAlive)) {
          return false; // the package's command goes on without it
        }
      }
    }
    return false;
  }

  private ProcessBuilder first() {
    List<String> line = new ArrayList<>(List.of(command.toString(), "--data", folder.toString()));
    line.addAll(List.of("--authorization-enabled", "true"));
    for (String setting : SETTINGS) {
      line.addAll(List.of("--extra-config", setting));
    }
    line.addAll(ports);
    return new ProcessBuilder(line);
  }

  /** The package's command would take other ports, as those of before are not free at once. */
  private ProcessBuilder again() {
    Path programs = folder.resolve("bin");
    ProcessBuilder line =
        new ProcessBuilder(programs.resolve("milvus").toString(), "run", "standalone");
    line.environment().put("DEPLOY_MODE", "STANDALONE");
    line.environment().put("MILVUS_RUN_DIR", folder.resolve("run").toString());
    line.environment().put("METRICS_PORT", Integer.toString(metricsPort));
    line.environment().put("LD_LIBRARY_PATH", programs.toString());
    return line.directory(folder.toFile());
  }

  /** Ends it as a failing machine would. */
  synchronized void kill() {
    process.descendants().forEach(processes::add);
    processes.add(process.toHandle()); // its child goes on where it was ended before
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.clear();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    kill();
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      System.err.println(folder + " is left: " + e);
    }
  }
}
