package io.reelspace.milvus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.milvus.v2.service.collection.request.CreateCollectionReq;
import io.milvus.v2.service.collection.request.HasCollectionReq;
import io.reelspace.error.BadInputException;
import io.reelspace.error.RemoteException;
import io.reelspace.error.SpaceMismatchException;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused, and what is said then; each by a real server. */
class MilvusRefusalsTest {

  private static final SpaceIdentity SPACE = new SpaceIdentity("test", "0123456789abcdef", 8);

  @TempDir Path cache;
  private TestServer server;

  @BeforeEach
  void startServer() {
    Optional<TestServer> shared = TestServer.shared();
    Assumptions.assumeTrue(shared.isPresent(), "no Milvus server");
    server = shared.orElseThrow();
  }

  @Test
  void aWrongTokenIsNamed() {
    for (String token : new String[] {"root:wrong", "nobody:Milvus", "rubbish"}) {
      MilvusLocation wrong =
          MilvusLocation.of(
              server.address("any").toString(), MilvusSettings.plain(cache).withToken(token));
      RemoteException refusal = assertThrows(RemoteException.class, () -> wrong.open(SPACE));
      assertTrue(refusal.getMessage().contains("REELSPACE_MILVUS_TOKEN"), refusal.getMessage());
    }
  }

  @Test
  void aMissingIndexIsNotMade() {
    MilvusLocation missing = server.location("missing", cache);
    assertEquals(Optional.empty(), missing.space());
    BadInputException refusal = assertThrows(BadInputException.class, missing::openReadOnly);
    assertTrue(refusal.getMessage().contains("reelspace index"), refusal.getMessage());
    assertEquals(Optional.empty(), missing.space());
  }

  @Test
  void aCollectionOfSomethingElseIsLeftAlone() {
    try (Connection connection =
        Connection.to(server.address("foreign"), TestServer.settings(cache))) {
      connection.call(
          "making a collection",
          client -> {
            client.createCollection(
                CreateCollectionReq.builder().collectionName("foreign").dimension(8).build());
            return true;
          });
      MilvusLocation foreign = server.location("foreign", cache);
      BadInputException refusal = assertThrows(BadInputException.class, () -> foreign.open(SPACE));
      assertTrue(refusal.getMessage().contains("not an index of Reelspace"), refusal.getMessage());
      assertThrows(BadInputException.class, foreign::openReadOnly);
      assertEquals(
          false,
          connection.call(
              "looking",
              client ->
                  client.hasCollection(
                      HasCollectionReq.builder().collectionName("foreign_videos").build())));
    }
  }

  @Test
  void anIndexOfAnotherDimensionIsLeftAlone() {
    MilvusLocation location = server.fresh(cache);
    location.open(SPACE).close();
    SpaceIdentity wider = new SpaceIdentity("test", SPACE.fingerprint(), 16);
    SpaceMismatchException refusal =
        assertThrows(SpaceMismatchException.class, () -> location.open(wider));
    assertTrue(refusal.getMessage().contains("16 dimensions"), refusal.getMessage());
    assertEquals(Optional.of(SPACE), location.space());
    try (VideoIndex reading = location.openReadOnly()) {
      assertThrows(UnsupportedOperationException.class, reading::commit);
    }
  }

  @Test
  void theGraphsOfAnIndexStayWhatTheyAre() {
    MilvusLocation location = server.fresh(cache);
    location.open(SPACE).close();
    MilvusLocation other =
        MilvusLocation.of(
            location.toString(),
            TestServer.settings(cache).withGraph(MilvusSettings.Graph.DISKANN));
    other.open(SPACE).close();
  }

  @Test
  void aMissingServerIsNamed() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    MilvusLocation nowhere =
        MilvusLocation.of("milvus://localhost:" + port + "/archive", MilvusSettings.plain(cache));
    RemoteException refusal = assertThrows(RemoteException.class, nowhere::openReadOnly);
    assertTrue(refusal.getMessage().contains("no Milvus server answers"), refusal.getMessage());
  }
}
