package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.UnreadableMediaException;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of the decoder's child process: what it holds, how it is ended, what outlives what. */
class DecoderProcessTest {
  private static final ImageSize LARGE = new ImageSize(224, 224);
  private static final Sampler EVERY_FRAME = new Sampler(1000, 1);

  @TempDir Path folder;

  @Test
  void framesThatNobodyTakesDoNotPileUp() throws Exception {
    Path file = TestMedia.pattern(folder.resolve("long.mp4"), "64x48", 25, 40, "-c:v mpeg4");
    int bytes = 224 * 224 * 3;
    try (FfmpegDecodedStream stream = open(file, TestMedia.LIMITS)) {
      int most = 0;
      for (int last = -1; stream.queued() != last; Thread.sleep(700)) {
        last = stream.queued();
        most = Math.max(most, last);
      }
      int frames = 0;
      while (stream.next().isPresent()) {
        frames++;
        most = Math.max(most, stream.queued());
      }
      assertEquals(1000, frames, "none is lost");
      assertTrue(most > 20, "decoding goes ahead: " + most);
      assertTrue(
          (long) most * bytes <= FfmpegDecodedStream.QUEUED_BYTES + bytes, "waiting: " + most);
    }
  }

  @Test
  void closingEndsTheChildAtAnyPoint() throws Exception {
    Path file = TestMedia.pattern(folder.resolve("long.mp4"), "64x48", 25, 40, "-c:v mpeg4");
    for (int taken : new int[] {0, 1, 300}) {
      FfmpegDecodedStream stream = open(file, TestMedia.LIMITS);
      ProcessHandle child = ProcessHandle.of(stream.pid()).orElseThrow();
      for (int i = 0; i < taken; i++) {
        assertTrue(stream.next().isPresent());
      }
      stream.close();
      stream.close();
      assertFalse(child.isAlive());
      assertTrue(stream.next().isEmpty(), "nothing comes after closing");
    }
  }

  @Test
  void aDecoderThatHangsIsEnded() throws Exception {
    Path file = TestMedia.pattern(folder.resolve("long.mp4"), "64x48", 25, 40, "-c:v mpeg4");
    DecodeLimits limits = TestMedia.LIMITS.withWithoutProgress(Duration.ofMillis(1200));
    try (FfmpegDecodedStream stream = open(file, limits)) {
      assertTrue(stream.next().isPresent());
      signal("STOP", stream.pid());
      UnreadableMediaException e =
          assertThrows(
              UnreadableMediaException.class,
              () -> {
                while (stream.next().isPresent()) {
                  // what was decoded before it stopped
                }
              });
      assertTrue(e.getMessage().contains("long.mp4"), e.getMessage());
      assertTrue(e.getMessage().contains("no progress"), e.getMessage());
      assertFalse(ProcessHandle.of(stream.pid()).map(ProcessHandle::isAlive).orElse(false));
    }
  }

  @Test
  void aDecoderThatCrashesLosesOnlyWhatIsLeft() throws Exception {
    Path file = TestMedia.pattern(folder.resolve("long.mp4"), "64x48", 25, 40, "-c:v mpeg4");
    try (FfmpegDecodedStream stream = open(file, TestMedia.LIMITS)) {
      assertTrue(stream.next().isPresent());
      signal("SEGV", stream.pid());
      int frames = 1;
      while (stream.next().isPresent()) {
        frames++;
      }
      assertTrue(frames < 1000, "frames: " + frames);
      assertTrue(
          stream.warnings().toString().contains("stopped early"), stream.warnings().toString());
      assertTrue(stream.warnings().toString().contains("of 40.0 s"), stream.warnings().toString());
    }
  }

  @Test
  void anInterruptEndsTheWait() throws Exception {
    Path file = TestMedia.pattern(folder.resolve("long.mp4"), "64x48", 25, 40, "-c:v mpeg4");
    try (FfmpegDecodedStream stream = open(file, TestMedia.LIMITS)) {
      signal("STOP", stream.pid());
      Thread.currentThread().interrupt();
      assertThrows(
          CancellationException.class,
          () -> {
            while (stream.next().isPresent()) {
              // what was decoded before it stopped
            }
          });
      assertTrue(Thread.interrupted(), "the interrupt is kept");
      assertFalse(ProcessHandle.of(stream.pid()).map(ProcessHandle::isAlive).orElse(false));
    }
  }

  @Test
  void aKilledProcessLeavesNoDecoderBehind() throws Exception {
    Path file = TestMedia.pattern(folder.resolve("long.mp4"), "64x48", 25, 40, "-c:v mpeg4");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                file.toString())
            .redirectError(new File("target/victim.txt"))
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      long pid = Long.parseLong(out.readLine());
      ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
      assertTrue(child.isAlive());
      process.destroyForcibly().waitFor();
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (child.isAlive() && System.nanoTime() < end) {
        Thread.sleep(50);
      }
      assertFalse(child.isAlive(), "its pipe is broken");
    }
  }

  /** Starts to decode a file, prints the child's process id, and takes nothing. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) throws InterruptedException {
      FfmpegDecodedStream stream = open(Path.of(arguments[0]), TestMedia.LIMITS);
      System.out.println(stream.pid());
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  @Test
  void segmentsComeFromTheDecodedFrames() {
    Path file =
        TestMedia.make(
            folder.resolve("two shots.mp4"),
            "-f lavfi -i mandelbrot=size=160x120:rate=10:end_pts=1000"
                + " -f lavfi -i testsrc=size=160x120:rate=10 -filter_complex"
                + " [0]trim=duration=3[a];[1]trim=duration=4[b];[a][b]concat -c:v libopenh264"
                + " -b:v 1M");
    MediaReader reader = MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS);
    try (SegmentStream stream = reader.segments(file, Sampler.DEFAULT, TestMedia.SIZE)) {
      Segment first = stream.next().orElseThrow();
      Segment second = stream.next().orElseThrow();
      assertEquals(Optional.empty(), stream.next());
      assertEquals(List.of(0.0, 3.0), List.of(first.start(), first.end()));
      assertEquals(3.0, second.start());
      assertEquals(7.0, second.end(), 1e-9);
      assertEquals(6, first.frames().size());
      assertEquals(8, second.frames().size());
      assertEquals(TestMedia.SIZE, first.frames().getFirst().image().size());
      assertEquals(new ImageSize(160, 120), stream.probe().size());
      assertEquals(List.of(), stream.warnings());
    }
  }

  private static FfmpegDecodedStream open(Path file, DecodeLimits limits) {
    return (FfmpegDecodedStream)
        new FfmpegMediaReader(TestMedia.FFMPEG, limits).frames(file, EVERY_FRAME, LARGE);
  }

  private static void signal(String name, long pid) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor());
  }
}
