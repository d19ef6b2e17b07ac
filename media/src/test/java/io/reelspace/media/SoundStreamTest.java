package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.UnreadableMediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sound of real files that the bundled ffmpeg made. */
class SoundStreamTest {

  private static final SoundFormat FORMAT = new SoundFormat(16_000, 1, 0.5);
  private static final MediaReader MEDIA = MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS);

  @TempDir Path folder;

  private record Heard(List<SoundWindow> windows, List<String> warnings) {}

  private static Heard listen(Path file, Excerpt excerpt, SoundFormat format) {
    try (SoundStream stream = MEDIA.sound(file, excerpt, format).orElseThrow()) {
      List<SoundWindow> windows = new ArrayList<>();
      for (Optional<SoundWindow> next = stream.next(); next.isPresent(); next = stream.next()) {
        windows.add(next.get());
      }
      return new Heard(windows, stream.warnings());
    }
  }

  private Path tone(String name, double seconds, String options) {
    return TestMedia.make(
        folder.resolve(name),
        "-f lavfi -i sine=frequency=1000:duration=%s:sample_rate=44100 %s"
            .formatted(seconds, options));
  }

  /** Full turns in the loud part, by the changes of sign. */
  private static double frequency(SoundWindow window) {
    int crossings = 0;
    float[] samples = window.samples();
    for (int i = 1; i < samples.length; i++) {
      crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    }
    return (double) crossings * FORMAT.sampleRate() / samples.length;
  }

  @Test
  void windowsOverlapAndTheLastEndsWithTheSound() {
    Heard heard = listen(tone("tone.wav", 2.2, ""), Excerpt.WHOLE, FORMAT);
    assertEquals(
        List.of(0.0, 0.5, 1.0, 1.5), heard.windows().stream().map(SoundWindow::start).toList());
    assertEquals(2.2, heard.windows().getLast().end(), 1e-3);
    assertEquals(1000, frequency(heard.windows().getFirst()), 1);
    float[] last = heard.windows().getLast().samples();
    assertEquals(0, last[last.length - 1], "filled up with zeros");
    assertEquals(List.of(), heard.warnings());
  }

  @ParameterizedTest
  @CsvSource({"8000, 1", "11025, 2", "48000, 2", "96000, 6", "22050, 8"})
  void anyRateAndNumberOfChannelsBecomesOneChannelAtTheRate(int rate, int channels) {
    Path file = tone("tone.wav", 1.5, "-ar " + rate + " -ac " + channels);
    Heard heard = listen(file, Excerpt.WHOLE, FORMAT);
    assertEquals(1000, frequency(heard.windows().getFirst()), 2);
    float loudest = 0;
    for (float sample : heard.windows().getFirst().samples()) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    assertTrue(loudest <= 0.14, "a mean of channels is no louder than they are: " + loudest);
  }

  @Test
  void oppositeChannelsCancelOut() {
    Path file = tone("stereo.wav", 1, "-af pan=stereo|c0=c0|c1=-1*c0");
    assertTrue(listen(file, Excerpt.WHOLE, FORMAT).windows().getFirst().isSilent());
  }

  @Test
  void timesAreThoseOfTheContainer() {
    Path file =
        TestMedia.make(
            folder.resolve("late.mkv"),
            "-f lavfi -i testsrc=duration=4:size=64x64:rate=10 -itsoffset 1.25 -f lavfi -i"
                + " sine=duration=2:sample_rate=16000 -c:v mpeg4 -c:a pcm_s16le -map 0 -map 1");
    List<SoundWindow> windows = listen(file, Excerpt.WHOLE, FORMAT).windows();
    assertEquals(1.25, windows.getFirst().start(), 0.01);
    assertFalse(windows.getFirst().isSilent());
    assertEquals(3.25, windows.getLast().end(), 0.05);
  }

  @Test
  void anExcerptIsWhatTheWholeHoldsThere() {
    Path file =
        TestMedia.make(
            folder.resolve("chirp.flac"),
            "-f lavfi -i aevalsrc=0.3*sin(2*PI*(200*t+40*t*t)):s=16000:d=12");
    SoundFormat apart = new SoundFormat(16_000, 1, 1);
    float[] whole = listen(file, Excerpt.WHOLE, apart).windows().get(9).samples();
    List<SoundWindow> part = listen(file, Excerpt.of(9, 10), apart).windows();
    assertEquals(1, part.size());
    assertEquals(9, part.getFirst().start(), 1e-3);
    float[] excerpt = part.getFirst().samples();
    for (int i = 100; i < 15_900; i++) {
      assertEquals(whole[i], excerpt[i], 2e-3f, "sample " + i);
    }
  }

  @Test
  void silenceIsSilent() {
    Path file =
        TestMedia.make(
            folder.resolve("silence.wav"), "-f lavfi -i anullsrc=r=44100:cl=stereo -t 2");
    assertTrue(
        listen(file, Excerpt.WHOLE, FORMAT).windows().stream().allMatch(SoundWindow::isSilent));
  }

  @Test
  void soundWithoutAnySampleGivesNoWindow() {
    Path file =
        TestMedia.make(
            folder.resolve("empty.wav"), "-f lavfi -i anullsrc=r=44100:cl=mono -frames:a 0");
    assertEquals(List.of(), listen(file, Excerpt.WHOLE, FORMAT).windows());
  }

  @Test
  void aFileWithoutSoundHasNoStream() {
    Path file = TestMedia.pattern(folder.resolve("mute.mp4"), "64x64", 10, 1, "-c:v mpeg4");
    assertEquals(Optional.empty(), MEDIA.sound(file, Excerpt.WHOLE, FORMAT));
    assertEquals(Optional.empty(), MEDIA.probe(file).sound());
  }

  @Test
  void aProbeOfAVideoNamesItsSound() {
    Path file =
        TestMedia.make(
            folder.resolve("both.mp4"),
            "-f lavfi -i testsrc=duration=1:size=64x64:rate=10 -f lavfi -i sine=duration=1"
                + " -c:v mpeg4 -c:a aac");
    assertEquals("aac", MEDIA.probe(file).sound().orElseThrow().codec());
  }

  @Test
  void soundThatEndsEarlyIsHeardAsFarAsItGoesWithAWarning() throws IOException {
    Path whole = tone("whole.wav", 8, "");
    byte[] bytes = Files.readAllBytes(whole);
    Path cut = folder.resolve("cut.wav");
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    Heard heard = listen(cut, Excerpt.WHOLE, FORMAT);
    assertEquals(4, heard.windows().getLast().end(), 0.1);
    Path damaged = tone("damaged.ogg", 8, "-c:a libopus");
    byte[] pages = Files.readAllBytes(damaged);
    Arrays.fill(pages, pages.length / 2, pages.length / 2 + 4000, (byte) 0x55);
    Files.write(damaged, pages);
    Heard part = listen(damaged, Excerpt.WHOLE, FORMAT);
    assertFalse(part.windows().isEmpty());
    assertFalse(part.warnings().isEmpty(), "damage is told");
  }

  @Test
  void damageOfThePictureIsNoDamageOfTheSound() throws IOException {
    Path file =
        TestMedia.make(
            folder.resolve("picture.mkv"),
            "-f lavfi -i testsrc=duration=2:size=320x240:rate=25 -f lavfi -i sine=duration=2"
                + " -c:v libopenh264 -b:v 800k -g 25 -c:a pcm_s16le");
    byte[] bytes = Files.readAllBytes(file);
    int picture = firstPicture(bytes);
    Arrays.fill(bytes, picture, picture + 200, (byte) 0x55);
    Files.write(file, bytes);
    try (DecodedStream pictures =
        new FfmpegMediaReader(TestMedia.FFMPEG, TestMedia.LIMITS)
            .frames(file, Sampler.DEFAULT, new ImageSize(64, 64))) {
      while (pictures.next().isPresent()) {
        // to the end
      }
      assertFalse(pictures.warnings().isEmpty(), "the picture is damaged");
    }
    Heard heard = listen(file, Excerpt.WHOLE, FORMAT);
    assertEquals(2, heard.windows().getLast().end(), 0.05);
    assertEquals(List.of(), heard.warnings());
  }

  /** Where the first slice of an intra picture (h264, length before each unit) holds its data. */
  private static int firstPicture(byte[] file) {
    for (int i = 4; i < file.length - 1000; i++) {
      int length =
          (file[i - 4] & 0xff) << 24
              | (file[i - 3] & 0xff) << 16
              | (file[i - 2] & 0xff) << 8
              | (file[i - 1] & 0xff);
      if (file[i] == 0x65 && length > 500 && length < 100_000) {
        return i + 40;
      }
    }
    throw new AssertionError("no intra picture");
  }

  @Test
  void whatIsNoMediaFileIsRefused() throws IOException {
    Path file = folder.resolve("text.wav");
    Files.writeString(file, "no sound at all");
    UnreadableMediaException refusal =
        assertThrows(
            UnreadableMediaException.class, () -> MEDIA.sound(file, Excerpt.WHOLE, FORMAT));
    assertTrue(refusal.getMessage().contains("text.wav"), refusal.getMessage());
  }
}
