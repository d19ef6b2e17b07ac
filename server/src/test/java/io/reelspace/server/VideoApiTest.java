package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.base.SampleClips;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoApiTest {

  @TempDir Path folder;

  @Test
  void videosComeInPages() {
    try (Served served = Served.clips(folder)) {
      JsonNode first = served.get("/api/videos?limit=4").json();
      JsonNode second = served.get("/api/videos?limit=4&offset=4").json();
      assertEquals(SampleClips.names().size(), first.path("total").asInt());
      List<String> names = new ArrayList<>();
      first.path("videos").forEach(video -> names.add(video.path("name").asText()));
      second.path("videos").forEach(video -> names.add(video.path("name").asText()));
      assertEquals(SampleClips.names(), names);
    }
  }

  @Test
  void aVideoHasItsMomentsAndEachHasAnAddress() {
    try (Served served = Served.clips(folder)) {
      JsonNode video = served.get("/api/videos/" + Served.id("bicycles.mp4")).json();
      assertEquals(5, video.path("segments").size());
      assertEquals(640, video.path("width").asInt());
      JsonNode segment = video.path("segments").path(2);
      JsonNode moment = served.get("/api/moments/" + segment.path("id").asText()).json();
      assertEquals(segment.path("start"), moment.path("start"));
      assertEquals("bicycles.mp4", moment.path("video").path("name").asText());
    }
  }

  @Test
  void tagsAreGivenAndTakenAndFilterThen() {
    try (Served served = Served.clips(folder)) {
      String path = "/api/videos/" + Served.DOG + "/tags";
      Served.Answer given = put(served, path, "{\"add\": [\"Holiday\", \"white\"]}");
      assertEquals(200, given.status(), given::text);
      assertEquals("[\"holiday\",\"white\"]", given.json().path("tags").toString());
      put(served, path, "{\"remove\": [\"white\"]}");
      String tags = within(served, "/api/tags", "{\"tags\":[{\"tag\":\"holiday\",\"videos\":1}]}");
      assertTrue(tags.contains("holiday"), tags);
      JsonNode filtered = served.get("/api/videos?filter=tag+%3D+holiday").json();
      assertEquals("dog.mp4", filtered.path("videos").path(0).path("name").asText());
      for (String wrong :
          List.of("{}", "{\"add\": [\"-x\"]}", "{\"add\": \"x\"}", "{\"tag\": []}")) {
        assertEquals(400, put(served, path, wrong).status(), wrong);
      }
    }
  }

  /** Changes come into view within a second. */
  private static String within(Served served, String path, String wanted) {
    String text = "";
    for (int i = 0; i < 40 && !text.equals(wanted); i++) {
      text = served.get(path).text();
      pause();
    }
    return text;
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aRemovedVideoIsNoLongerFoundAndItsFileStays() {
    try (Served served = Served.clips(folder)) {
      assertEquals(204, served.delete("/api/videos/" + Served.DOG).status());
      for (int i = 0; i < 40 && served.get("/api/videos/" + Served.DOG).status() == 200; i++) {
        pause();
      }
      assertEquals(404, served.get("/media/" + Served.DOG).status());
      assertTrue(Files.exists(Served.CLIPS.resolve("dog.mp4")));
    }
  }

  @Test
  void anIngestTellsHowItGoesAndWhyAFileFailed() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    Files.copy(clips().resolve("dog.mp4"), videos.resolve("dog.mp4"));
    Files.writeString(videos.resolve("broken.mp4"), "this is no video");
    try (Served served = Served.on(folder, ServerOptions.DEFAULT.withPort(0))) {
      assertEquals(0, served.get("/api/status").json().path("videos").asInt());
      Served.Answer started = served.post("/api/ingest", "{\"paths\": [\"" + videos + "\"]}");
      assertEquals(202, started.status(), started::text);
      String events = served.get(started.header("Location") + "/events").text();
      assertTrue(events.startsWith("event: job\ndata: {"), events);
      String last = events.substring(events.lastIndexOf("data: ") + 6);
      assertTrue(last.contains("\"state\":\"done\""), last);
      assertTrue(last.contains("\"done\":1"), last);
      assertTrue(last.contains("broken.mp4") && last.contains("not a media file"), last);
      Served.Answer after = served.get("/api/search?text=a+dog&top=1");
      assertEquals(1, after.json().path("matches").size(), after::text);
    }
  }

  @Test
  void whatCannotBeIndexedIsRefusedAtOnce() {
    try (Served served = Served.clips(folder)) {
      for (String wrong :
          List.of(
              "{\"paths\": [\"relative/folder\"]}",
              "{\"paths\": [\"/no/such/folder\"]}",
              "{\"paths\": []}",
              "{\"paths\": \"/tmp\"}",
              "{\"paths\": [\"/tmp\"], \"prune\": 1}",
              "{\"path\": [\"/tmp\"]}")) {
        Served.Answer answer = served.post("/api/ingest", wrong);
        assertEquals(400, answer.status(), wrong);
        assertFalse(answer.detail().isBlank(), wrong);
      }
    }
  }

  @Test
  void writingWhileAnotherProcessWritesIsRefusedWithAReason() {
    try (Served served = Served.clips(folder);
        Space space = Served.space();
        VideoIndex _ = VideoIndex.open(folder.resolve("index"), SpaceIdentity.of(space))) {
      Served.Answer answer =
          put(served, "/api/videos/" + Served.DOG + "/tags", "{\"add\": [\"x\"]}");
      assertEquals(503, answer.status());
      assertTrue(answer.detail().contains("another process is writing"), answer::text);
      assertEquals("10", answer.header("Retry-After"));
      assertEquals(200, served.get("/api/search?text=a+dog").status(), "searches go on");
    }
  }

  @Test
  void aReadOnlyServerChangesNothing() {
    ServerOptions defaults = ServerOptions.DEFAULT.withPort(0);
    ServerOptions options =
        new ServerOptions(
            defaults.host(),
            0,
            defaults.token(),
            true,
            defaults.accessLog(),
            defaults.shared(),
            defaults.limits());
    try (Served served = Served.clips(folder, options)) {
      String video = "/api/videos/" + Served.DOG;
      assertEquals(403, put(served, video + "/tags", "{\"add\": [\"x\"]}").status());
      assertEquals(403, served.delete(video).status());
      assertEquals(403, served.post("/api/ingest", "{\"paths\": [\"/tmp\"]}").status());
      assertEquals(200, served.get(video).status());
    }
  }

  private static Path clips() {
    SampleClips.unpackInto(Served.CLIPS);
    return Served.CLIPS;
  }

  private static Served.Answer put(Served served, String path, String json) {
    return served.send("PUT", path, json.getBytes(StandardCharsets.UTF_8));
  }
}
