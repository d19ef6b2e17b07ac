package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DuplicatesCommandTest {

  @TempDir private Path folder;

  @Test
  void findsATrimmedAndEncodedCopyAndNoOther() {
    String index = folder.resolve("index").toString();
    Path videos = folder.resolve("videos");
    for (String name : new String[] {"bicycles.mp4", "car.mp4", "dog.mp4"}) {
      TestFiles.copy(name, videos.resolve(name));
    }
    Path part = videos.resolve("part.mp4");
    Ran cut = Ran.with("cut", videos.resolve("bicycles.mp4") + "@0:02-0:08", "-o", part.toString());
    assertEquals(ExitCode.DONE, cut.code(), cut.err());
    Ran.with("index", "--index", index, videos.toString());

    Ran ran = Ran.with("duplicates", "--index", index, "--json");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertEquals(1, ran.json().size(), ran.out());
    JsonNode pair = ran.json().path(0).path("pairs").path(0);
    assertTrue(pair.path("one").path("video").asText().endsWith("bicycles.mp4"), ran.out());
    assertEquals(2, pair.path("one").path("start").asDouble(), 0.8, ran.out());
    assertEquals(8, pair.path("one").path("end").asDouble(), 0.8, ran.out());
    assertEquals(0, pair.path("other").path("start").asDouble(), 0.8, ran.out());
    Ran text = Ran.with("duplicates", "--index", index, part.toString());
    assertTrue(text.out().startsWith("1  2 copies, similarity "), text.out());
    Ran none = Ran.with("duplicates", "--index", index, videos.resolve("dog.mp4").toString());
    assertEquals("", none.out());
    assertTrue(none.err().contains("no near-duplicates"), none.err());
  }

  @Test
  void whatIsNotIndexedAndImpossibleSimilaritiesAreWrongUsage() {
    String index = folder.resolve("index").toString();
    Ran missing = Ran.with("duplicates", "--index", index);
    assertEquals(ExitCode.WRONG_USAGE, missing.code());
    assertTrue(missing.err().contains("no index here yet"), missing.err());
    Path dog = TestFiles.copy("dog.mp4", folder.resolve("v/dog.mp4"));
    Ran.with("index", "--index", index, dog.toString());
    Ran other = Ran.with("duplicates", "--index", index, "/elsewhere");
    assertEquals(ExitCode.WRONG_USAGE, other.code());
    assertTrue(other.err().contains("nothing of it is in the index"), other.err());
    Ran wrong = Ran.with("duplicates", "--index", index, "--min-similarity", "1.5");
    assertEquals(ExitCode.WRONG_USAGE, wrong.code());
    assertTrue(wrong.err().contains("--min-similarity"), wrong.err());
  }
}
