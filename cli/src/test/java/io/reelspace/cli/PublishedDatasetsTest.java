package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.reelspace.base.SampleClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The published annotation files through the command, with sample clips under the names of a few of
 * their videos. The oracle is the same rows as a manifest.
 */
final class PublishedDatasetsTest {

  private static final Path ANNOTATIONS =
      Path.of(System.getProperty("reelspace.data", "../../shared/data"), "annotations");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path clips;
  private Path media;

  @BeforeEach
  void unpack() throws IOException {
    clips = Files.createDirectory(folder.resolve("clips"));
    media = Files.createDirectory(folder.resolve("media"));
    SampleClips.unpackInto(clips);
  }

  private Ran evaluate(String annotations, Map<String, String> names, String... more)
      throws IOException {
    Path file = ANNOTATIONS.resolve(annotations);
    assumeTrue(Files.exists(file), "needs " + file);
    for (Map.Entry<String, String> name : names.entrySet()) {
      Files.copy(clips.resolve(name.getValue()), media.resolve(name.getKey()));
    }
    List<String> words = new ArrayList<>(List.of("evaluate", "--space", "concept", "--json"));
    words.addAll(List.of("--dataset", file.toString(), "--media", media.toString()));
    words.addAll(List.of(more));
    return Ran.with(words.toArray(String[]::new));
  }

  /** The same rows in the project's own form must give the same numbers. */
  private void assertMeasuredAs(List<String> rows, Ran ran) throws IOException {
    Path manifest = Files.write(media.resolve("same.jsonl"), rows);
    Ran same =
        Ran.with("evaluate", "--space", "concept", "--json", "--dataset", manifest.toString());
    assertEquals(ExitCode.DONE, same.code(), same.err());
    for (String direction : List.of("textToVideo", "videoToText")) {
      assertEquals(space(same).get(direction), space(ran).get(direction), direction);
    }
  }

  private static JsonNode space(Ran ran) {
    return ran.json().get("spaces").get(0);
  }

  private static String row(String file, JsonNode captions, String part) {
    return "{\"video\": \"%s\", \"captions\": %s%s}".formatted(file, captions, part);
  }

  private static ArrayNode captions(String... captions) {
    ArrayNode all = JSON.createArrayNode();
    for (String caption : captions) {
      all.add(caption);
    }
    return all;
  }

  @Test
  void theTestVideosOfMsrVttThatAreThereAreMeasured() throws IOException {
    Ran ran =
        evaluate(
            "msrvtt",
            Map.of(
                "video9622.mp4",
                "dog.mp4",
                "video8322.mp4",
                "bicycles.mp4",
                "video8477.webm",
                "skyscrapers.webm"),
            "--split",
            "1k-A-test");
    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertEquals(997, ran.json().get("missing").size());
    assertMeasuredAs(
        List.of(
            row("video9622.mp4", captions("dogs are walking across the road in a video"), ""),
            row("video8322.mp4", captions("a lady tries to ride on bicycle but fails"), ""),
            row(
                "video8477.webm",
                captions("city limits photograph taken from high point in day time"),
                "")),
        ran);
  }

  @Test
  void eachOfTheManyCaptionsOfMsvdIsAQuery() throws IOException {
    List<String> clipsOfDogAndRabbit = List.of("qPXynwa_2iM_15_25", "ybVb3t560oY_0_9");
    Ran ran =
        evaluate(
            "msvd",
            Map.of(
                clipsOfDogAndRabbit.get(0) + ".mp4",
                "dog.mp4",
                clipsOfDogAndRabbit.get(1) + ".mp4",
                "rabbit.mp4"),
            "--split",
            "test");
    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertEquals(51 + 41, space(ran).get("texts").asInt());
    assertEquals(668, ran.json().get("missing").size());
    JsonNode all = JSON.readTree(ANNOTATIONS.resolve("msvd/captions_msvd.json").toFile());
    List<String> rows = new ArrayList<>();
    for (String clip : clipsOfDogAndRabbit) {
      rows.add(row(clip + ".mp4", all.get(clip), ""));
    }
    assertMeasuredAs(rows, ran);
  }

  @Test
  void theMomentsOfQvHighlightsAreTheMediaOfTheirQueries() throws IOException {
    Ran ran =
        evaluate(
            "qvhighlights/val.jsonl",
            Map.of(
                "eE1m539s9RE_60.0_210.0.mp4",
                "dog.mp4",
                "zLE54q_lnI4_60.0_210.0.mp4",
                "car.mp4",
                "NUsG9BgSes0_60.0_210.0.mp4",
                "rabbit.mp4")); // its moment begins at 118 s, when the clip is long over
    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertTrue(ran.err().contains("ends before the part begins"), ran.err());
    assertEquals(1, ran.json().get("skipped").size());
    assertMeasuredAs(
        List.of(
            row(
                "zLE54q_lnI4_60.0_210.0.mp4",
                captions(
                    "A man dressed in a black suit sitting next to a defendant takes notes as he"
                        + " listens to the verdict."),
                ", \"start\": 0, \"end\": 40"),
            row(
                "eE1m539s9RE_60.0_210.0.mp4",
                captions(
                    "A woman is posing in an oval shaped mirror before playing with her little"
                        + " fluffy dog."),
                ", \"start\": 0, \"end\": 26")),
        ran);
  }
}
