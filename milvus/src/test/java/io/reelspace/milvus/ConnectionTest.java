package io.reelspace.milvus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.milvus.shaded.io.grpc.Status;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.reelspace.error.RemoteException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client library hands on as it is, for example while it waits for a flush. */
class ConnectionTest {

  @TempDir Path cache;
  private Connection connection;

  @BeforeEach
  void connect() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    TestServer server = TestServer.shared().orElseThrow();
    connection = Connection.to(server.address("any"), TestServer.settings(cache));
  }

  @AfterEach
  void close() {
    if (connection != null) {
      connection.close();
    }
  }

  @Test
  void aLostConnectionIsTriedAgain() {
    AtomicInteger tried = new AtomicInteger();
    String version =
        connection.call(
            "its version",
            client -> {
              if (tried.getAndIncrement() < 3) {
                throw new StatusRuntimeException(
                    Status.UNAVAILABLE.withDescription(
                        "Keepalive failed. The connection is likely gone"));
              }
              return client.getServerVersion();
            });
    assertEquals(4, tried.get());
    assertTrue(version.contains("2."), version);
  }

  @Test
  void whatDoesNotPassIsSaidAtOnce() {
    AtomicInteger tried = new AtomicInteger();
    RemoteException failure =
        assertThrows(
            RemoteException.class,
            () ->
                connection.call(
                    "counting",
                    client -> {
                      tried.incrementAndGet();
                      throw new StatusRuntimeException(
                          Status.UNIMPLEMENTED.withDescription("unknown method"));
                    }));
    assertEquals(1, tried.get());
    assertTrue(failure.getMessage().contains("counting failed"), failure.getMessage());
  }
}
