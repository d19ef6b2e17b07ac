package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File names of any kind go in, come out as they are in JSON, and are harmless on a terminal. */
final class FileNamesTest {

  private static final List<String> NAMES =
      List.of(
          "with space.mp4",
          "single'quote.mp4",
          "double\"quote.mp4",
          "-leading-dash.mp4",
          "line\nbreak.mp4",
          "red\u001b[31m.mp4",
          "видео.mp4",
          "動画 ビデオ.mp4",
          "فيديو.mp4",
          "%s$HOME`id`.mp4");

  @TempDir private Path folder;

  @Test
  void allNamesAreIndexedAndGivenBackAsTheyAre() {
    Path videos = folder.resolve("videos");
    NAMES.forEach(name -> TestFiles.copy("dog.mp4", videos.resolve(name)));
    String index = folder.resolve("index").toString();

    Ran indexed = Ran.with("index", "--index", index, videos.toString());
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    assertTrue(indexed.out().startsWith(NAMES.size() + " indexed, 0 unchanged, 0 failed"));
    Ran found = Ran.with("search", "--index", index, "--json", "--top", "100", "a dog");
    List<String> names = new ArrayList<>();
    found.json().forEach(hit -> names.add(hit.path("video").asText()));
    assertEquals(
        new TreeSet<>(NAMES.stream().map(name -> videos.resolve(name).toString()).toList()),
        new TreeSet<>(names));
    assertEquals(NAMES.size(), names.size());

    Ran shown = Ran.with("search", "--index", index, "--top", "100", "a dog");
    assertEquals(NAMES.size(), shown.out().lines().count(), shown.out());
    assertTrue(shown.out().contains("line\\nbreak.mp4"), shown.out());
    assertTrue(shown.out().contains("red\\u001b[31m.mp4"), shown.out());
    assertTrue(shown.out().contains("動画 ビデオ.mp4"), shown.out());
    for (Ran ran : List.of(indexed, shown)) {
      assertFalse(
          (ran.out() + ran.err()).contains("\u001b"), "control characters reach a terminal");
    }
  }

  @Test
  void aMissingFileWithALineBreakForgesNoLine() {
    Ran ran = Ran.with("index", folder.resolve("a\nreelspace: all is well").toString());
    assertEquals(ExitCode.WRONG_USAGE, ran.code());
    assertEquals(1, ran.err().lines().count(), ran.err());
  }

  @Test
  void queriesOfAnyScriptAreAnswered() {
    TestFiles.copy("dog.mp4", folder.resolve("videos").resolve("dog.mp4"));
    String index = folder.resolve("index").toString();
    Ran.with("index", "--index", index, folder.resolve("videos").toString());
    String lines = "{\"id\": \"ключ\", \"text\": \"собака\"}\n{\"id\": 7, \"text\": \"犬\"}\n";

    Ran ran =
        Ran.with(
            Map.of("REELSPACE_HOME", Ran.HOME.toString()),
            lines,
            "search",
            "--index",
            index,
            "--min-score", // the text networks of the default space read English
            "0",
            "--queries",
            "-");

    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    List<String> answers = ran.out().lines().toList();
    assertEquals(2, answers.size());
    assertTrue(answers.getFirst().startsWith("{\"id\":\"ключ\",\"results\":[{\"rank\":1,"));
    assertTrue(answers.getLast().startsWith("{\"id\":7,\"results\":[{\"rank\":1,"));
  }
}
