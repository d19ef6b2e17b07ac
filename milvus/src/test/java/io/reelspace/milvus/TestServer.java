package io.reelspace.milvus;

import io.milvus.v2.service.collection.request.ReleaseCollectionReq;
import io.milvus.v2.service.index.request.DescribeIndexReq;
import io.milvus.v2.service.index.response.DescribeIndexResp.IndexDesc;
import io.milvus.v2.service.vector.request.DeleteReq;
import io.reelspace.error.RemoteException;
import io.reelspace.index.SpaceIdentity;
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
 * A real Milvus server of PyPI's package {@code milvus}, on free ports and in a temporary folder,
 * one for all tests of a process. Its command is where {@code reelspace.milvus} (a property or
 * {@code REELSPACE_MILVUS_SERVER}) says, or on the path.
 */
public final class TestServer {

  /** Of its one user. */
  public static final String TOKEN = "root:Milvus";

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration START = Duration.ofSeconds(90);
  private static final int ATTEMPTS = 2;
  private static final int PORTS = 9;

  /**
   * Tests wait for each tick. What is not in a file yet is compared exactly, as the exact results
   * are what most tests expect.
   */
  private static final List<String> SETTINGS =
      List.of("proxy.timeTickInterval=40", "queryNode.segcore.interimIndex.enableIndex=false");

  private static Optional<TestServer> shared = Optional.empty();
  private static boolean tried;

  private final Path command;
  private final Path folder;
  private final List<String> ports;
  private final int port;
  private final int metricsPort;
  private final Set<ProcessHandle> processes = new HashSet<>();
  private Process process;
  private final Set<String> emptied = new HashSet<>();
  private int collections;

  private TestServer(Path command) throws IOException {
    this.command = command;
    this.folder = Files.createTempDirectory("milvus");
    if (Files.isWritable(command.getParent())) {
      Path unpacked = command.resolveSibling("milvus-programs");
      Files.createDirectories(unpacked); // what is unpacked at the first start takes a while
      Files.createSymbolicLink(folder.resolve("bin"), unpacked);
    }
    List<Integer> free = freePorts();
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

  /** The server of all tests; empty, with a line that says why, where there is none. */
  public static synchronized Optional<TestServer> shared() {
    if (!tried) {
      tried = true;
      Optional<Path> command = command();
      if (command.isEmpty()) {
        System.err.println(
            "no Milvus server (pip install milvus==2.3.5, REELSPACE_MILVUS_SERVER=its command):"
                + " its tests are skipped");
        return shared;
      }
      for (int attempt = 0; attempt < ATTEMPTS && shared.isEmpty(); attempt++) {
        shared = started(command.get());
      }
      if (shared.isEmpty()) {
        System.err.println(
            command.get() + " does not start on this machine: its tests are skipped");
      }
    }
    return shared;
  }

  /** Empty where it does not answer in time. */
  private static Optional<TestServer> started(Path command) {
    try {
      TestServer server = new TestServer(command);
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
      if (server.answers()) {
        return Optional.of(server);
      }
      server.tell();
      server.stop();
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says what it wrote last. */
  private void tell() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("output"));
    System.err.println("a Milvus server does not answer; it wrote");
    lines.subList(Math.max(0, lines.size() - 12), lines.size()).forEach(System.err::println);
  }

  private static Optional<Path> command() {
    List<Path> places = new ArrayList<>();
    Optional.ofNullable(System.getenv("REELSPACE_MILVUS_SERVER"))
        .map(Path::of)
        .ifPresent(places::add);
    String project = System.getProperty("reelspace.project", ".");
    places.add(Path.of(project, "target", "milvus", "bin", "milvus-server"));
    for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      places.add(Path.of(path, "milvus-server"));
    }
    return places.stream().filter(Files::isExecutable).findFirst();
  }

  /** Starts it again after {@link #kill}, and waits until it answers. */
  public synchronized void start() throws IOException {
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
    return starting
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  /** Whether it answers before it ends or takes too long. */
  private boolean answers() {
    long deadline = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      process.descendants().forEach(processes::add);
      try (Connection _ = Connection.to(address("any"), settings(folder))) {
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
  public synchronized void kill() {
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

  Address address(String collection) {
    return new Address("localhost", port, collection);
  }

  /** An index that is not there yet. */
  public synchronized MilvusLocation fresh(Path cache) {
    return location("test" + collections++, cache);
  }

  /**
   * An empty index of a space: the one of the test before where there is one, as making one takes a
   * server some seconds.
   */
  public synchronized MilvusLocation empty(SpaceIdentity space, Path cache) {
    String name = "shared_" + space.fingerprint();
    MilvusLocation location = location(name, cache);
    if (emptied.add(name)) {
      return location;
    }
    try (Connection connection = Connection.to(address(name), settings(cache))) {
      Tables tables = Tables.of(address(name));
      for (String table : tables.all()) {
        connection.call(
            "emptying",
            client -> {
              client.delete(
                  DeleteReq.builder()
                      .collectionName(table)
                      .filter(Fields.VERSION + " > 0")
                      .build());
              return true;
            });
      }
      new Reader(connection, tables).catchUp();
    }
    return location;
  }

  /**
   * Waits until the server has made graphs of all vectors of an index that are in files, and has it
   * search by these.
   */
  public void searchByGraphs(MilvusLocation location) throws InterruptedException {
    Address address = Address.parse(location.toString());
    String collection = address.collection();
    try (Connection connection = Connection.to(address, settings(folder))) {
      while (!isIndexed(connection, collection)) {
        Thread.sleep(100);
      }
      connection.call(
          "releasing",
          client -> {
            client.releaseCollection(
                ReleaseCollectionReq.builder().collectionName(collection).build());
            return true;
          });
      Tables.of(address).load(connection);
    }
  }

  private static boolean isIndexed(Connection connection, String collection) {
    IndexDesc index =
        connection.call(
            "describing an index",
            client ->
                client
                    .describeIndex(
                        DescribeIndexReq.builder()
                            .collectionName(collection)
                            .fieldName(Fields.EMBEDDING)
                            .build())
                    .getIndexDescByFieldName(Fields.EMBEDDING));
    return index.getTotalRows() > 0 && index.getIndexedRows() == index.getTotalRows();
  }

  /** An index by the name of its collection. */
  public MilvusLocation location(String collection, Path cache) {
    return MilvusLocation.of(address(collection).toString(), settings(cache));
  }

  static MilvusSettings settings(Path cache) {
    return MilvusSettings.plain(cache).withToken(TOKEN).withPatience(PATIENCE);
  }
}
