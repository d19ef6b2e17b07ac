package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchApiTest {

  @TempDir static Path folder;
  private static Served served;

  @BeforeAll
  static void serve() {
    served = Served.clips(folder);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static JsonNode found(Served.Answer answer) {
    assertEquals(200, answer.status(), answer::text);
    return answer.json();
  }

  private static String firstName(JsonNode answer) {
    String video = answer.path("matches").path(0).path("video").asText();
    return answer.path("videos").path(video).path("name").asText();
  }

  @Test
  void aTextInTheUrlFindsTheMomentThatItDescribes() {
    JsonNode answer =
        found(served.get("/api/search?text=a+man+in+a+suit+and+a+bow+tie&top=3&min-score=0"));
    assertEquals("car.mp4", firstName(answer));
    assertEquals(3, answer.path("matches").size());
    JsonNode first = answer.path("matches").path(0);
    assertEquals(1, first.path("rank").asInt());
    assertEquals(Served.CAR + "@0.000", first.path("id").asText());
    assertTrue(first.path("score").asDouble() > 0.2, first::toString);
  }

  @Test
  void jsonAsksTheSameAsTheUrl() {
    JsonNode byUrl = found(served.get("/api/search?text=a+dog&not=cars&top=4&by=video"));
    JsonNode byJson =
        found(
            served.post(
                "/api/search",
                """
                {"query": {"sum": [{"query": {"text": "a dog"}},
                  {"weight": -0.5, "query": {"text": "cars"}}]}, "top": 4, "by": "video"}
                """));
    assertEquals(byUrl.path("matches"), byJson.path("matches"));
  }

  @Test
  void whatScoresLessThanTheSpacesLimitIsLeftOutUnlessAskedFor() {
    String search = "/api/search?text=a+man+in+a+suit&top=100";
    JsonNode all = found(served.get(search + "&min-score=0"));
    JsonNode some = found(served.get(search));
    double limit = some.path("minScore").asDouble();
    assertEquals(0.2, limit, "the limit of the space base");
    assertEquals(0, all.path("minScore").asDouble());
    List<String> expected = new ArrayList<>();
    for (JsonNode match : all.path("matches")) {
      if (match.path("score").asDouble() >= limit) {
        expected.add(match.path("id").asText());
      }
    }
    assertTrue(expected.size() > 0 && expected.size() < all.path("matches").size());
    assertEquals(expected, some.path("matches").findValuesAsText("id"));
    String like = "/api/moments/" + Served.CAR + "@0.000/like?top=100";
    for (JsonNode match : found(served.get(like)).path("matches")) {
      assertTrue(match.path("score").asDouble() >= limit, match::toString);
    }
    assertEquals(400, served.get(search + "&min-score=many").status());
  }

  @Test
  void aFilterNarrowsAndItsErrorIsPointedAt() {
    JsonNode answer =
        found(
            served.get("/api/search?text=a+dog&filter=name+%3D+%22car.mp4%22&top=20&min-score=0"));
    assertEquals(1, answer.path("videos").size());
    assertEquals("car.mp4", firstName(answer));

    Served.Answer wrong = served.get("/api/search?text=a+dog&filter=nmae+%3D+x");
    assertEquals(400, wrong.status());
    assertTrue(wrong.json().path("pointer").asText().contains("^"), wrong::text);
  }

  @Test
  void aPictureInAPartOfTheRequestFindsItsVideoAndIsGoneThen() throws Exception {
    byte[] picture =
        served.get("/api/thumbnails?video=" + Served.DOG + "&time=1").response().body();
    Served.Answer answer =
        served.send(
            "POST",
            "/api/search",
            multipart(
                Map.of("query", "{\"query\": {\"image\": \"photo\"}, \"top\": 1}"),
                "photo",
                picture),
            "Content-Type",
            "multipart/form-data; boundary=xxx");
    assertEquals("dog.mp4", firstName(found(answer)));
    for (int i = 0; i < 100 && !uploads().isEmpty(); i++) { // the server tidies up behind it
      Thread.sleep(50);
    }
    assertEquals(List.of(), uploads());
  }

  private static List<Path> uploads() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("server/uploads"))) {
      return files.toList();
    }
  }

  @Test
  void aClipThatIsSentFindsItself() throws IOException {
    byte[] clip = Files.readAllBytes(Served.CLIPS.resolve("skyscrapers.webm"));
    Served.Answer sent = served.send("POST", "/api/uploads", clip, "Content-Type", "video/webm");
    assertEquals(201, sent.status(), sent::text);
    assertEquals("video", sent.json().path("kind").asText());
    String id = sent.json().path("id").asText();
    JsonNode answer = found(served.get("/api/search?video=upload:" + id + "&by=video&top=1"));
    assertEquals("skyscrapers.webm", firstName(answer));
    assertTrue(answer.path("matches").path(0).path("score").asDouble() > 0.7);
    Served.Answer picture = served.get("/api/uploads/" + id + "/picture");
    assertEquals("image/jpeg", picture.header("Content-Type"));
  }

  @Test
  void aRegionOfAFrameOfTheArchiveIsAQuery() {
    JsonNode answer =
        found(
            served.get(
                "/api/search?image=frame:" + Served.DOG + "@0.5&region=280,20,420,380&top=1"));
    assertEquals("dog.mp4", firstName(answer));
  }

  @Test
  void aPartOfAVideoOfTheArchiveIsAQuery() {
    JsonNode answer =
        found(served.get("/api/search?video=video:" + Served.id("bicycles.mp4") + "&from=0&to=3"));
    assertEquals("bicycles.mp4", firstName(answer));
  }

  @Test
  void moreLikeAMomentLeavesItOut() {
    String id = Served.id("bicycles.mp4") + "@0.000";
    JsonNode answer = found(served.get("/api/moments/" + id + "/like?top=20&min-score=0"));
    assertTrue(answer.path("matches").size() > 5);
    answer.path("matches").forEach(match -> assertTrue(!match.path("id").asText().equals(id)));
    assertEquals(404, served.get("/api/moments/0123456789abcdef@1.000/like").status());
  }

  @Test
  void oneThingAndThenAnotherHasSteps() {
    JsonNode answer =
        found(served.get("/api/search?text=a+street+with+cars&then=bicycles&within=30&top=1"));
    assertEquals("bicycles.mp4", firstName(answer));
    assertEquals(2, answer.path("matches").path(0).path("steps").size());
  }

  @Test
  void whatIsMarkedBadIsLeftOut() {
    String bad = Served.DOG + "@0.000";
    JsonNode answer = found(served.get("/api/search?text=a+white+dog&top=20&bad=" + bad));
    answer.path("matches").forEach(match -> assertTrue(!match.path("id").asText().equals(bad)));
  }

  private static byte[] multipart(Map<String, String> fields, String name, byte[] file)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      body.write(utf8(part(field.getKey(), "") + field.getValue() + "\r\n"));
    }
    body.write(utf8(part(name, "; filename=\"../../x.jpg\"")));
    body.write(file);
    body.write(utf8("\r\n--xxx--\r\n"));
    return body.toByteArray();
  }

  private static String part(String name, String more) {
    return "--xxx\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
