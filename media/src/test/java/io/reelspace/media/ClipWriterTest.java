package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.UnreadableMediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips of real files, measured with ffprobe and by their decoded pictures. */
class ClipWriterTest {

  private static final double RATE = 25;
  private static final double FRAME = 1 / RATE;

  @TempDir Path folder;
  private final ClipWriter writer = ClipWriter.using(TestMedia.FFMPEG, TestMedia.LIMITS);

  private Path source(String name, String arguments) {
    return TestMedia.pattern(folder.resolve(name), "320x240", RATE, 30, arguments);
  }

  private List<String> write(Path video, double start, double end, String name) {
    return writer.write(video, start, end, folder.resolve(name), ClipOptions.DEFAULT);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static double duration(Path file) {
    return Double.parseDouble(
        TestMedia.run(
                List.of(
                    TestMedia.FFMPEG.program("ffprobe"),
                    "-v",
                    "error",
                    "-show_entries",
                    "format=duration",
                    "-of",
                    "csv=p=0",
                    "file:" + file))
            .strip());
  }

  private static double difference(DecodedFrame one, DecodedFrame other) {
    byte[] a = one.sampled().orElseThrow().rgb();
    byte[] b = other.sampled().orElseThrow().rgb();
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs(Byte.toUnsignedInt(a[i]) - Byte.toUnsignedInt(b[i]));
    }
    return sum / a.length;
  }

  private static List<DecodedFrame> everyFrame(Path file) {
    return TestMedia.decode(file, new Sampler(RATE, 10), new ImageSize(160, 120)).frames();
  }

  @Test
  void aClipHasTheFramesOfTheRangeAndNoOther() {
    // Key frames lie ten seconds apart, none of them at a border of the clip.
    Path video = source("source.mp4", "-c:v mpeg4 -q:v 2 -g 250 -bf 2");
    Path clip = folder.resolve("clip.mp4");
    assertEquals(List.of(), write(video, 23.48, 25.4, "clip.mp4"));

    List<TestMedia.ProbedFrame> frames = TestMedia.probeFrames(clip);
    assertEquals(48, frames.size());
    assertEquals(0, frames.getFirst().best(), 1e-3);
    assertEquals(25.4 - 23.48, duration(clip), FRAME);
    List<DecodedFrame> source = everyFrame(video);
    List<DecodedFrame> cut = everyFrame(clip);
    for (int i : new int[] {0, 20, 47}) {
      double same = difference(source.get(587 + i), cut.get(i));
      assertTrue(same < 6, "frame " + i + " differs by " + same);
    }
    double before = difference(source.get(586), cut.getFirst());
    double at = difference(source.get(587), cut.getFirst());
    assertTrue(at < before, at + " is nearer than " + before);
  }

  @Test
  void soundComesWithItAtTheSameTime() {
    // Silence but for a beep from second 12 to 13.
    Path video =
        TestMedia.make(
            folder.resolve("source.mkv"),
            "-f lavfi -i testsrc=size=160x120:rate=25:duration=20 -f lavfi -i"
                + " aevalsrc=if(between(t\\,12\\,13)\\,sin(2764*t)\\,0):d=20 -c:v mpeg4 -c:a aac");
    write(video, 11, 15, "clip.mp4");
    String sound =
        TestMedia.run(
            List.of(
                TestMedia.FFMPEG.program("ffprobe"),
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "amovie=" + folder.resolve("clip.mp4") + ",astats=metadata=1:reset=1",
                "-show_entries",
                "frame=pts_time:frame_tags=lavfi.astats.Overall.RMS_level",
                "-of",
                "csv=p=0"));
    List<Double> loud =
        sound
            .lines()
            .map(line -> line.split(","))
            .filter(fields -> fields.length > 1 && !fields[1].contains("inf"))
            .filter(fields -> Double.parseDouble(fields[1]) > -20)
            .map(fields -> Double.parseDouble(fields[0]))
            .toList();
    assertEquals(1, loud.getFirst(), 0.06);
    assertEquals(2, loud.getLast(), 0.06);
  }

  @Test
  void timesAreThoseOfTheContainer() {
    Path video = source("source.mkv", "-output_ts_offset 100 -c:v mpeg4");
    write(video, 110, 112, "clip.mp4");
    assertEquals(50, TestMedia.probeFrames(folder.resolve("clip.mp4")).size());
    BadInputException early =
        assertThrows(BadInputException.class, () -> write(video, 5, 7, "no.mp4"));
    assertTrue(early.getMessage().contains("shows nothing between"), early.getMessage());
  }

  @Test
  void oddAndTurnedPicturesAreCut() {
    Path odd = TestMedia.pattern(folder.resolve("odd.mkv"), "321x241", 25, 3, "-c:v ffv1");
    write(odd, 1, 2, "odd.mp4");
    assertEquals(
        new ImageSize(320, 240),
        new FfmpegMediaReader(TestMedia.FFMPEG, TestMedia.LIMITS)
            .probe(folder.resolve("odd.mp4"))
            .size());
  }

  @Test
  void copiesStreamsFromTheKeyFrameBefore() {
    Path video = source("source.mp4", "-c:v mpeg4 -g 50");
    Path clip = folder.resolve("clip.mp4");
    writer.write(video, 11, 13, clip, new ClipOptions(true, false));
    assertEquals(2, duration(clip), FRAME);
    assertEquals(
        "mpeg4", new FfmpegMediaReader(TestMedia.FFMPEG, TestMedia.LIMITS).probe(clip).codec());
  }

  @Test
  void neverOverwritesUnlessItIsTold() throws IOException {
    Path video = source("source.mp4", "-c:v mpeg4");
    Path there = Files.writeString(folder.resolve("there.mp4"), "precious");
    BadInputException refused =
        assertThrows(BadInputException.class, () -> write(video, 1, 2, "there.mp4"));
    assertTrue(refused.getMessage().contains("--force"), refused.getMessage());
    assertEquals("precious", Files.readString(there));
    writer.write(video, 1, 2, there, new ClipOptions(false, true));
    assertEquals(25, TestMedia.probeFrames(there).size());
    long before = Files.size(video);
    BadInputException itself =
        assertThrows(
            BadInputException.class,
            () -> writer.write(video, 1, 2, video, new ClipOptions(false, true)));
    assertTrue(itself.getMessage().contains("the video itself"), itself.getMessage());
    assertEquals(before, Files.size(video));
    assertEquals(List.of("source.mp4", "there.mp4"), names());
  }

  @Test
  void whatCannotBeCutIsSaidAndLeavesNothingBehind() throws IOException {
    Path video = source("source.mp4", "-c:v mpeg4");
    Path picture = TestMedia.make(folder.resolve("p.png"), "-f lavfi -i testsrc -frames:v 1");
    Path sound = TestMedia.make(folder.resolve("s.m4a"), "-f lavfi -i sine=d=3 -c:a aac");
    Path text = Files.writeString(folder.resolve("t.mp4"), "no video");
    List<String> before = names();
    assertTrue(bad(() -> write(video, 40, 50, "c.mp4")).contains("ends at 30.000 s"));
    assertTrue(bad(() -> write(video, 5, 5, "c.mp4")).contains("holds nothing"));
    assertTrue(bad(() -> write(video, 1, 2, "c.avi")).contains(".mp4, .mov or .mkv"));
    assertTrue(bad(() -> write(video, 1, 2, "no/c.mp4")).contains("no such folder"));
    assertTrue(bad(() -> write(folder.resolve("x.mp4"), 1, 2, "c.mp4")).contains("no such file"));
    assertTrue(bad(() -> write(picture, 0, 1, "c.mp4")).contains("is a picture"));
    for (Path file : List.of(sound, text)) {
      assertThrows(UnreadableMediaException.class, () -> write(file, 0, 1, "c.mp4"));
    }
    assertEquals(before, names());
  }

  private static String bad(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(BadInputException.class, call).getMessage();
  }

  @Test
  void anEndBehindTheVideosEndIsAWarning() {
    Path video = source("source.mp4", "-c:v mpeg4");
    List<String> warnings = write(video, 28, 35, "clip.mp4");
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().contains("ends at 30.000 s"), warnings.toString());
    assertEquals(50, TestMedia.probeFrames(folder.resolve("clip.mp4")).size());
  }
}
