package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.TestMedia.Decoded;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Media files that are damaged, hostile or oddly named. */
class BadMediaTest {
  @TempDir Path folder;

  @Test
  void aTextFileIsNoMedia() throws Exception {
    Path file = Files.writeString(folder.resolve("text.mp4"), "Dear diary,\n".repeat(1000));
    assertUnreadable(file, "not a media file");
  }

  @Test
  void anEmptyFileIsNoMedia() throws Exception {
    assertUnreadable(Files.createFile(folder.resolve("empty.mp4")), "the file is empty");
  }

  @Test
  void aMissingFileIsBadInput() {
    BadInputException e =
        assertThrows(
            BadInputException.class, () -> TestMedia.decode(folder.resolve("missing.mp4")));
    assertTrue(e.getMessage().contains("missing.mp4"), e.getMessage());
  }

  @Test
  void aFolderIsBadInput() {
    assertThrows(BadInputException.class, () -> TestMedia.decode(folder));
  }

  @Test
  void aMovingWebpImageIsNotRead() throws Exception {
    Path file = Path.of(BadMediaTest.class.getResource("/images/moving.webp").toURI());
    assertUnreadable(file, "moving WebP");
  }

  @Test
  void soundAloneIsNoVideo() {
    Path file = TestMedia.make(folder.resolve("s.m4a"), "-f lavfi -i sine=duration=1 -c:a aac");
    assertUnreadable(file, "no video, only sound");
  }

  @Test
  void coverArtIsNoVideo() {
    Path cover = TestMedia.pattern(folder.resolve("c.png"), "100x100", 1, 1, "-frames:v 1");
    Path file =
        TestMedia.make(
            folder.resolve("song.m4a"),
            "-i "
                + cover
                + " -f lavfi -i sine=duration=1 -map 0 -map 1 -c:v png -c:a aac"
                + " -disposition:v:0 attached_pic -f mp4");
    assertUnreadable(file, "only sound with a cover picture");
  }

  @Test
  void aCutOffFileWhoseIndexWasAtTheEndIsUnreadable() throws Exception {
    Path file = cut(sixSeconds("late.mp4", "-c:v libopenh264"), 0.6);
    assertUnreadable(file, "cut off");
  }

  @ParameterizedTest
  @CsvSource({
    "early.mp4, -c:v libopenh264 -movflags +faststart",
    "cut.mkv,   -c:v libopenh264",
    "cut.webm,  -c:v libvpx -cpu-used 8 -deadline realtime"
  })
  void aCutOffFileIsReadAsFarAsItGoes(String name, String arguments) throws Exception {
    Path file = cut(sixSeconds(name, arguments), 0.6);
    Decoded decoded = TestMedia.decode(file);
    int frames = decoded.frames().size();
    assertTrue(frames > 20 && frames < 59, "frames: " + frames);
    assertTrue(
        decoded.warnings().stream()
            .anyMatch(w -> w.matches("only the first .* of 6.0 s could be read")),
        () -> decoded.warnings().toString());
  }

  @Test
  void aCutOffFileWithoutStatedLengthIsCalledDamaged() throws Exception {
    Decoded decoded = TestMedia.decode(cut(sixSeconds("cut.avi", "-c:v mpeg4"), 0.6));
    assertTrue(decoded.frames().size() > 20, () -> "frames: " + decoded.frames().size());
    assertTrue(
        decoded.warnings().toString().contains("damaged"), () -> decoded.warnings().toString());
  }

  @Test
  void damageInTheMiddleLosesLittle() throws Exception {
    Path file = sixSeconds("damaged.mkv", "-c:v libopenh264 -g 10");
    byte[] bytes = Files.readAllBytes(file);
    Random random = new Random(7); // some damage is such that the decoder has nothing to say of it
    for (int i = 0; i < 400; i++) {
      bytes[bytes.length / 2 + random.nextInt(bytes.length / 8)] = (byte) random.nextInt();
    }
    Files.write(file, bytes);
    Decoded decoded = TestMedia.decode(file);
    assertTrue(decoded.frames().size() >= 25, () -> "frames: " + decoded.frames().size());
    assertTrue(
        decoded.warnings().toString().contains("damaged"), () -> decoded.warnings().toString());
  }

  /** Each of these makes a plain ffmpeg open a neighbour; the first check proves that. */
  @ParameterizedTest
  @CsvSource({
    "list.mp4,    hls",
    "script.mp4,  concat",
    "manifest.mp4, dash",
  })
  void aPlaylistWithAnotherNameReadsNoNeighbour(String name, String kind) throws Exception {
    Path neighbour = TestMedia.pattern(folder.resolve("n.ts"), "64x48", 10, 1, "-c:v libopenh264");
    String text =
        switch (kind) {
          case "hls" ->
              """
              #EXTM3U
              #EXT-X-VERSION:3
              #EXT-X-TARGETDURATION:1
              #EXTINF:1.0,
              n.ts
              #EXT-X-ENDLIST
              """;
          case "concat" ->
              """
              ffconcat version 1.0
              file n.ts
              """;
          default ->
              """
              <?xml version="1.0"?>
              <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"
                  mediaPresentationDuration="PT1S">
                <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">
                  <BaseURL>n.ts</BaseURL>
                </Representation></AdaptationSet></Period>
              </MPD>
              """;
        };
    Path file = Files.writeString(folder.resolve(name), text);
    if (!kind.equals("dash")) { // the bundled ffmpeg has a dash demuxer only with libxml2
      Path proof = folder.resolve("proof.nut");
      TestMedia.make(
          proof,
          (kind.equals("hls") ? "-extension_picky 0 -f " : "-safe 0 -f ")
              + kind
              + " -i "
              + file
              + " -c copy");
      assertEquals(10, TestMedia.probeFrames(proof).size(), "a plain ffmpeg reads " + neighbour);
    }
    assertUnreadable(file, "");
  }

  @Test
  void anEnormousImageIsRefusedByItsHeader() throws Exception {
    Path file = Files.write(folder.resolve("bomb.png"), png(60_000, 60_000));
    assertUnreadable(file, "60000x60000");
  }

  @Test
  void anImageBeyondTheLimitIsRefused() {
    Path file = TestMedia.pattern(folder.resolve("large.png"), "320x240", 1, 1, "-frames:v 1");
    DecodeLimits limits = new DecodeLimits(Duration.ofSeconds(30), 320 * 240 - 1, 4L << 30, 2);
    UnreadableMediaException e =
        assertThrows(
            UnreadableMediaException.class,
            () -> TestMedia.decode(file, Sampler.DEFAULT, TestMedia.SIZE, limits));
    assertTrue(e.getMessage().contains("320x240"), e.getMessage());
  }

  @Test
  void aDecoderThatNeedsTooMuchMemoryIsStopped() {
    Path file = TestMedia.pattern(folder.resolve("large.png"), "9000x9000", 1, 1, "-frames:v 1");
    DecodeLimits limits = new DecodeLimits(Duration.ofSeconds(30), 100_000_000, 300L << 20, 1);
    UnreadableMediaException e =
        assertThrows(
            UnreadableMediaException.class,
            () -> TestMedia.decode(file, Sampler.DEFAULT, TestMedia.SIZE, limits));
    assertTrue(e.getMessage().contains("large.png"), e.getMessage());
    assertTrue(e.getMessage().contains("memory"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blank.mp4",
        "quotes ' and \" and `.mp4",
        "-dash.mp4",
        "-i",
        "line\nbreak.mp4",
        "日本語 видео ελ.mp4",
        "emoji 🎬.mp4",
        "percent %03d.mp4",
        "glob *[a]?.mp4",
        "file:colon.mp4",
        "http:colon.mp4",
        "$(touch x) ;&|.mp4",
        "back\\slash.mp4",
        "no ending"
      })
  void anyNameIsRead(String name) throws Exception {
    Path plain = TestMedia.pattern(folder.resolve("plain.mp4"), "64x48", 10, 1, "-c:v libopenh264");
    Path file = Files.copy(plain, folder.resolve(name));
    assertEquals(10, TestMedia.decode(file).frames().size());
    Path bad = Files.writeString(folder.resolve("bad" + name), "no media");
    String message =
        assertThrows(UnreadableMediaException.class, () -> TestMedia.decode(bad)).getMessage();
    assertTrue(message.contains("bad" + name.replace('\n', '?')), message);
    assertTrue(message.lines().count() == 1, message);
  }

  @Test
  void aPipeThatNeverDeliversMeetsTheTimeLimit() throws Exception {
    Path pipe = folder.resolve("pipe.mp4");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    DecodeLimits limits = TestMedia.LIMITS.withWithoutProgress(Duration.ofMillis(1500));
    UnreadableMediaException e =
        assertThrows(
            UnreadableMediaException.class,
            () -> TestMedia.decode(pipe, Sampler.DEFAULT, TestMedia.SIZE, limits));
    assertTrue(e.getMessage().contains("pipe.mp4"), e.getMessage());
    assertTrue(e.getMessage().contains("within 1 s"), e.getMessage());
  }

  @Test
  void randomBytesBehindAHeaderNeverDoMoreThanFail() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    byte[] whole = Files.readAllBytes(sixSeconds("r.mp4", "-c:v libopenh264 -movflags +faststart"));
    for (int i = 0; i < 8; i++) {
      byte[] bytes = whole.clone();
      for (int j = 0; j < 50; j++) {
        bytes[40 + random.nextInt(i < 4 ? 1500 : bytes.length - 40)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("random.mp4"), bytes);
      try {
        TestMedia.decode(file);
      } catch (UnreadableMediaException e) {
        assertTrue(e.getMessage().contains("random.mp4"), e.getMessage());
      }
    }
    assertDoesNotThrow(() -> Files.delete(folder.resolve("random.mp4")));
  }

  private Path sixSeconds(String name, String arguments) {
    return TestMedia.pattern(folder.resolve(name), "160x120", 10, 6, arguments);
  }

  private static Path cut(Path file, double part) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * part)));
  }

  private static void assertUnreadable(Path file, String why) {
    UnreadableMediaException e =
        assertThrows(UnreadableMediaException.class, () -> TestMedia.decode(file));
    assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
    assertTrue(e.getMessage().contains(why), e.getMessage());
    UnreadableMediaException probing =
        assertThrows(
            UnreadableMediaException.class,
            () -> MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS).probe(file));
    assertTrue(probing.getMessage().contains(why), probing.getMessage());
  }

  /** A sound header of a true colour image, and hardly any content. */
  private static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    for (List<Object> chunk :
        List.of(
            List.<Object>of("IHDR", header.toByteArray()),
            List.<Object>of("IDAT", new byte[] {0x78, (byte) 0x9c, 0x63, 0, 0, 0, 0, 0, 1}),
            List.<Object>of("IEND", new byte[0]))) {
      byte[] type = ((String) chunk.get(0)).getBytes(StandardCharsets.US_ASCII);
      byte[] content = (byte[]) chunk.get(1);
      CRC32 crc = new CRC32();
      crc.update(type);
      crc.update(content);
      out.writeInt(content.length);
      out.write(type);
      out.write(content);
      out.writeInt((int) crc.getValue());
    }
    return bytes.toByteArray();
  }
}
