package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for all routes of a server: its token, what it writes down, and what it never does.
 */
class GuardsTest {

  private static final String TOKEN = "0123456789abcdef";
  private static final String BEARER = "Bearer " + TOKEN;

  @TempDir static Path folder;
  private static Path log;
  private static Served served;

  @BeforeAll
  static void serve() {
    log = folder.resolve("logs/access.log");
    ServerLimits few =
        new ServerLimits(
            1 << 18,
            1 << 20,
            60,
            2,
            Duration.ofHours(1),
            1 << 24,
            Duration.ofSeconds(30),
            1 << 10,
            64,
            Duration.ofSeconds(10));
    served =
        Served.clips(
            folder,
            new ServerOptions(
                "127.0.0.1",
                0,
                Optional.of(TOKEN),
                false,
                Optional.of(log),
                Optional.empty(),
                few));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  @Test
  void thereIsNoRouteBesideThePagesFilesWithoutTheToken() {
    List<String> routes = new ArrayList<>(served.server.allRoutes());
    assertTrue(routes.size() > 20, routes::toString);
    for (String route : routes) {
      String method = route.substring(0, route.indexOf(' '));
      String path =
          route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*\\}|<[^>]*>", Served.DOG);
      if (!path.startsWith("/page/")) {
        assertEquals(401, served.send(method, path, new byte[0]).status(), route);
      }
    }
  }

  @Test
  void metricsTellOfRequestsTimesTheIndexQueuesAndDecoders() {
    served.get("/api/search?text=a+dog", "Authorization", BEARER);
    byte[] noPicture = "no picture".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        422, served.send("POST", "/api/uploads", noPicture, "Authorization", BEARER).status());
    String metrics = served.get("/metrics", "Authorization", BEARER).text();
    for (String line :
        List.of(
            "reelspace_requests_seconds_count\\{.*route=\"/api/search\",status=\"200\"\\} [1-9].*",
            "reelspace_requests_seconds_bucket\\{.*route=\"/api/search\".*le=\"1.0\"\\} .*",
            "reelspace_index_videos 6.0",
            "reelspace_searches_queue 0.0",
            "reelspace_ingest_queue 0.0",
            "reelspace_decoder_failures_total [1-9].*")) {
      assertTrue(metrics.lines().anyMatch(each -> each.matches(line)), line + "\n" + metrics);
    }
    assertFalse(metrics.contains(Served.DOG), "ids make no series");
  }

  @Test
  void eachRequestIsALineOfTheLogWithoutItsParameters() throws Exception {
    served.get("/api/moments/unlogged?secret=" + TOKEN);
    List<String> lines = List.of();
    for (int i = 0; i < 100 && lines.isEmpty(); i++) { // written once the answer has gone
      Thread.sleep(50);
      lines = Files.readAllLines(log).stream().filter(each -> each.contains("unlogged")).toList();
    }
    JsonNode line = new ObjectMapper().readTree(lines.getFirst());
    assertEquals("/api/moments/unlogged", line.path("path").asText());
    assertEquals("GET", line.path("method").asText());
    assertEquals(401, line.path("status").asInt());
    assertEquals("127.0.0.1", line.path("client").asText());
    assertTrue(line.path("millis").isNumber() && line.path("time").asText().endsWith("Z"));
    assertFalse(Files.readString(log).contains(TOKEN));
  }

  @Test
  void noAddressIsFetched() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      other.setSoTimeout(500);
      String address = "http://127.0.0.1:" + other.getLocalPort() + "/dog.jpg";
      for (String kind : List.of("image", "video", "audio")) {
        String body = "{\"query\": {\"%s\": \"%s\"}}".formatted(kind, address);
        assertEquals(400, served.post("/api/search", body, "Authorization", BEARER).status());
        Served.Answer byUrl =
            served.get("/api/search?" + kind + "=" + address, "Authorization", BEARER);
        assertEquals(400, byUrl.status(), byUrl::text);
      }
      String ingest = "{\"paths\": [\"%s\"]}".formatted(address);
      assertEquals(400, served.post("/api/ingest", ingest, "Authorization", BEARER).status());
      assertThrows(SocketTimeoutException.class, other::accept, "somebody asked " + address);
    }
  }

  @Test
  void onlySoManyUploadsAreKept() throws IOException {
    byte[] picture =
        served
            .get("/api/thumbnails?video=" + Served.DOG + "&time=1", "Authorization", BEARER)
            .response()
            .body();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Served.Answer sent = served.send("POST", "/api/uploads", picture, "Authorization", BEARER);
      ids.add(sent.json().path("id").asText());
    }
    assertEquals(410, search(ids.get(0)).status(), "the oldest makes room");
    assertEquals(200, search(ids.get(2)).status());
    try (Stream<Path> left = Files.list(served.folder.resolve("server/uploads"))) {
      assertEquals(2, left.count());
    }
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      parts.append(
          "--xxx\r\nContent-Disposition: form-data; name=\"p%d\"; filename=\"p\"\r\n\r\nx\r\n"
              .formatted(i));
    }
    Served.Answer many =
        served.post(
            "/api/search?image=p0",
            parts + "--xxx--\r\n",
            "Authorization",
            BEARER,
            "Content-Type",
            "multipart/form-data; boundary=xxx");
    assertEquals(413, many.status(), many::text);
    assertTrue(many.detail().contains("at most 2 files"), many::text);
  }

  private static Served.Answer search(String upload) {
    return served.get("/api/search?image=upload:" + upload, "Authorization", BEARER);
  }
}
