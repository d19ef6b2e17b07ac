package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaProbe;
import io.reelspace.media.MediaReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CutCommandTest {

  private static final double FRAME = 0.05; // the slowest of the sample clips

  @TempDir private Path folder;

  private static double duration(Path file) {
    MediaReader reader =
        MediaReader.using(Ffmpeg.unpackedInto(Ran.HOME.resolve("cache")), DecodeLimits.DEFAULT);
    MediaProbe probe = reader.probe(file);
    return probe.duration().orElseThrow();
  }

  @Test
  void aRangeOfAFileNeedsNoIndex() {
    Path clip = folder.resolve("clip.mp4");
    String range = TestFiles.clip("bicycles.mp4") + "@0:02-0:03.5";
    Ran ran = Ran.with("cut", range, "-o", clip.toString(), "--json");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertEquals(clip.toString(), ran.json().path("file").asText());
    assertEquals(1.5, duration(clip), FRAME);
    Ran again = Ran.with("cut", range, "-o", clip.toString());
    assertEquals(ExitCode.WRONG_USAGE, again.code());
    assertTrue(again.err().contains("--force"), again.err());
    assertEquals(ExitCode.DONE, Ran.with("cut", range, "--force", "-o", clip.toString()).code());
  }

  @Test
  void aResultIsCutByItsIdByATimeAndFromStandardInput() {
    String index = folder.resolve("index").toString();
    Path video = TestFiles.copy("bicycles.mp4", folder.resolve("v/bicycles.mp4"));
    Ran.with("index", "--index", index, video.toString());
    Ran search = Ran.with("search", "--index", index, "--top", "1", "--json", "bicycles");
    JsonNode hit = search.json().path(0);
    double length = hit.path("end").asDouble() - hit.path("start").asDouble();

    Path byId = folder.resolve("id.mp4");
    Ran ran = Ran.with("cut", "--index", index, hit.path("id").asText(), "-o", byId.toString());
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertTrue(duration(byId) > 0);
    Path byTime = folder.resolve("time.mp4");
    String time = video + "@" + hit.path("start").asDouble() + "-" + hit.path("end").asDouble();
    Ran timed = Ran.with("cut", "--index", index, time, "-o", byTime.toString());
    assertEquals(ExitCode.DONE, timed.code(), timed.err());
    assertEquals(duration(byId), duration(byTime), FRAME);
    Path segment = folder.resolve("segment.mp4");
    String within = video + "@" + hit.path("start").asDouble();
    Ran whole = Ran.with("cut", "--index", index, within, "-o", segment.toString());
    assertEquals(ExitCode.DONE, whole.code(), whole.err());
    assertTrue(duration(segment) >= duration(byId) - FRAME);
    Path piped = folder.resolve("piped.mkv");
    Ran cut =
        Ran.with(
            Map.of("REELSPACE_HOME", Ran.HOME.toString()),
            search.out(),
            "cut",
            "-",
            "-o",
            piped.toString());
    assertEquals(ExitCode.DONE, cut.code(), cut.err());
    assertEquals(length, duration(piped), FRAME);
  }

  @Test
  void whatIsNoResultIsWrongUsage() {
    Path clip = folder.resolve("clip.mp4");
    for (String input : new String[] {"", "no json", "[]", "{\"video\": 3}"}) {
      Ran ran =
          Ran.with(
              Map.of("REELSPACE_HOME", Ran.HOME.toString()),
              input,
              "cut",
              "-",
              "-o",
              clip.toString());
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), ran.err());
      assertTrue(ran.err().contains("standard input"), ran.err());
    }
    Ran backwards = Ran.with("cut", "a.mp4@0:05-0:02", "-o", clip.toString());
    assertEquals(ExitCode.WRONG_USAGE, backwards.code());
    assertTrue(backwards.err().contains("must come after the start"), backwards.err());
    Ran missing = Ran.with("cut", folder + "/a.mp4@0:01-0:02", "-o", clip.toString());
    assertEquals(ExitCode.WRONG_USAGE, missing.code());
    assertTrue(missing.err().contains("no such file"), missing.err());
    assertTrue(Files.notExists(clip));
  }
}
