package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be answered is refused with the right status and a sentence that helps. */
class BadInputTest {

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

  private static void refused(int status, String word, Served.Answer answer) {
    assertEquals(status, answer.status(), answer::text);
    assertTrue(answer.detail().contains(word), () -> word + " in " + answer.text());
  }

  @Test
  void jsonThatIsNone() {
    refused(400, "not JSON", served.post("/api/search", "{\"query\": "));
    refused(400, "not JSON", served.post("/api/search", "{} {}"));
    refused(400, "JSON object", served.post("/api/search", "[1]"));
    refused(400, "JSON object", served.post("/api/search", ""));
  }

  @Test
  void valuesOfAnotherType() {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "{\"query\": \"a dog\"}", "a query has one of",
                "{\"query\": {\"text\": 5}}", "\"text\" takes a text",
                "{\"query\": {\"text\": \"x\"}, \"top\": \"3\"}", "\"top\" takes a number",
                "{\"query\": {\"text\": \"x\"}, \"top\": 0}", "from 1 to 1000",
                "{\"query\": {\"text\": \"x\"}, \"by\": \"frame\"}", "moment or video",
                "{\"query\": {\"text\": \"x\"}, \"filter\": 1}", "\"filter\" takes a text",
                "{\"query\": {\"steps\": [{\"text\": \"x\"}]}}", "two or three steps")
            .entrySet()) {
      refused(400, wrong.getValue(), served.post("/api/search", wrong.getKey()));
    }
  }

  @Test
  void fieldsAndParametersThatAreUnknown() {
    refused(
        400,
        "\"limit\"",
        served.post("/api/search", "{\"query\": {\"text\": \"x\"}, \"limit\": 3}"));
    refused(
        400, "\"frm\"", served.post("/api/search", "{\"query\": {\"text\": \"x\", \"frm\": 3}}"));
    refused(400, "'limit'", served.get("/api/search?text=x&limit=3"));
    refused(400, "'q'", served.get("/api/search?q=x"));
  }

  @Test
  void aQueryOfTenMegabytes() {
    // A client that goes on sending may miss the answer; one that asks first does not.
    byte[] text = "dog ".repeat(10 << 18).getBytes(StandardCharsets.UTF_8);
    refused(413, "too large", served.postAsking("/api/search", text));
    assertTrue(isRefusedOrCutOff("/api/search?text=" + "dog+".repeat(10_000)));
    refused(
        413,
        "at most",
        served.post("/api/search", "{\"query\": {\"text\": \"" + "dog ".repeat(5000) + "\"}}"));
  }

  /** Who still sends while the server closes may not get to read its answer. */
  private static boolean isRefusedOrCutOff(String path) {
    try {
      return served.get(path).status() == 414;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  @Test
  void aPictureThatIsABomb() throws Exception {
    byte[] bomb = TestPictures.pngOfSize(30_000, 30_000);
    refused(422, "exceed the limit", served.send("POST", "/api/uploads", bomb));
    byte[] wide = TestPictures.pngOfSize(2_000_000, 2);
    Served.Answer answer = served.send("POST", "/api/uploads", wide);
    assertTrue(answer.status() == 422 || answer.status() == 201, answer::text);
    if (answer.status() == 201) { // of few pixels, but its data are not there
      String image = "upload:" + answer.json().path("id").asText();
      Served.Answer search = served.get("/api/search?image=" + image);
      assertTrue(search.status() == 422 || search.status() == 200, search::text);
      assertFalse(search.text().contains(folder.toString()), "no path of the machine is told");
    }
  }

  @Test
  void aVideoThatDoesNotDecode() {
    byte[] text = "this is no video".repeat(100).getBytes(StandardCharsets.UTF_8);
    Served.Answer answer = served.send("POST", "/api/uploads", text);
    refused(422, "not a media file", answer);
    assertFalse(answer.text().contains(folder.toString()), "no path of the machine is told");
  }

  @Test
  void idsThatAreUnknown() {
    refused(404, "no video", served.get("/api/videos/0123456789abcdef"));
    refused(404, "no video", served.get("/media/0123456789abcdef"));
    refused(404, "no moment", served.get("/api/moments/" + Served.DOG + "@77.000"));
    refused(404, "no ingest", served.get("/api/ingest/77"));
    refused(400, "no moment", served.get("/api/search?moment=0123456789abcdef@1.000"));
    refused(410, "no longer here", served.get("/api/search?image=upload:0123"));
    refused(404, "no such address", served.get("/api/nothing"));
    refused(405, "nothing that can be done", served.delete("/api/status"));
  }

  @Test
  void numbersOutOfRange() {
    refused(400, "'limit'", served.get("/api/videos?limit=0"));
    refused(400, "'offset'", served.get("/api/videos?offset=-1"));
    refused(400, "'order'", served.get("/api/videos?order=size"));
    refused(400, "'side'", served.get("/api/thumbnails?video=" + Served.DOG + "&side=5000"));
    refused(400, "is no time", served.get("/api/thumbnails?video=" + Served.DOG + "&time=x"));
    refused(
        400,
        "does not lie within",
        served.get("/api/search?image=frame:" + Served.DOG + "@0&region=900,0,500,500"));
  }

  @Test
  void aFileThatIsGoneBehindAnIndexedVideo() throws Exception {
    Path home = Files.createDirectories(folder.resolve("gone"));
    Path video = Files.copy(Served.CLIPS.resolve("dog.mp4"), home.resolve("dog.mp4"));
    try (Served own = Served.on(home, ServerOptions.DEFAULT.withPort(0))) {
      String job = own.post("/api/ingest", "{\"paths\": [\"" + video + "\"]}").header("Location");
      own.get(job + "/events"); // until it is over
      Files.delete(video);
      String id = Served.id(video.toString());
      refused(410, "not where it was indexed", own.get("/media/" + id));
      refused(410, "not where it was indexed", own.get("/media/" + id + "/stream"));
      refused(410, "not where it was indexed", own.get("/media/" + id + "/cut?from=0&to=1"));
      refused(410, "not where it was indexed", own.get("/api/thumbnails?video=" + id));
      refused(410, "not where it was indexed", own.get("/api/videos/" + id + "/sheet"));
      refused(410, "not where it was indexed", own.get("/api/search?video=video:" + id));
      assertEquals(200, own.get("/api/videos/" + id).status());
      assertEquals(200, own.get("/api/search?text=a+dog").status());
    }
  }

  @Test
  void twoServersOnOneIndexShowTheSameAndWriteOneAfterTheOther() throws Exception {
    Path home = Files.createDirectories(folder.resolve("two"));
    Path other = Files.createDirectories(home.resolve("other"));
    try (Served first = Served.clips(home)) {
      Files.createSymbolicLink(other.resolve("index"), home.resolve("index"));
      try (Served second = Served.on(other, ServerOptions.DEFAULT.withPort(0))) {
        assertEquals(
            first.get("/api/search?text=a+dog").json().path("matches").findValuesAsText("id"),
            second.get("/api/search?text=a+dog").json().path("matches").findValuesAsText("id"));
        assertEquals(204, second.delete("/api/videos/" + Served.DOG).status());
        assertEquals(204, first.delete("/api/videos/" + Served.CAR).status());
        assertEquals(404, second.delete("/api/videos/" + Served.DOG).status());
      }
    }
  }
}
