package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not what their names say: each is named with its reason, and harms no other. */
final class BadMediaTest {

  @TempDir private Path folder;
  private Path videos;
  private Path index;

  @BeforeEach
  void aFolderWithOneGoodVideo() throws IOException {
    videos = Files.createDirectory(folder.resolve("videos"));
    index = folder.resolve("index");
  }

  @Test
  void aTextFileNamedMp4() throws IOException {
    failsAloneAndHarmsNoOther(
        Files.writeString(videos.resolve("letter.mp4"), "Dear reader,\nthis is no video.\n"));
  }

  @Test
  void aFileOfZeroBytes() throws IOException {
    failsAloneAndHarmsNoOther(Files.createFile(videos.resolve("empty.mp4")));
  }

  @Test
  void anImageWhoseHeaderClaimsSixtyThousandPixelsSquare() throws IOException {
    failsAloneAndHarmsNoOther(TestFiles.pngOfSize(60_000, 60_000, videos.resolve("bomb.png")));
  }

  @Test
  void aVideoCutOffBeforeItsTable() throws IOException {
    // The table of this clip (its moov box) comes after the pictures and is cut away with the end.
    Path clip = TestFiles.clip("rabbit.mp4");
    String bytes = Files.readString(clip, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertTrue(bytes.indexOf("moov") > bytes.indexOf("mdat"), "the clip is not as this test needs");
    failsAloneAndHarmsNoOther(
        TestFiles.truncated("rabbit.mp4", 0.5, videos.resolve("unfinished.mp4")));
  }

  @Test
  void aVideoCutOffAfterItsTableIsIndexedAsFarAsItGoes() throws IOException {
    Path cut = TestFiles.truncated("dog.mp4", 0.6, videos.resolve("cut.mp4"));

    Ran ran = index(cut.toString());

    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertTrue(ran.err().contains("indexed in part: " + cut), ran.err());
    JsonNode hits = search("a white dog");
    assertEquals(1, hits.size());
    double end = hits.path(0).path("end").asDouble();
    assertTrue(end > 0.3 && end < 1.5, "the clip has 1.5 s, 0.6 of its bytes reach " + end);
  }

  @Test
  void aPlaylistNamedMp4DoesNotReadItsNeighbour() throws IOException {
    TestFiles.copy("dog.mp4", folder.resolve("secret.mp4"));
    failsAloneAndHarmsNoOther(
        Files.writeString(
            videos.resolve("playlist.mp4"),
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n../secret.mp4\n#EXT-X-ENDLIST\n"));
  }

  @Test
  void aConcatScriptNamedMp4DoesNotReadItsNeighbour() throws IOException {
    TestFiles.copy("dog.mp4", folder.resolve("secret.mp4"));
    failsAloneAndHarmsNoOther(
        Files.writeString(
            videos.resolve("script.mp4"), "ffconcat version 1.0\nfile ../secret.mp4\n"));
  }

  @Test
  void allAtOnceLeaveTheGoodVideoAndNameEachOther() throws IOException {
    Files.writeString(videos.resolve("letter.mp4"), "no video");
    Files.createFile(videos.resolve("empty.mkv"));
    TestFiles.pngOfSize(60_000, 60_000, videos.resolve("bomb.png"));
    TestFiles.copy("car.mp4", videos.resolve("good.mp4"));

    Ran ran = index("--json", videos.toString());

    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertEquals(1, ran.json().path("indexed").asInt());
    List<String> failed = new ArrayList<>();
    ran.json().path("failed").forEach(failure -> failed.add(failure.path("path").asText()));
    assertEquals(
        Stream.of("bomb.png", "empty.mkv", "letter.mp4")
            .map(name -> videos.resolve(name).toString())
            .toList(),
        failed.stream().sorted().toList());
    assertEquals(1, search("a man").size());
  }

  /** Alone the file fails the run; beside a good video it fails only itself. */
  private void failsAloneAndHarmsNoOther(Path file) {
    Ran alone = index(file.toString());
    assertEquals(ExitCode.FAILED, alone.code(), alone.err());
    assertNamesTheFile(alone, file);

    Path good = TestFiles.copy("car.mp4", videos.resolve("good.mp4"));
    Ran beside = index(videos.toString());
    assertEquals(ExitCode.PARTLY_DONE, beside.code(), beside.err());
    assertNamesTheFile(beside, file);

    JsonNode hits = search("anything");
    assertEquals(1, hits.size(), hits.toPrettyString());
    assertEquals(good.toString(), hits.path(0).path("video").asText());
  }

  private static void assertNamesTheFile(Ran ran, Path file) {
    List<String> lines = ran.err().lines().filter(line -> line.contains("failed: ")).toList();
    assertEquals(1, lines.size(), ran.err());
    String named = "reelspace: failed: " + file + ": ";
    assertTrue(lines.getFirst().startsWith(named), ran.err());
    String reason = lines.getFirst().substring(named.length());
    assertFalse(reason.contains(file.toString()), "the name once: " + reason);
    assertTrue(
        reason.matches(".*(convert it|scale it down|copy it again).*"), "what to do: " + reason);
    assertFalse(ran.err().contains("Exception"), ran.err());
    assertFalse(ran.err().contains("\tat "), ran.err());
  }

  private Ran index(String... arguments) {
    List<String> words = new ArrayList<>(List.of("index", "--index", index.toString()));
    words.addAll(List.of(arguments));
    return Ran.with(words.toArray(String[]::new));
  }

  private JsonNode search(String text) {
    Ran ran = Ran.with("search", "--min-score", "0", "--index", index.toString(), "--json", text);
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    return ran.json();
  }
}
