package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.SampleClips;
import io.reelspace.milvus.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one index on Milvus, behind nginx with the configuration of docs/serving.md. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServingManyTest {

  private static final String TOKEN = "a token of this test";
  private static final int CLIENTS = 4;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path folder;
  private static final List<ChildCommand> SERVERS = new ArrayList<>();
  private static final List<URI> ADDRESSES = new ArrayList<>();
  private static Nginx nginx;

  @BeforeAll
  static void startAll() throws Exception {
    Assumptions.assumeTrue(Nginx.isThere(), "no nginx (apt-get install nginx-light)");
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    String index = TestServer.shared().orElseThrow().fresh(folder).toString();
    Map<String, String> environment =
        Map.of(
            "REELSPACE_HOME",
            Ran.HOME.toString(),
            "REELSPACE_MILVUS_TOKEN",
            TestServer.TOKEN,
            "REELSPACE_TOKEN",
            TOKEN);
    Ran indexed = Ran.with(environment, "", "index", "--index", index, clips.toString());
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    for (int i = 0; i < 2; i++) {
      SERVERS.add(
          ChildCommand.start(
              environment,
              List.of(),
              "serve",
              "--index",
              index,
              "--port",
              "0",
              "--shared",
              folder.resolve("shared").toString()));
    }
    for (ChildCommand server : SERVERS) {
      ADDRESSES.add(URI.create(server.line()));
    }
    nginx = Nginx.start(folder, ADDRESSES);
    for (URI address : ADDRESSES) {
      for (int i = 0; i < 600 && get(address.resolve("/ready")).statusCode() != 200; i++) {
        Thread.sleep(100);
      }
    }
  }

  @AfterAll
  static void stopAll() throws Exception {
    if (nginx != null) {
      nginx.close();
    }
    SERVERS.forEach(ChildCommand::kill);
  }

  private static HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(address).header("Authorization", "Bearer " + TOKEN);
  }

  private static HttpResponse<byte[]> get(URI address) throws Exception {
    return CLIENT.send(request(address).build(), BodyHandlers.ofByteArray());
  }

  private static JsonNode json(byte[] body) throws IOException {
    return new ObjectMapper().readTree(body);
  }

  private static List<String> found(byte[] body) throws IOException {
    List<String> ids = new ArrayList<>();
    json(body).path("matches").forEach(match -> ids.add(match.path("id").asText()));
    return ids;
  }

  private static URI at(URI server, String path) {
    return server.resolve(path);
  }

  @Test
  @Order(1)
  void whatOneServerIsToldTheOtherKnows() throws Exception {
    URI one = ADDRESSES.get(0);
    URI other = ADDRESSES.get(1);
    byte[] list = get(at(one, "/api/videos")).body();
    assertArrayEquals(list, get(at(other, "/api/videos")).body());
    String dog = "";
    for (JsonNode video : json(list).path("videos")) {
      dog = video.path("path").asText().endsWith("dog.mp4") ? video.path("id").asText() : dog;
    }
    String thumbnail = "/api/thumbnails?video=" + dog + "&time=1&side=160";
    byte[] picture = get(at(one, thumbnail)).body();
    assertArrayEquals(picture, get(at(other, thumbnail)).body());

    HttpResponse<byte[]> sent =
        CLIENT.send(
            request(at(one, "/api/uploads")).POST(BodyPublishers.ofByteArray(picture)).build(),
            BodyHandlers.ofByteArray());
    assertEquals(201, sent.statusCode());
    String upload = json(sent.body()).path("id").asText();
    String search = "/api/search?min-score=0&image=upload:" + upload;
    List<String> right = found(get(at(one, search)).body());
    assertTrue(right.getFirst().startsWith(dog), right::toString);
    assertEquals(right, found(get(at(other, search)).body()));
    assertEquals(200, get(at(other, "/api/uploads/" + upload + "/picture")).statusCode());
    assertEquals(
        404, get(at(other, "/api/uploads/..%2Fuploads%2F" + upload + "/picture")).statusCode());

    String tags = "/api/videos/" + dog + "/tags";
    HttpResponse<byte[]> tagged =
        CLIENT.send(
            request(at(one, tags)).PUT(BodyPublishers.ofString("{\"add\": [\"shared\"]}")).build(),
            BodyHandlers.ofByteArray());
    assertEquals(200, tagged.statusCode());
    JsonNode shown = json(get(at(other, "/api/videos/" + dog)).body());
    for (int i = 0; i < 100 && shown.path("tags").isEmpty(); i++) {
      Thread.sleep(100);
      shown = json(get(at(other, "/api/videos/" + dog)).body());
    }
    assertEquals("shared", shown.path("tags").path(0).asText());

    HttpResponse<byte[]> login =
        CLIENT.send(
            HttpRequest.newBuilder(at(one, "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("token=" + TOKEN.replace(' ', '+')))
                .build(),
            BodyHandlers.ofByteArray());
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    HttpRequest page =
        HttpRequest.newBuilder(at(other, "/api/status")).header("Cookie", cookie).build();
    assertEquals(200, CLIENT.send(page, BodyHandlers.ofByteArray()).statusCode());
  }

  @Test
  @Order(2)
  void aServerThatIsKilledCostsNoSearch() throws Exception {
    List<String> paths = new ArrayList<>();
    for (String text : List.of("a+cat", "a+dog", "a+man+drives+a+car", "bicycles")) {
      paths.add("/api/search?min-score=0&text=" + text);
    }
    List<List<String>> right = new ArrayList<>();
    for (String path : paths) {
      right.add(found(get(at(nginx.address(), path)).body()));
    }
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger atKill = new AtomicInteger(Integer.MAX_VALUE / 2);
    Set<String> wrong = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        clients.add(
            threads.submit(() -> {
              int failed = 0;
              while (asked.get() < atKill.get() + 40) {
                int which = asked.getAndIncrement() % paths.size();
                HttpResponse<byte[]> answer = get(at(nginx.address(), paths.get(which)));
                if (answer.statusCode() != 200) {
                  failed++;
                } else if (!found(answer.body()).equals(right.get(which))) {
                  synchronized (wrong) {
                    wrong.add(new String(answer.body(), StandardCharsets.UTF_8));
                  }
                }
              }
              return failed;
            }));
      }
      while (asked.get() < 24) {
        Thread.sleep(5);
      }
      SERVERS.getFirst().kill();
      atKill.set(asked.get());
      int failed = 0;
      for (Future<Integer> client : clients) {
        failed += client.get();
      }
      assertEquals(Set.of(), wrong);
      assertTrue(failed <= CLIENTS, failed + " failed, of which " + CLIENTS + " were in flight");
    }
    assertEquals(200, get(at(nginx.address(), "/api/ingest")).statusCode());
    // Half of what was asked before came to the one that is left.
    String metrics =
        new String(get(at(ADDRESSES.get(1), "/metrics")).body(), StandardCharsets.UTF_8);
    assertTrue(metrics.contains("route=\"/api/search\",status=\"200\""), metrics);
  }
}
