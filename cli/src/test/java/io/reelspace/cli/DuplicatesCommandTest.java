package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.Ffmpeg;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  void copiesInAnotherFormCropOrderOfPixelsOrWithAnOverlayAreOneGroup() throws Exception {
    String index = folder.resolve("index").toString();
    Path videos = folder.resolve("videos");
    for (String name : List.of("bicycles.mp4", "car.mp4", "dog.mp4", "rabbit.mp4")) {
      TestFiles.copy(name, videos.resolve(name));
    }
    Path clip = videos.resolve("bicycles.mp4");
    Map<String, String> copies =
        Map.of(
            "small.avi", "scale=iw/2:-2",
            "cropped.avi", "crop=trunc(iw*0.45)*2:trunc(ih*0.45)*2",
            "mirrored.avi", "hflip",
            "overlaid.avi", "drawbox=x=iw*0.8:y=ih*0.05:w=iw*0.15:h=ih*0.1:color=red:t=fill");
    for (Map.Entry<String, String> copy : copies.entrySet()) {
      change(clip, copy.getValue(), videos.resolve(copy.getKey()));
    }
    Ran.with("index", "--index", index, videos.toString());

    Ran ran = Ran.with("duplicates", "--index", index, "--json");
    assertEquals(1, ran.json().size(), ran.out());
    Set<String> group = new TreeSet<>();
    for (JsonNode part : ran.json().path(0).path("parts")) {
      group.add(Path.of(part.path("video").asText()).getFileName().toString());
      assertEquals(0, part.path("start").asDouble(), 0.8, ran.out());
      assertEquals(10, part.path("end").asDouble(), 0.8, ran.out());
    }
    Set<String> expected = new TreeSet<>(copies.keySet());
    expected.add("bicycles.mp4");
    assertEquals(expected, group);
  }

  /** The pictures of a clip, changed and encoded anew. */
  private static void change(Path clip, String filter, Path copy) throws Exception {
    Path programs = Ffmpeg.unpackedInto(Ran.HOME.resolve("cache")).folder();
    ProcessBuilder ffmpeg =
        new ProcessBuilder(
                programs.resolve("ffmpeg").toString(),
                "-v",
                "error",
                "-nostdin",
                "-i",
                clip.toString(),
                "-an",
                "-vf",
                filter,
                "-c:v",
                "mpeg4",
                "-q:v",
                "4",
                copy.toString())
            .inheritIO();
    ffmpeg.environment().put("LD_LIBRARY_PATH", programs.toString());
    assertEquals(0, ffmpeg.start().waitFor());
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
