package io.reelspace.encode.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reelspace.encode.ModelPrecision;
import io.reelspace.error.RemoteException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub on this machine that keeps connections open and sends nothing more. */
class StalledHubTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final HubAddress ADDRESS = HubAddress.of("hub:owner/model");

  @TempDir Path cache;

  private final byte[] model = new byte[300_000];
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;

  /** How many times the content stalls half way. */
  private final AtomicInteger stalls = new AtomicInteger();

  private volatile boolean listStalls;

  @BeforeEach
  void start() throws IOException {
    new Random(7).nextBytes(model);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().startsWith("/api/")) {
      send(exchange, 200, list(), listStalls);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
    boolean stall = stalls.getAndDecrement() > 0;
    byte[] rest = Arrays.copyOfRange(model, from, model.length);
    send(exchange, range == null ? 200 : 206, rest, stall);
  }

  private void send(HttpExchange exchange, int status, byte[] body, boolean stall)
      throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body, 0, stall ? body.length / 2 : body.length);
    exchange.getResponseBody().flush();
    if (stall) {
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.close();
  }

  /** Long enough that half of it leaves the server's buffers. */
  private byte[] list() {
    String json =
        """
        {"sha": "%s", "siblings": [{"rfilename": "model.onnx",
          "lfs": {"sha256": "%s", "size": %d}}]}
        """
            .formatted(COMMIT, sha256(), model.length);
    return (json + " ".repeat(1 << 17)).getBytes(StandardCharsets.UTF_8);
  }

  private String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private HubDownload.Fetched fetch(Duration patience) {
    URI base = URI.create("http://localhost:" + server.getAddress().getPort());
    Hub hub = new Hub(base, Optional.empty(), patience);
    return new HubDownload(hub, cache, HubDownload.Progress.SILENT)
        .fetch(ADDRESS, ModelPrecision.FLOAT32);
  }

  @Test
  void aDownloadThatStallsGoesOnWhereItWas() throws IOException {
    stalls.set(2);
    Path folder = fetch(Duration.ofSeconds(2)).folder();
    assertArrayEquals(model, Files.readAllBytes(folder.resolve("model.onnx")));
    assertEquals(List.of("null", "bytes=150000-", "bytes=225000-"), ranges);
  }

  @Test
  void aHubThatSendsNothingMoreIsGivenUp() {
    stalls.set(1000);
    Duration patience = Duration.ofSeconds(1);
    RemoteException e = assertThrows(RemoteException.class, () -> fetch(patience));
    assertTrue(e.getMessage().contains("nothing came for 1.0 seconds"), e.getMessage());
    assertTrue(e.getMessage().contains("goes on where it was"), e.getMessage());
  }

  @Test
  void aListThatStallsIsGivenUpToo() {
    listStalls = true;
    Duration patience = Duration.ofSeconds(1);
    RemoteException e = assertThrows(RemoteException.class, () -> fetch(patience));
    assertTrue(e.getMessage().contains("nothing came"), e.getMessage());
  }
}
