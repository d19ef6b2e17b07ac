package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportCommandTest {

  @TempDir private Path folder;

  @Test
  void whatIsIndexedIsExportedWithoutAPathAndAsAProcessOfItsOwn()
      throws IOException, InterruptedException {
    Path videos = folder.resolve("videos");
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    TestFiles.copy("car.mp4", videos.resolve("car.mp4"));
    Files.writeString(videos.resolve("dog.srt"), "1\n00:00:00,000 --> 00:00:01,000\ncome here\n");
    String index = folder.resolve("index").toString();
    assertEquals(0, Ran.with("index", "--index", index, videos.toString()).code());
    JsonNode status = Ran.with("status", "--index", index, "--json").json();

    Path target = folder.resolve("export");
    Ran ran =
        ChildCommand.start(
                List.of(), "index", "--export", target.toString(), "--index", index, "--json")
            .end();
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertEquals("", ran.err());
    assertEquals(target.toString(), ran.json().path("export").asText());
    assertEquals(2, ran.json().path("videos").asInt());
    assertEquals(status.path("segments").asInt(), ran.json().path("segments").asInt());
    assertEquals(status.path("lines").asInt(), ran.json().path("lines").asInt());
    try (Stream<Path> files = Files.list(target)) {
      assertEquals(
          List.of(
              "embeddings.npy",
              "export.json",
              "frames.arrow",
              "segments.arrow",
              "videos.arrow",
              "windows.arrow",
              "words.arrow"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }

    Ran again = Ran.with("index", "--index", index, "--export", target.toString());
    assertEquals(ExitCode.WRONG_USAGE, again.code());
    assertTrue(again.err().contains("holds something already and is left alone"), again.err());
    Path within = Path.of(index, "export");
    Ran inside = Ran.with("index", "--index", index, "--export", within.toString());
    assertEquals(ExitCode.WRONG_USAGE, inside.code());
    assertTrue(inside.err().contains("lies in the index"), inside.err());
  }

  @Test
  void whatIndexesDoesNotGoWithAnExport() {
    String target = folder.resolve("export").toString();
    for (String[] other :
        new String[][] {
          {folder.toString()},
          {"--prune"},
          {"--watch"},
          {"--settle", "5s"},
          {"--fps", "1"},
          {"--space", "base"}
        }) {
      String[] arguments =
          Stream.concat(Stream.of("index", "--export", target), Stream.of(other))
              .toArray(String[]::new);
      Ran ran = Ran.with(arguments);
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), other[0]);
      assertTrue(ran.err().contains("--export writes what is in the index"), ran.err());
    }
    assertFalse(Files.exists(Path.of(target)));
  }

  @Test
  void withoutAnIndexOrAPathThereIsNothingToDo() {
    Ran none =
        Ran.with(
            "index",
            "--index",
            folder.resolve("none").toString(),
            "--export",
            folder.resolve("export").toString());
    assertEquals(ExitCode.WRONG_USAGE, none.code());
    assertTrue(none.err().contains("no index here yet"), none.err());
    Ran nothing = Ran.with("index");
    assertEquals(ExitCode.WRONG_USAGE, nothing.code());
    assertTrue(nothing.err().contains("name the files and folders to index"), nothing.err());
  }
}
