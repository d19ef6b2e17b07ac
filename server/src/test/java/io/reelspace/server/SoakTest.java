package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches, ingests and deletions at the same time leave the index that a fresh one would be;
 * {@code benchmarks/serve/soak.py} does the same for long.
 */
class SoakTest {

  private static final List<String> TEXTS = List.of("a white dog", "a street", "a man", "towers");
  private static final int ROUNDS = 6;

  @TempDir Path folder;

  @Test
  void theIndexEndsEqualToAFreshOne() throws Exception {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    AtomicBoolean over = new AtomicBoolean();
    try (Served served = Served.on(folder, ServerOptions.DEFAULT.withPort(0))) {
      CompletableFuture<Void> searches = CompletableFuture.runAsync(() -> search(served, over));
      CompletableFuture<Void> removals = CompletableFuture.runAsync(() -> remove(served, over));
      for (int round = 0; round < ROUNDS; round++) {
        try (Stream<Path> clips = Files.list(Served.CLIPS)) {
          List<Path> all = clips.filter(clip -> clip.toString().endsWith(".mp4")).sorted().toList();
          Path clip = all.get(round % all.size());
          Files.copy(clip, videos.resolve(round + "-" + clip.getFileName()));
        }
        ingest(served, videos);
        if (round % 3 == 2) {
          try (Stream<Path> files = Files.list(videos)) {
            Files.delete(files.sorted().findFirst().orElseThrow());
          }
        }
      }
      over.set(true);
      searches.join();
      removals.join();
      ingest(served, videos);
      Path other = Files.createDirectories(folder.resolve("other"));
      try (Served fresh = Served.on(other, ServerOptions.DEFAULT.withPort(0))) {
        ingest(fresh, videos);
        assertEquals(videos(fresh), videos(served));
        for (String text : TEXTS) {
          Map<String, Double> expected = similarities(fresh, text);
          Map<String, Double> found = similarities(served, text);
          assertEquals(expected.keySet(), found.keySet(), text);
          expected.forEach(
              (id, similarity) -> assertEquals(similarity, found.get(id), 1e-3, text + " " + id));
        }
      }
    }
  }

  private static void search(Served served, AtomicBoolean over) {
    for (int i = 0; !over.get(); i++) {
      String text = TEXTS.get(i % TEXTS.size()).replace(' ', '+');
      Served.Answer answer = served.get("/api/search?top=5&text=" + text);
      assertEquals(200, answer.status(), answer::text);
    }
  }

  private static void remove(Served served, AtomicBoolean over) {
    while (!over.get()) {
      for (JsonNode video : served.get("/api/videos?limit=2").json().path("videos")) {
        int status = served.delete("/api/videos/" + video.path("id").asText()).status();
        assertTrue(status == 204 || status == 404, "removed, or pruned meanwhile: " + status);
      }
      pause(300);
    }
  }

  private static void ingest(Served served, Path videos) {
    String order = "{\"paths\": [\"" + videos + "\"], \"prune\": true}";
    String location = served.post("/api/ingest", order).header("Location");
    JsonNode job = served.get(location).json();
    while (job.path("state").asText().matches("waiting|running")) {
      pause(50);
      job = served.get(location).json();
    }
    assertEquals("done", job.path("state").asText(), job::toString);
    assertEquals(0, job.path("failed").asInt(), job::toString);
  }

  /** Each video with its segments. */
  private static Map<String, String> videos(Served served) {
    Map<String, String> videos = new TreeMap<>();
    for (JsonNode video : served.get("/api/videos?limit=500").json().path("videos")) {
      JsonNode whole = served.get("/api/videos/" + video.path("id").asText()).json();
      videos.put(whole.path("path").asText(), whole.path("segments").toString());
    }
    return videos;
  }

  private static Map<String, Double> similarities(Served served, String text) {
    Map<String, Double> similarities = new TreeMap<>();
    served
        .get("/api/search?min-score=0&top=1000&text=" + text.replace(' ', '+'))
        .json()
        .path("matches")
        .forEach(match ->
            similarities.put(match.path("id").asText(), match.path("similarity").asDouble()));
    return similarities;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
