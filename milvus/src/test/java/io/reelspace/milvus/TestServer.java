package io.reelspace.milvus;

import io.milvus.common.utils.GTsDict;
import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.collection.request.ReleaseCollectionReq;
import io.milvus.v2.service.index.request.DescribeIndexReq;
import io.milvus.v2.service.index.response.DescribeIndexResp.IndexDesc;
import io.milvus.v2.service.vector.request.DeleteReq;
import io.reelspace.index.SpaceIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A real Milvus server, see {@link ServerProcess}, one for all tests of a process. Its command is
 * where {@code reelspace.milvus} (a property or {@code REELSPACE_MILVUS_SERVER}) says, or on the
 * path.
 */
public final class TestServer {

  /** Of its one user. */
  public static final String TOKEN = "root:Milvus";

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static Optional<TestServer> shared = Optional.empty();
  private static boolean tried;

  private final ServerProcess process;
  private final Set<String> emptied = new HashSet<>();
  private int collections;

  private TestServer(ServerProcess process) {
    this.process = process;
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
      shared = ServerProcess.started(command.get()).map(TestServer::new);
      if (shared.isEmpty()) {
        System.err.println(
            command.get() + " does not start on this machine: its tests are skipped");
      }
    }
    return shared;
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
  public void start() throws IOException {
    process.startAgain();
  }

  /** Ends it as a failing machine would. */
  public void kill() {
    process.kill();
  }

  /** Has the client library know as little of what it wrote as that of another process. */
  public void forgetWrites(MilvusLocation location) {
    String name = Address.parse(location.toString()).collection();
    for (String table : Tables.of(address(name)).all()) {
      GTsDict.getInstance().removeCollectionTs(GTsDict.CombineCollectionName("", table));
    }
  }

  Address address(String collection) {
    return new Address("localhost", process.port(), collection);
  }

  /** An index that is not there yet. */
  public synchronized MilvusLocation fresh(Path cache) {
    return location("test" + collections++, cache);
  }

  /** The address of a collection that something else made. */
  public synchronized String foreign() {
    Address address = address("foreign" + collections++);
    try (Connection connection = Connection.to(address, settings(process.folder()))) {
      connection.call(
          "making a collection",
          client -> {
            client.createCollection(
                CreateCollectionReq.builder()
                    .collectionName(address.collection())
                    .dimension(8)
                    .build());
            return true;
          });
    }
    return address.toString();
  }

  /** An index that is not there yet, of processes that may write the very same videos. */
  public synchronized MilvusLocation rivals(Path cache) {
    return MilvusLocation.of(
        address("test" + collections++).toString(), settings(cache).withManyWriters());
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
    try (Connection connection = Connection.to(address, settings(process.folder()))) {
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
