package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queries from a file, queries that cannot be answered, and what is said of them. */
final class QueryInputTest extends QueriesOnClips {

  @Test
  void everyKindOfQueryMayComeFromAFile() throws IOException {
    String lines =
        """
        {"id": 1, "image": "%1$s"}
        {"id": 2, "video": "%2$s", "from": 0, "to": "0:02"}
        {"id": 3, "moment": "%2$s@3"}
        {"id": 4, "text": "a dog", "bad": ["%2$s@3"]}
        {"id": 5, "moment": "nowhere.mp4@3"}
        {"id": 6, "image": "%1$s", "form": 3}
        {"id": 7, "image": "no.png"}
        """
            .formatted(stripes, bicycles);
    Ran ran =
        Ran.with(
            Map.of("REELSPACE_HOME", Ran.HOME.toString()),
            lines,
            "search",
            "--index",
            index,
            "--queries",
            "-");
    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertEquals(4, ran.out().lines().count());
    List<String> errors = ran.err().lines().toList();
    assertEquals(3, errors.size(), ran.err());
    for (int i = 0; i < 3; i++) {
      assertTrue(errors.get(i).contains("line " + (i + 5) + ": "), errors.get(i));
    }
    JsonNode first = JSON.readTree(ran.out().lines().findFirst().orElseThrow());
    assertEquals(stripes.toString(), first.path("results").path(0).path("video").asText());
  }

  @Test
  void optionsThatContradictEachOtherAreWrongUsage() {
    for (List<String> arguments :
        List.of(
            List.of("--region", "0,0,5,5"),
            List.of("a", "--region", "0,0,5,5"),
            List.of("a", "--from", "3"),
            List.of("--image", "a.png", "--to", "3"),
            List.of("--image", "a.png", "--image", "b.png"),
            List.of("a", "--within", "3"),
            List.of("--not", "a"),
            List.of("--then", "a"),
            List.of("a", "--not", " "),
            List.of("a", "--then", ""),
            List.of("a", "--then", "b", "--then", "c", "--then", "d"),
            List.of("a", "--then", "b", "--within", "soon"),
            List.of("a", "--then", "b", "--good", "x@1"),
            List.of("a", "--good", "x@1", "--bad", "x@1"),
            List.of("--good", "x@1"),
            List.of("--video", bicycles.toString(), "--from", "0:05", "--to", "0:03"),
            List.of("--queries", "q.jsonl", "--image", "a.png"),
            List.of("--image", "a.png", "--region", "1,2,3"))) {
      Ran ran = run(words("search", arguments));
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), arguments + ran.err());
      assertEquals("", ran.out());
      assertFalse(ran.err().contains("unexpected"), ran.err());
    }
  }

  @Test
  void aMomentOfAnotherIndexIsNamed() {
    for (String reference : List.of("0123456789abcdef@3.000", "no.mp4@0:03", "no.mp4")) {
      for (List<String> command :
          List.of(
              List.of("like", reference),
              List.of("search", "--moment", reference),
              List.of("search", "a dog", "--bad", reference))) {
        Ran ran = run(words(command.getFirst(), command.subList(1, command.size())));
        assertEquals(ExitCode.WRONG_USAGE, ran.code(), ran.err());
        assertTrue(ran.err().contains("no moment '" + reference + "'"), ran.err());
      }
    }
    Ran late = run("like", bicycles + "@1:00:00");
    assertEquals(ExitCode.WRONG_USAGE, late.code());
    assertTrue(late.err().contains("it is indexed from 0:00.0 to 0:10"), late.err());
    assertEquals(ExitCode.WRONG_USAGE, run("like", " ").code());
  }

  @Test
  void imagesThatCannotBeUsedAreNamed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "not a picture");
    Ran ran = run("search", "--image", broken.toString());
    assertEquals(ExitCode.FAILED, ran.code());
    assertTrue(ran.err().contains("broken.jpg: it is not a media file"), ran.err());

    Ran video = run("search", "--image", bicycles.toString());
    assertEquals(ExitCode.WRONG_USAGE, video.code());
    assertTrue(video.err().contains("is a video, not an image"), video.err());

    Ran missing = run("search", "--image", folder.resolve("no.png").toString());
    assertEquals(ExitCode.WRONG_USAGE, missing.code());
    assertTrue(missing.err().contains("no such file"), missing.err());

    Ran outside = run("search", "--image", stripes.toString(), "--region", "200,0,200,200");
    assertEquals(ExitCode.WRONG_USAGE, outside.code());
    assertTrue(outside.err().contains("300 x 240"), outside.err());
  }

  @Test
  void videosThatCannotBeUsedAreNamed() throws IOException {
    Path sound = wave(folder.resolve("sound.wav"));
    Ran none = run("search", "--video", sound.toString());
    assertEquals(ExitCode.FAILED, none.code());
    assertTrue(none.err().contains("only sound"), none.err());
    assertEquals(none.code(), run("search", "--video", sound.toString(), "--from", "0").code());

    Ran after = run("search", "--video", bicycles.toString(), "--from", "0:20");
    assertEquals(ExitCode.WRONG_USAGE, after.code());
    assertTrue(after.err().contains("it goes from 0:00.0 to 0:10.0"), after.err());
    Ran before = run("search", "--video", bicycles.toString(), "--to=-1");
    assertEquals(ExitCode.WRONG_USAGE, before.code());

    Ran partly = run("search", "--video", bicycles.toString(), "--from", "9", "--to", "0:20");
    assertEquals(ExitCode.DONE, partly.code());
    assertTrue(partly.err().contains("warning: "), partly.err());
    assertTrue(partly.err().contains("ends at 0:10.0"), partly.err());
  }

  @Test
  void ofATextThatIsTooLongTheFirstPartIsUsed() {
    String beginning = "a dog on a beach ".repeat(150);
    Ran ran = run("search", "--json", beginning + "computer");
    assertEquals(ExitCode.DONE, ran.code());
    assertTrue(ran.err().contains("warning: the text is longer than the space reads"), ran.err());
    Ran.assertAlike(run("search", "--json", beginning + "rabbit").json(), ran.json());
    assertEquals("", run("search", "a dog on a beach").err());
  }

  /** One second of silence, 8,000 samples of 8 bits. */
  private static Path wave(Path file) throws IOException {
    java.nio.ByteBuffer wave =
        java.nio.ByteBuffer.allocate(44 + 8000).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    wave.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(36 + 8000);
    wave.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(16);
    wave.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
    wave.putShort((short) 1).putShort((short) 8);
    wave.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(8000);
    return Files.write(file, wave.array());
  }
}
