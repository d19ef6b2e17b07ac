package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesAheadTest {

  @TempDir Path folder;

  @Test
  void eachVideoHasItsPictureBeforeAnybodyAsks() throws Exception {
    try (Served served = Served.clips(folder)) {
      List<Path> made = awaitPictures(6);
      byte[] dog =
          served
              .get("/api/thumbnails?video=" + Served.DOG + "&time=0.000&side=320")
              .response()
              .body();
      assertEquals(made, pictures(), "what was made ahead was made again");
      assertTrue(
          made.stream().anyMatch(file -> java.util.Arrays.equals(dog, read(file))),
          "the picture that is shown is none of those made ahead");
      Path added = folder.resolve("added.mp4");
      Files.copy(Served.CLIPS.resolve("dog.mp4"), added);
      served.post("/api/ingest", "{\"paths\": [\"" + added + "\"]}");
      List<Path> more = awaitPictures(7);
      Path last = more.stream().filter(file -> !made.contains(file)).findFirst().orElseThrow();
      assertArrayEquals(dog, read(last));
    }
  }

  @Test
  void aVideoWhoseFileIsGoneKeepsNoOtherFromItsPicture() throws Exception {
    SampleClips.unpackInto(Served.CLIPS);
    Path videos = Files.createDirectories(folder.resolve("videos"));
    for (String name : List.of("dog.mp4", "car.mp4", "rabbit.mp4")) {
      Files.copy(Served.CLIPS.resolve(name), videos.resolve(name));
    }
    ServerOptions options = ServerOptions.DEFAULT.withPort(0);
    try (Served served = Served.on(folder, options)) {
      served.post("/api/ingest", "{\"paths\": [\"" + videos + "\"]}");
      awaitPictures(3);
    }
    for (Path picture : pictures()) {
      Files.delete(picture);
    }
    Files.delete(videos.resolve("car.mp4"));
    try (Served served = Served.on(folder, options)) {
      awaitPictures(2);
      assertEquals(410, served.get("/api/thumbnails?video=" + id("car.mp4")).status());
    }
  }

  private String id(String name) {
    return io.reelspace.index.Identifiers.video(folder.resolve("videos").resolve(name));
  }

  private List<Path> awaitPictures(int count) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(Duration.ofMinutes(2));
    while (pictures().size() != count && Instant.now().isBefore(end)) {
      Thread.sleep(50);
    }
    assertEquals(count, pictures().size());
    return pictures();
  }

  private List<Path> pictures() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("server").resolve("cache"))) {
      return files.filter(file -> !file.toString().endsWith(".part")).sorted().toList();
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
