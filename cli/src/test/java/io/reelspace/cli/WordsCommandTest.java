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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters, tags and words on the command line. */
final class WordsCommandTest {

  @TempDir private static Path folder;
  private static String index;
  private static Ran indexed;

  @BeforeAll
  static void indexTheSampleClips() throws IOException {
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    Files.writeString(
        clips.resolve("car.en.srt"),
        """
        1
        00:00:01,000 --> 00:00:02,000
        What a \u001b[31mfine\u202e suit

        2
        00:00:01,500 --> 00:00:03,000
        we drive
        """);
    index = folder.resolve("index").toString();
    indexed = Ran.with("index", "--index", index, clips.toString());
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
  }

  private static Ran run(String command, String... arguments) {
    List<String> line = new ArrayList<>(List.of(command, "--index", index));
    line.addAll(List.of(arguments));
    return Ran.with(line.toArray(String[]::new));
  }

  @Test
  void aFlawOfSubtitlesIsNamedWithItsFile() {
    assertTrue(indexed.err().contains("car.en.srt: 1 line with times that overlap"), indexed.err());
  }

  @Test
  void whatIsSaidIsShownWithItsTimeAndNoControlCharacters() {
    Ran ran = run("search", "--said", "fine suits");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    List<String> lines = ran.out().lines().toList();
    assertTrue(lines.getFirst().contains("car.mp4"), ran.out());
    assertTrue(lines.get(1).startsWith("   0:00:01.0-0:00:02.0  \"What a "), ran.out());
    assertTrue(ran.out().chars().noneMatch(c -> c == 0x1b || c == 0x202e), ran.out());

    JsonNode hit = run("search", "--json", "--said", "drive").json().path(0);
    assertEquals("we drive", hit.path("said").path("text").asText());
    assertEquals(1.5, hit.path("said").path("start").asDouble());
    assertEquals(3, hit.path("said").path("end").asDouble());
  }

  @Test
  void wordsThatNobodySaysSaySo() {
    Ran ran = run("search", "--said", "goalkeeper");
    assertEquals(ExitCode.DONE, ran.code());
    assertEquals("", ran.out());
    assertTrue(ran.err().contains("nothing is said with these words"), ran.err());
  }

  @Test
  void textAndWordsTogetherFindOnlyWhereTheyAreSaid() {
    JsonNode hits = run("search", "--json", "a rabbit", "--said", "drive").json();
    assertEquals(1, hits.size());
    assertTrue(hits.path(0).path("video").asText().endsWith("car.mp4"));
  }

  @Test
  void aFilterNarrowsTheSearch() {
    JsonNode hits =
        run("search", "--json", "--filter", "name ~ c* and not name = car.mp4", "a rabbit").json();
    for (JsonNode hit : hits) {
      String name = Path.of(hit.path("video").asText()).getFileName().toString();
      assertTrue(name.startsWith("c") && !name.equals("car.mp4"), name);
    }
    Ran none = run("search", "--filter", "duration > 10h", "a rabbit");
    assertTrue(none.err().contains("among the videos that the filter takes"), none.err());
  }

  @Test
  void aWrongFilterIsPointedAt() {
    Ran ran = run("search", "--filter", "duration < 60 and lenght > 3", "a rabbit");
    assertEquals(ExitCode.WRONG_USAGE, ran.code());
    List<String> lines = ran.err().lines().toList();
    assertTrue(lines.get(0).contains("column 19: unknown field 'lenght'"), ran.err());
    assertEquals("  duration < 60 and lenght > 3", lines.get(1));
    assertEquals(" ".repeat(20) + "^", lines.get(2));
    Ran control = run("list", "--filter", "\u001b[31m = 3\nx");
    assertEquals(ExitCode.WRONG_USAGE, control.code());
    assertFalse(control.err().contains("\u001b"), control.err());
  }

  @Test
  void tagsAreGivenAndTakenAway() {
    String video = folder.resolve("clips/car.mp4").toString();
    assertEquals("holiday sea\n", run("tag", video, "+Holiday", "+sea").out());
    assertEquals("sea\n", run("tag", video, "-holiday").out());
    JsonNode listed = run("list", "--json", "--filter", "tag = sea").json();
    assertEquals(1, listed.size());
    assertEquals(video, listed.path(0).path("video").asText());
    assertTrue(run("list", "--filter", "tag = sea").out().endsWith("car.mp4 +sea\n"));

    assertEquals(ExitCode.WRONG_USAGE, run("tag", video, "sea").code());
    assertEquals(ExitCode.WRONG_USAGE, run("tag", video, "--json").code());
    assertEquals(ExitCode.WRONG_USAGE, run("tag", video).code());
    assertEquals(ExitCode.WRONG_USAGE, run("tag", video, "+a\nb").code());
    Ran unknown = run("tag", "/nowhere.mp4", "+sea");
    assertEquals(ExitCode.WRONG_USAGE, unknown.code());
    assertTrue(unknown.err().contains("not in the index"), unknown.err());
  }
}
