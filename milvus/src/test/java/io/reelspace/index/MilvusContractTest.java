package io.reelspace.index;

import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.TestServer;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract of an index, kept by a real Milvus server. */
class MilvusContractTest extends VideoIndexContract {

  private static TestServer server;

  @TempDir Path cache;
  private Optional<MilvusLocation> location = Optional.empty();

  @BeforeAll
  static void startServer() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    server = TestServer.shared().orElseThrow();
  }

  @Override
  VideoIndex open(SpaceIdentity space) {
    if (location.isEmpty()) {
      location = Optional.of(server.empty(SPACE, cache));
    }
    return location.get().open(space);
  }

  @Override
  VideoIndex openAnother(SpaceIdentity space) {
    return server.fresh(cache).open(space);
  }
}
