package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.base.SampleClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spaces shown and made smaller, through the command. */
final class SpaceCommandTest {

  @TempDir private Path folder;
  private Path manifest;

  @BeforeEach
  void threeClipsToFitOnAndThreeToMeasureOn() throws IOException {
    SampleClips.unpackInto(folder);
    manifest =
        Files.writeString(
            folder.resolve("captions.jsonl"),
            """
            {"video": "bicycles.mp4", "captions": ["bicycles", "a street"], "split": "train"}
            {"video": "dog.mp4", "captions": ["a dog", "an animal"], "split": "train"}
            {"video": "terminal.ogv", "captions": ["a computer", "a screen"], "split": "train"}
            {"video": "rabbit.mp4", "captions": ["a rabbit", "a meadow"], "split": "dev"}
            {"video": "car.mp4", "captions": ["a man in a suit", "a car"], "split": "dev"}
            {"video": "skyscrapers.webm", "captions": ["skyscrapers", "a city"], "split": "dev"}
            """);
  }

  private Ran optimise(String... more) {
    List<String> words =
        new ArrayList<>(List.of("space", "optimise", "concept", "--dataset", manifest.toString()));
    words.addAll(List.of(more));
    return Ran.with(words.toArray(String[]::new));
  }

  @Test
  void theSmallerSpaceReachesWhatWasMeasured() throws IOException {
    Path small = folder.resolve("small");
    Ran ran =
        optimise("--split", "dev", "--output", small.toString(), "--max-loss", "0.5", "--json");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    JsonNode chosen = ran.json().get("chosen");
    int dimension = chosen.get("dimension").asInt();
    JsonNode float32 = null;
    for (JsonNode option : ran.json().get("options")) {
      if (option.get("dimension").asInt() == dimension
          && option.get("precision").asText().equals("float32")) {
        float32 = option;
      }
    }
    Ran evaluated =
        Ran.with(
            "evaluate",
            "--space",
            small.toString(),
            "--dataset",
            manifest.toString(),
            "--split",
            "dev",
            "--json");
    assertEquals(ExitCode.DONE, evaluated.code(), evaluated.err());
    JsonNode space = evaluated.json().get("spaces").get(0);
    assertEquals(dimension, space.get("dimension").asInt());
    assertEquals(
        float32.get("R@1").asDouble(),
        space.get("textToVideo").get("raw").get("R@1").get("value").asDouble(),
        1e-9);
    assertTrue(Files.readString(small.resolve("optimisation.html")).contains("chosen"));

    Ran onTraining =
        Ran.with(
            "evaluate",
            "--space",
            small.toString(),
            "--dataset",
            manifest.toString(),
            "--split",
            "train");
    assertTrue(onTraining.err().contains("fitted on split train"), onTraining.err());
    Ran shown = Ran.with("space", "show", small.toString());
    assertTrue(shown.out().contains("concept-" + dimension), shown.out());
    assertTrue(shown.out().contains("\"splits\":[\"train\"]"), shown.out());
  }

  @Test
  void splitAndOutputNeedNotBeNamed() throws IOException {
    Path copy = folder.resolve("run/space");
    Path original =
        Path.of(Ran.with("space", "show", "concept", "--json").json().get("folder").asText());
    try (Stream<Path> files = Files.walk(original)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(original.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    for (String suffix : List.of("", "-2")) {
      Ran ran =
          Ran.with(
              "space",
              "optimise",
              copy.toString(),
              "--dataset",
              manifest.toString(),
              "--max-bytes",
              "256",
              "--max-loss",
              "0.5",
              "--json");
      assertEquals(ExitCode.DONE, ran.code(), ran.err());
      assertTrue(ran.json().get("dataset").asText().endsWith(" dev"), ran.out());
      int dimension = ran.json().get("chosen").get("dimension").asInt();
      Path expected = folder.resolve("run/concept-" + dimension + suffix);
      assertEquals(expected.toString(), ran.json().get("output").asText());
      assertTrue(Files.exists(expected.resolve("space.json")));
    }
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("dev", "one")
            + "{\"video\": \"dog.mp4\", \"captions\": [\"a dog\"], \"split\": \"two\"}\n");
    Ran several = optimise("--max-loss", "0.5");
    assertEquals(ExitCode.WRONG_USAGE, several.code());
    assertTrue(several.err().contains("choose one with --split: one, two"), several.err());
  }

  @Test
  void fittingOnWhatIsReportedIsRefused() throws IOException {
    String output = folder.resolve("small").toString();
    Ran same = optimise("--split", "dev", "--fit-split", "dev", "--output", output);
    assertEquals(ExitCode.WRONG_USAGE, same.code());
    assertTrue(same.err().contains("worthless"), same.err());
    Files.copy(folder.resolve("dog.mp4"), folder.resolve("copy.mp4"));
    Files.writeString(
        manifest,
        Files.readString(manifest)
            + "{\"video\": \"copy.mp4\", \"captions\": [\"a dog\"], \"split\": \"dev\"}\n");
    Ran overlap = optimise("--split", "dev", "--output", output);
    assertEquals(ExitCode.WRONG_USAGE, overlap.code());
    assertTrue(overlap.err().contains("copy.mp4 (the same as"), overlap.err());
    Ran unknown = optimise("--split", "test", "--output", output);
    assertEquals(ExitCode.WRONG_USAGE, unknown.code());
    assertTrue(unknown.err().contains("it has dev, train"), unknown.err());
    assertFalse(Files.exists(Path.of(output)));
  }

  @Test
  void nothingIsWrittenWhenNothingIsSmallEnough() {
    Path small = folder.resolve("small");
    Ran ran =
        optimise(
            "--split",
            "dev",
            "--output",
            small.toString(),
            "--max-bytes",
            "1",
            "--precision",
            "float32");
    assertEquals(ExitCode.FAILED, ran.code(), ran.err());
    assertTrue(ran.err().contains("--max-bytes"), ran.err());
    assertTrue(ran.out().contains("float32"), ran.out());
    assertFalse(Files.exists(small));
  }

  @Test
  void spacesAreListedAndShown() {
    JsonNode list = Ran.with("space", "list", "--json").json();
    assertTrue(list.findValuesAsText("name").contains("concept"), list.toString());
    JsonNode shown = Ran.with("space", "show", "concept", "--json").json();
    assertEquals("concept", shown.get("space").get("name").asText());
    assertEquals(64, shown.get("fingerprint").asText().length());
    String base = Ran.with("space", "show", "base").out();
    assertTrue(base.contains("COCO, 252 photos x 5 captions: R@1 36.8 [32.5, 41.0], R@5 "), base);
    assertTrue(base.contains("recipe: 96 lines, see README.md"), base);
    assertEquals(ExitCode.WRONG_USAGE, Ran.with("space").code());
    assertEquals(ExitCode.FAILED, Ran.with("space", "show", "no-such-space").code());
  }
}
