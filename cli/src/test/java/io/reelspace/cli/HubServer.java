package io.reelspace.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A model hub on this machine, by the public one's documented interface: lists of files with their
 * sums, and files by way of a redirect to another host, from any byte on.
 */
final class HubServer implements AutoCloseable {

  /** A request that came. */
  record Request(String host, String path, Optional<String> range, Optional<String> token) {}

  private final HttpServer server;
  private final String repository;
  private final Path folder;
  private final String commit;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Bytes of a graph after which a connection breaks; none breaks when negative. */
  private volatile int breaksAfter = -1;

  /** Whether graphs are others than their sums say. */
  private volatile boolean lies;

  private HubServer(HttpServer server, String repository, Path folder, String commit) {
    this.server = server;
    this.repository = repository;
    this.folder = folder;
    this.commit = commit;
  }

  /** Serves a folder as a repository. */
  static HubServer of(String repository, Path folder) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      String commit =
          digest("SHA-1", (repository + System.nanoTime()).getBytes(StandardCharsets.UTF_8));
      HubServer hub = new HubServer(server, repository, folder, commit);
      server.createContext("/", hub::answer);
      server.start();
      return hub;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  String commit() {
    return commit;
  }

  List<Request> requests() {
    return requests;
  }

  /** Requests of the content of files. */
  List<Request> contents() {
    return requests.stream().filter(r -> r.path().startsWith("/content/")).toList();
  }

  void breakAfter(int bytes) {
    breaksAfter = bytes;
  }

  void lie(boolean whether) {
    lies = whether;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    requests.add(
        new Request(
            exchange.getRequestHeaders().getFirst("Host"),
            path,
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")),
            Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
    String files = "/" + repository + "/resolve/" + commit + "/";
    if (path.equals("/api/models/" + repository + "/revision/main")) {
      send(exchange, 200, new ObjectMapper().writeValueAsBytes(list()), 0);
    } else if (path.startsWith(files)) {
      String place = "/content/" + path.substring(files.length());
      exchange
          .getResponseHeaders()
          .add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + place);
      send(exchange, 302, new byte[0], 0);
    } else if (path.startsWith("/content/")) {
      content(exchange, folder.resolve(path.substring("/content/".length())));
    } else {
      send(exchange, 404, new byte[0], 0);
    }
  }

  private void content(HttpExchange exchange, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean graph = file.toString().endsWith(".onnx");
    if (graph && lies) {
      bytes[bytes.length / 2] ^= 1;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    int status = range == null ? 200 : 206;
    if (graph && breaksAfter >= 0 && from + breaksAfter < bytes.length) {
      exchange.sendResponseHeaders(status, bytes.length - from);
      OutputStream out = exchange.getResponseBody();
      out.write(bytes, from, breaksAfter);
      out.flush();
      exchange.close();
      return;
    }
    send(exchange, status, Arrays.copyOfRange(bytes, from, bytes.length), 0);
  }

  private static void send(HttpExchange exchange, int status, byte[] body, int from)
      throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length - from);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** Graphs as large files with SHA-256, others with the sum that git has. */
  private ObjectNode list() throws IOException {
    ObjectNode list = new ObjectMapper().createObjectNode().put("sha", commit);
    list.putObject("cardData").put("license", "test-licence");
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        ObjectNode entry = list.withArray("siblings").addObject();
        entry.put("rfilename", folder.relativize(file).toString().replace('\\', '/'));
        byte[] head = ("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] blob = Arrays.copyOf(head, head.length + bytes.length);
        System.arraycopy(bytes, 0, blob, head.length, bytes.length);
        entry.put("blobId", digest("SHA-1", blob)).put("size", bytes.length);
        if (file.toString().endsWith(".onnx")) {
          entry
              .putObject("lfs")
              .put("sha256", digest("SHA-256", bytes))
              .put("size", bytes.length)
              .put("pointerSize", 130);
        }
      }
    }
    list.withArray("siblings") // a hub that wants to write elsewhere is not followed
        .addObject()
        .put("rfilename", "../config.json")
        .put("blobId", "0".repeat(40))
        .put("size", 2);
    return list;
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
