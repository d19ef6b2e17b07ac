package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.media.TestMedia.Decoded;
import io.reelspace.media.TestMedia.ProbedFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames and their times, against what the bundled ffprobe says of the same files. */
class DecodedStreamTest {
  /** Half a unit of the last of the six decimals that ffprobe prints, and a rounding error. */
  private static final double PRINTED = 0.5e-6 + 1e-9;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "constant.mp4,    -c:v libopenh264",
    "ntsc.mp4,        -r 30000/1001 -c:v libopenh264",
    "vp9.webm,        -c:v libvpx-vp9 -cpu-used 8 -deadline realtime",
    "reordered.avi,   -c:v mpeg4 -bf 2",
    "reordered.mp4,   -c:v mpeg4 -bf 2",
    "motion.avi,      -c:v mjpeg -pix_fmt yuvj420p",
    "lossless.mkv,    -c:v ffv1",
    "transport.ts,    -c:v libopenh264",
    "program.mpg,     -r 25 -c:v mpeg2video -bf 2",
    "flash.flv,       -c:v flv1",
    "windows.wmv,     -c:v wmv2",
    "raw.h264,        -c:v libopenh264 -f h264",
    "moving.gif,      -c:v gif",
    "moving.apng,     -c:v apng",
    "moving.png,      -c:v apng -f apng",
    "late.mkv,        -c:v libopenh264 -output_ts_offset 7.25",
    "late.mp4,        -c:v libopenh264 -output_ts_offset 7.25",
    "odd.mkv,         -vf scale=37:23 -c:v ffv1 -pix_fmt yuv420p",
    "odd.webm,        -vf scale=37:23 -c:v libvpx -pix_fmt yuv420p",
    "slow.mp4,        -vf fps=1/2 -c:v libopenh264",
    "single.mp4,      -frames:v 1 -c:v libopenh264",
    "single.mkv,      -frames:v 1 -c:v mjpeg -pix_fmt yuvj420p"
  })
  void framesKeepTheTimesThatTheContainerStates(String name, String arguments) {
    Path file = TestMedia.pattern(folder.resolve(name), "64x48", 10, 3, arguments);
    assertSameTimes(file);
  }

  @Test
  void variableFrameRateKeepsEachFramesOwnTime() {
    Path file =
        TestMedia.pattern(
            folder.resolve("variable.mkv"),
            "64x48",
            10,
            3,
            "-vf select='not(mod(n,7))+lt(n,4)+eq(n,24)' -fps_mode passthrough -c:v ffv1");
    assertSameTimes(file);
    assertEquals(
        List.of(0.0, 0.1, 0.2, 0.3, 0.7, 1.4, 2.1, 2.4, 2.8), TestMedia.decode(file).times());
  }

  @Test
  void negativeTimesAreKept() {
    Path file =
        TestMedia.pattern(
            folder.resolve("early.mkv"),
            "64x48",
            10,
            3,
            "-c:v ffv1 -output_ts_offset -1.5 -avoid_negative_ts disabled");
    assertSameTimes(file);
    assertEquals(-1.5, TestMedia.decode(file).times().getFirst());
  }

  @Test
  void anEditListCutsAsThePlayerDoes() {
    Path whole =
        TestMedia.pattern(folder.resolve("w.mp4"), "64x48", 10, 6, "-g 50 -c:v libopenh264");
    Path cut = TestMedia.make(folder.resolve("cut.mp4"), "-ss 2.35 -i " + whole + " -c copy");
    assertSameTimes(cut);
    assertTrue(
        TestMedia.decode(cut).frames().size() < 40, "the frames before the edit are not shown");
  }

  @Test
  void timesThatRunBackwardsAreReplacedByEstimates() throws Exception {
    Path part = TestMedia.pattern(folder.resolve("p.ts"), "64x48", 10, 2, "-c:v libopenh264");
    Path joined = folder.resolve("joined.ts");
    byte[] bytes = Files.readAllBytes(part);
    Files.write(joined, bytes);
    Files.write(joined, bytes, StandardOpenOption.APPEND);
    Decoded decoded = TestMedia.decode(joined);
    assertEquals(40, decoded.frames().size());
    double start = decoded.times().getFirst();
    for (int i = 0; i < 40; i++) {
      assertEquals(start + 0.1 * i, decoded.times().get(i), 1e-3);
    }
    assertTrue(decoded.warnings().toString().contains("time stamps"), decoded.warnings()::toString);
  }

  @Test
  void theLastFrameOfASlideshowLastsAsLongAsStated() {
    // Shown from 0 for 2 s, from 2 for 1 s, and from 3 for 6 s.
    Path file =
        TestMedia.pattern(
            folder.resolve("slides.mkv"),
            "64x48",
            1,
            9,
            "-vf select='eq(n,0)+eq(n,2)+eq(n,3)+eq(n,8)' -fps_mode passthrough -c:v ffv1");
    Decoded decoded = TestMedia.decode(file);
    assertEquals(List.of(0.0, 2.0, 3.0, 8.0), decoded.times());
    assertEquals(
        List.of(2.0, 1.0, 5.0, 1.0),
        decoded.frames().stream().map(f -> (double) Math.round(f.duration())).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "still.png,  -c:v png",
    "still.jpg,  -c:v mjpeg -pix_fmt yuvj420p",
    "still.bmp,  -c:v bmp",
    "still.tiff, -c:v tiff",
    "still.ppm,  -c:v ppm",
    "still.gif,  -c:v gif",
    "still.webp, -c:v libwebp",
    "wrong.mp4,  -c:v png -f image2",
  })
  void aStillImageIsAVideoOfOneFrameAndOneSecond(String name, String arguments) {
    Path file = TestMedia.pattern(folder.resolve(name), "60x40", 25, 1, "-frames:v 1 " + arguments);
    Decoded decoded = TestMedia.decode(file);
    assertEquals(List.of(0.0), decoded.times());
    assertEquals(1, decoded.frames().getFirst().duration());
    assertEquals(List.of(0.0), decoded.sampledTimes());
    assertEquals(List.of(), decoded.warnings());
    assertEquals(
        new ImageSize(60, 40),
        MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS).probe(file).size());
  }

  @Test
  void sampledFramesAreTheFirstInEachStepOfTheGrid() {
    Path file =
        TestMedia.pattern(
            folder.resolve("grid.mkv"), "64x48", 10, 2, "-c:v ffv1 -output_ts_offset 0.55");
    Decoded decoded = TestMedia.decode(file, new Sampler(2, 10), TestMedia.SIZE);
    // Steps of 0.25 s from the start at 0.55: frames 0, 3, 5, 8 of every ten.
    List<Double> expected = new ArrayList<>();
    for (double time : new double[] {0, 0.3, 0.5, 0.8, 1.0, 1.3, 1.5, 1.8}) {
      expected.add(0.55 + time);
    }
    List<Double> sampled = decoded.sampledTimes();
    assertEquals(expected.size(), sampled.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), sampled.get(i), 1e-9);
    }
  }

  @Test
  void sampledPicturesAreThoseOfAPlainDecode() throws Exception {
    Path file = TestMedia.pattern(folder.resolve("a.mp4"), "128x96", 10, 2, "-c:v libopenh264");
    Path raw =
        TestMedia.make(
            folder.resolve("raw"),
            "-i "
                + file
                + " -vf scale=32:24:flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24"
                + " -f rawvideo");
    byte[] all = Files.readAllBytes(raw);
    List<DecodedFrame> frames =
        TestMedia.decode(file, new Sampler(10, 10), TestMedia.SIZE).frames();
    int size = 32 * 24 * 3;
    assertEquals(20 * size, all.length);
    for (int i = 0; i < 20; i++) {
      byte[] expected = Arrays.copyOfRange(all, i * size, (i + 1) * size);
      assertArrayEquals(expected, frames.get(i).sampled().orElseThrow().rgb(), "frame " + i);
    }
  }

  @Test
  void aRotatedVideoIsUpright() {
    // Left half red, right half blue; turned by a quarter, red is on top or at the bottom.
    Path flat =
        TestMedia.make(
            folder.resolve("flat.mp4"),
            "-f lavfi -i color=red:size=64x96:rate=10:duration=1"
                + " -f lavfi -i color=blue:size=64x96:rate=10:duration=1"
                + " -filter_complex hstack -c:v libopenh264 -b:v 1M");
    Path turned =
        TestMedia.make(
            folder.resolve("turned.mp4"), "-display_rotation 90 -i " + flat + " -c copy");
    assertSameTimes(turned);
    assertEquals(
        new ImageSize(96, 128),
        MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS).probe(turned).size());
    DecodedFrame frame = TestMedia.decode(turned).frames().getFirst();
    assertEquals(new ImageSize(48, 64), frame.analysis().size());
    // A rotation of 90 is counter-clockwise: the left edge becomes the bottom.
    for (RgbImage image : List.of(frame.analysis(), frame.sampled().orElseThrow())) {
      int width = image.size().width();
      int height = image.size().height();
      assertColor(image, width / 4, height / 8, 0, 0, 255);
      assertColor(image, 3 * width / 4, height / 8, 0, 0, 255);
      assertColor(image, width / 4, height * 7 / 8, 255, 0, 0);
      assertColor(image, 3 * width / 4, height * 7 / 8, 255, 0, 0);
    }
  }

  /** The images are red on the left and blue on the right before they are turned. */
  @ParameterizedTest
  @CsvSource({
    "turned.jpg,         40,  60, red on top",
    "turned.webp,        40,  60, red on top",
    "plain.heic,        128,  64, red at left",
    "tiles.avif,        192, 128, red at left",
    "turned-tiles.avif, 128, 192, red at bottom"
  })
  void imagesOfOtherProgramsAreWholeAndUpright(String name, int width, int height, String where)
      throws Exception {
    Path file = Path.of(DecodedStreamTest.class.getResource("/images/" + name).toURI());
    assertEquals(
        new ImageSize(width, height),
        MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS).probe(file).size());
    Decoded decoded = TestMedia.decode(file);
    assertEquals(List.of(0.0), decoded.times());
    assertEquals(1, decoded.frames().getFirst().duration());
    assertEquals(List.of(), decoded.warnings());
    DecodedFrame frame = decoded.frames().getFirst();
    assertEquals(
        (double) width / height,
        (double) frame.analysis().size().width() / frame.analysis().size().height(),
        0.02);
    for (RgbImage image : List.of(frame.analysis(), frame.sampled().orElseThrow())) {
      int right = image.size().width() - 4;
      int bottom = image.size().height() - 4;
      boolean redAtLeftTop = !where.contains("bottom");
      boolean redAtRightTop = where.contains("top");
      boolean redAtLeftBottom = !where.contains("top");
      assertColor(image, 3, 3, redAtLeftTop ? 255 : 0, 0, redAtLeftTop ? 0 : 255);
      assertColor(image, right, 3, redAtRightTop ? 255 : 0, 0, redAtRightTop ? 0 : 255);
      assertColor(image, 3, bottom, redAtLeftBottom ? 255 : 0, 0, redAtLeftBottom ? 0 : 255);
    }
  }

  @Test
  void theVideoOfAFileWithCoverAndSoundIsTaken() {
    Path cover = TestMedia.pattern(folder.resolve("c.png"), "200x200", 1, 1, "-frames:v 1");
    Path file =
        TestMedia.make(
            folder.resolve("covered.mp4"),
            "-i "
                + cover
                + " -f lavfi -i testsrc=size=64x48:rate=10:duration=2"
                + " -f lavfi -i sine=duration=2 -map 0 -map 1 -map 2 -c:v:0 png -c:v:1 libopenh264"
                + " -c:a aac -disposition:v:0 attached_pic");
    assertEquals(
        new ImageSize(64, 48),
        MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS).probe(file).size());
    assertEquals(20, TestMedia.decode(file).frames().size());
  }

  @Test
  void aChangeOfSizeWithinAVideoKeepsTheSizeOfPictures() throws Exception {
    Path small = TestMedia.pattern(folder.resolve("s.ts"), "64x48", 10, 1, "-c:v libopenh264");
    Path large =
        TestMedia.pattern(
            folder.resolve("l.ts"), "128x96", 10, 1, "-c:v libopenh264 -output_ts_offset 1");
    Path joined = folder.resolve("joined.ts");
    Files.write(joined, Files.readAllBytes(small));
    Files.write(joined, Files.readAllBytes(large), StandardOpenOption.APPEND);
    Decoded decoded = TestMedia.decode(joined);
    assertEquals(20, decoded.frames().size());
    assertEquals(1, decoded.frames().stream().map(f -> f.analysis().size()).distinct().count());
  }

  @Test
  void framesOfSharedClipsKeepTheirTimes() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Path clip : TestMedia.sharedClips()) {
      try {
        assertSameTimes(clip);
      } catch (AssertionError e) {
        wrong.add(clip.getFileName() + ": " + e.getMessage());
      }
    }
    assertEquals(List.of(), wrong);
  }

  /**
   * Same number of frames, same times, and the last one as long as ffprobe says, to within one
   * interval. Where ffprobe knows no time, or one that does not follow the one before, only the
   * order is checked.
   */
  private static void assertSameTimes(Path file) {
    List<ProbedFrame> expected = TestMedia.probeFrames(file);
    Decoded decoded = TestMedia.decode(file);
    assertEquals(expected.size(), decoded.frames().size(), "frames");
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < expected.size(); i++) {
      double time = expected.get(i).best();
      double pts = decoded.times().get(i);
      assertTrue(pts > (i == 0 ? last : decoded.times().get(i - 1)), "order at frame " + i);
      if (!Double.isNaN(time) && time > last) {
        assertEquals(time, pts, PRINTED, "time of frame " + i);
        last = time;
      }
    }
    double interval =
        expected.size() > 1
            ? decoded.times().getLast() - decoded.times().get(expected.size() - 2)
            : 0.1;
    double duration = decoded.frames().getLast().duration();
    if (!Double.isNaN(expected.getLast().duration())
        && (expected.size() > 1 || duration != FrameAssembler.STILL_SECONDS)) {
      assertEquals(expected.getLast().duration(), duration, interval, "duration of the last frame");
    }
    assertTrue(decoded.frames().getFirst().sampled().isPresent(), "the first frame is sampled");
  }

  private static void assertColor(RgbImage image, int x, int y, int red, int green, int blue) {
    int at = 3 * (y * image.size().width() + x);
    assertEquals(red, image.rgb()[at] & 0xff, 12, "red at " + x + ", " + y);
    assertEquals(green, image.rgb()[at + 1] & 0xff, 12, "green at " + x + ", " + y);
    assertEquals(blue, image.rgb()[at + 2] & 0xff, 12, "blue at " + x + ", " + y);
  }
}
