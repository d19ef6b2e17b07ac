package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments of real files with the sound that is heard during them. */
class SegmentSoundTest {

  private static final MediaReader MEDIA = MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS);
  private static final Tracks TRACKS =
      new Tracks(
          new Framing.Stretched(new ImageSize(32, 32)),
          Optional.empty(),
          Optional.of(new SoundFormat(16_000, 1, 0.5)));

  @TempDir Path folder;

  private record Read(List<Segment> segments, List<String> warnings) {}

  private static Read read(Path file, Excerpt excerpt) {
    try (SegmentStream stream = MEDIA.segments(file, excerpt, Sampler.DEFAULT, TRACKS)) {
      List<Segment> segments = new ArrayList<>();
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        segments.add(next.get());
      }
      return new Read(segments, stream.warnings());
    }
  }

  /** Three seconds of blue, then three of red, with the sound of a filter source. */
  private Path film(String name, String sound) {
    return TestMedia.make(
        folder.resolve(name),
        "-f lavfi -i color=blue:s=64x64:r=10:d=3 -f lavfi -i color=red:s=64x64:r=10:d=3"
            + " -f lavfi -i "
            + sound
            + " -filter_complex [0][1]concat=n=2[v] -map [v] -map 2 -c:v mpeg4 -c:a pcm_s16le");
  }

  @Test
  void aSegmentHasTheSoundThatIsHeardDuringIt() {
    Path file = film("film.mkv", "aevalsrc=if(lt(t\\,3)\\,0\\,0.5*sin(2*PI*440*t)):d=6:s=16000");
    Read read = read(file, Excerpt.WHOLE);
    assertEquals(2, read.segments().size());
    assertEquals(List.of(), read.warnings());
    Segment blue = read.segments().getFirst();
    Segment red = read.segments().getLast();
    assertEquals(3, blue.end(), 0.11);
    // The window from 2.5 to 3.5 lies half in each of them.
    assertTrue(
        blue.sounds().stream().allMatch(window -> window.start() > 2.4), "silence is left out");
    assertEquals(2.5, red.sounds().getFirst().start(), 0.11);
    assertEquals(6, red.sounds().getLast().end(), 0.11);
    assertEquals(6, red.sounds().size());
    for (SoundWindow window : red.sounds()) {
      assertFalse(window.isSilent());
    }
  }

  @Test
  void anExcerptHasItsOwnSound() {
    Path file = film("film.mkv", "aevalsrc=0.5*sin(2*PI*440*t):d=6:s=16000");
    List<Segment> part = read(file, Excerpt.of(3.95, 5.05)).segments();
    assertEquals(1, part.size());
    assertFalse(part.getFirst().sounds().isEmpty());
    for (SoundWindow window : part.getFirst().sounds()) {
      assertTrue(window.start() >= 3.9 && window.end() <= 5.1, window.start() + "");
    }
  }

  @Test
  void noneIsHeardInSilenceAndInFilesWithoutSound() {
    Path silent = film("silent.mkv", "anullsrc=r=16000:cl=mono:d=6");
    Path mute = TestMedia.pattern(folder.resolve("mute.mp4"), "64x64", 10, 2, "-c:v mpeg4");
    for (Path file : List.of(silent, mute)) {
      Read read = read(file, Excerpt.WHOLE);
      assertTrue(read.segments().stream().allMatch(s -> s.sounds().isEmpty()), file.toString());
      assertEquals(List.of(), read.warnings());
    }
  }

  @Test
  void damagedSoundIsAWarningAndCostsNoPicture() throws IOException {
    Path whole =
        TestMedia.make(
            folder.resolve("whole.mkv"),
            "-f lavfi -i color=blue:s=64x64:r=10:d=6 -f lavfi -i sine=frequency=300:duration=6"
                + " -c:v mpeg4 -c:a flac");
    byte[] bytes = Files.readAllBytes(whole);
    Arrays.fill(bytes, bytes.length / 2, bytes.length * 2 / 3, (byte) 0x5a);
    Path damaged = Files.write(folder.resolve("damaged.mkv"), bytes);
    Read read = read(damaged, Excerpt.WHOLE);
    assertFalse(read.segments().isEmpty());
    assertFalse(read.segments().getFirst().sounds().isEmpty(), "its sound up to the damage");
    assertFalse(read.warnings().isEmpty());
  }
}
