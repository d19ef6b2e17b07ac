package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.Ffmpeg;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Motion from a recipe to results: squares that move to the right ("red") or to the left ("blue"),
 * which single frames cannot tell apart, and a clip encoder that sees how what is bright moves.
 */
final class MotionSpaceTest {

  private static final Ffmpeg FFMPEG = Ffmpeg.unpackedInto(Path.of("target", "ffmpeg"));
  private static final Path TINY =
      Path.of("../space/src/test/resources/io/reelspace/space/tiny/encoders")
          .toAbsolutePath()
          .normalize();
  private static final Path MOVES =
      Path.of("../encode/src/test/resources/io/reelspace/encode/clips/moves")
          .toAbsolutePath()
          .normalize();

  private static final String RECIPE =
      """
      name: moves
      data:
        dataset: set.jsonl
        train: [train]
        encoders:
          visual: [{name: mean, encoder: %1$s/mean}]
          motion: [{name: moves, encoder: %2$s}]
          text: [{encoder: %1$s/words}]
      dimension: 4
      video:
        modalities:
          - {name: mean, tower: [standardise, {linear: {dimension: 4}}, mean-pooling]}
          - {name: moves, tower: [standardise, {linear: {dimension: 4}}, mean-pooling]}
        fusion: concatenation
      text: {modalities: [{name: words, tower: [standardise, {linear: {dimension: 4}}, mean-pooling]}]}
      schedule: {epochs: 80, batch: 16, learning-rate: 0.02}
      """
          .formatted(TINY, MOVES);

  @TempDir private Path folder;

  private static void film(Path file, boolean right, int size, int y) throws IOException {
    String way = right ? "(W-w)*t/2" : "(W-w)*(1-t/2)";
    List<String> command = new ArrayList<>();
    command.add(FFMPEG.folder().resolve("ffmpeg").toString());
    command.addAll(List.of("-v", "error", "-nostdin", "-y"));
    command.addAll(List.of("-f", "lavfi", "-i", "color=black:s=64x64:r=10:d=2"));
    command.addAll(
        List.of("-f", "lavfi", "-i", "color=white:s=%dx%d:r=10:d=2".formatted(size, size)));
    command.addAll(List.of("-filter_complex", "[0][1]overlay=x='%s':y=%d".formatted(way, y)));
    command.addAll(List.of("-c:v", "mpeg4", "-q:v", "2", "file:" + file));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LD_LIBRARY_PATH", FFMPEG.folder().toString());
    Path said = file.resolveSibling("said.txt");
    try {
      assertEquals(
          0,
          builder.redirectOutput(Redirect.to(said.toFile())).start().waitFor(),
          () -> read(said));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    Files.delete(said);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @BeforeEach
  void makeTheFilms() throws IOException {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>();
    Files.createDirectories(folder.resolve("train"));
    Files.createDirectories(folder.resolve("test"));
    for (int i = 0; i < 24; i++) {
      boolean right = i % 2 == 0;
      String name = (i < 16 ? "train/" : "test/") + (right ? "right-" : "left-") + i + ".mp4";
      film(folder.resolve(name), right, 8 + random.nextInt(14), random.nextInt(40));
      if (i < 16) {
        rows.add(
            "{\"video\": \"%s\", \"captions\": [\"%s\"], \"split\": \"train\"}"
                .formatted(name, right ? "red" : "blue"));
      }
    }
    Files.write(folder.resolve("set.jsonl"), rows);
    Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
  }

  private List<String> found(String index, String text) {
    JsonNode results =
        Ran.with(
                "search",
                "--index",
                index,
                "--by",
                "video",
                "--top",
                "4",
                "--min-score",
                "0",
                "--json",
                text)
            .json();
    List<String> names = new ArrayList<>();
    for (JsonNode result : results) {
      Path file = Path.of(result.path("video").asText(result.path("path").asText()));
      names.add(file.getFileName().toString().replaceAll("-.*", ""));
    }
    return names;
  }

  @Test
  void textsFindVideosByHowTheyMove() throws IOException {
    Ran trained =
        Ran.with(
            "train",
            folder.resolve("recipe.yaml").toString(),
            "--output",
            folder.resolve("run").toString(),
            "--json");
    assertEquals(ExitCode.DONE, trained.code(), trained.err());
    String space = trained.json().get("space").asText();
    Ran shown = Ran.with("space", "show", space);
    assertTrue(shown.out().contains("moves, motion"), shown.out());

    String index = folder.resolve("index").toString();
    Ran indexed =
        Ran.with("index", "--space", space, "--index", index, folder.resolve("test").toString());
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    assertEquals(List.of("right", "right", "right", "right"), found(index, "red"));
    assertEquals(List.of("left", "left", "left", "left"), found(index, "blue"));

    // A still picture has no motion, and comes into the index by its frame alone.
    BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(20, 20, 0xffffff);
    ImageIO.write(picture, "png", folder.resolve("test/still.png").toFile());
    Ran still = Ran.with("index", "--index", index, folder.resolve("test/still.png").toString());
    assertEquals(ExitCode.DONE, still.code(), still.err());
    assertTrue(still.out().contains("1 indexed"), still.out());

    // A video of a query goes the same way; the same film is nearest to itself.
    Ran like =
        Ran.with(
            "search",
            "--index",
            index,
            "--by",
            "video",
            "--top",
            "1",
            "--json",
            "--video",
            folder.resolve("test/left-17.mp4").toString());
    assertTrue(like.out().contains("left-17.mp4"), like.out() + like.err());
  }

  @Test
  void featuresOfClipsAreExtractedAsThoseOfFrames() {
    Ran ran =
        Ran.with(
            "features",
            "extract",
            "--dataset",
            folder.resolve("set.jsonl").toString(),
            "--output",
            folder.resolve("features").toString(),
            "--encoder",
            MOVES.toString(),
            "--json");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    JsonNode encoder = ran.json().get("encoders").get(0);
    assertEquals("moves", encoder.get("id").asText());
    assertEquals(16, encoder.get("extracted").asInt());
    Ran again =
        Ran.with(
            "features",
            "extract",
            "--dataset",
            folder.resolve("set.jsonl").toString(),
            "--output",
            folder.resolve("features").toString(),
            "--encoder",
            MOVES.toString(),
            "--json");
    assertEquals(16, again.json().get("encoders").get(0).get("reused").asInt(), again.err());
  }
}
