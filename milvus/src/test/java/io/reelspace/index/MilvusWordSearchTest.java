package io.reelspace.index;

import io.reelspace.milvus.TestServer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/** As {@link WordSearchTest}, on a real Milvus server. */
class MilvusWordSearchTest extends WordSearchTest {

  @BeforeAll
  static void startServer() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
  }

  @Override
  VideoIndex opened(SpaceIdentity space) {
    return TestServer.shared().orElseThrow().empty(space, temporary).open(space);
  }
}
