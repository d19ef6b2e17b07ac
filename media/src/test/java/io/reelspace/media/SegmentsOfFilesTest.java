package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files to segments; the oracles are how the files are joined, and ffprobe. */
class SegmentsOfFilesTest {

  private static final String THREE_SHOTS =
      "-f lavfi -i smptehdbars=size=320x240:rate=25:duration=2"
          + " -f lavfi -i testsrc=size=320x240:rate=25:duration=3"
          + " -f lavfi -i rgbtestsrc=size=320x240:rate=25:duration=2.4";

  @TempDir Path folder;

  @Test
  void hardCutsAreSegmentBoundaries() {
    Path file =
        TestMedia.make(
            folder.resolve("cuts.mp4"),
            THREE_SHOTS + " -filter_complex [0][1][2]concat=n=3,format=yuv420p -c:v libopenh264");
    List<Segment> segments = segments(file, Sampler.DEFAULT);
    assertEquals(List.of(0.0, 2.0, 5.0), segments.stream().map(Segment::start).toList());
    assertEquals(List.of(2.0, 5.0, 7.4), segments.stream().map(Segment::end).toList());
    assertEquals(List.of(4, 6, 5), segments.stream().map(s -> s.frames().size()).toList());
  }

  @Test
  void aCrossFadeIsOneBoundaryInItsMiddle() {
    Path file =
        TestMedia.make(
            folder.resolve("fade.mkv"),
            THREE_SHOTS
                + " -filter_complex [0][1]xfade=duration=0.5:offset=1.5[a];"
                + "[a][2]xfade=duration=0.5:offset=4,format=yuv420p -c:v mpeg4 -q:v 4");
    List<Segment> segments = segments(file, Sampler.DEFAULT);
    assertEquals(3, segments.size());
    assertEquals(1.75, segments.get(1).start(), 0.06);
    assertEquals(4.25, segments.get(2).start(), 0.06);
    for (Segment segment : segments) {
      for (Frame frame : segment.frames()) {
        double pts = frame.pts();
        assertTrue(pts <= 1.5 || (pts >= 2 && pts <= 4) || pts >= 4.5, "within a fade: " + pts);
      }
    }
  }

  @Test
  void boundariesAreTimesOfFramesThatFfprobeLists() {
    // Every third frame is dropped and the rest starts at 3 s: a variable rate with an offset.
    Path file =
        TestMedia.make(
            folder.resolve("variable.mkv"),
            THREE_SHOTS
                + " -filter_complex [0][1][2]concat=n=3,select=mod(n\\,3),setpts=PTS+3/TB,"
                + "format=yuv420p -fps_mode passthrough -c:v mpeg4 -q:v 4");
    List<TestMedia.ProbedFrame> frames = TestMedia.probeFrames(file);
    List<Segment> segments = segments(file, new Sampler(2, 1));
    List<Double> times = frames.stream().map(TestMedia.ProbedFrame::best).toList();
    double previousEnd = times.getFirst();
    for (Segment segment : segments) {
      assertEquals(previousEnd, segment.start(), 1e-6);
      assertTrue(times.stream().anyMatch(t -> Math.abs(t - segment.start()) < 1e-6));
      assertTrue(segment.end() - segment.start() <= 1 + 1e-6, segment::toString);
      previousEnd = segment.end();
    }
    assertEquals(times.getLast() + 0.04, previousEnd, 0.041);
    // Shots of 2, 3 and 2.4 s in parts of at most 1 s; the cuts lie at 5 and 8 s.
    List<Double> starts = segments.stream().map(Segment::start).toList();
    assertTrue(starts.stream().anyMatch(t -> t >= 5 && t < 5.09), starts::toString);
    assertTrue(starts.stream().anyMatch(t -> t >= 8 && t < 8.09), starts::toString);
    assertTrue(starts.size() <= 10, starts::toString);
  }

  private static List<Segment> segments(Path file, Sampler sampler) {
    MediaReader reader = MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS);
    List<Segment> segments = new ArrayList<>();
    try (SegmentStream stream = reader.segments(file, sampler, TestMedia.SIZE)) {
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        segments.add(next.get());
      }
      assertEquals(List.of(), stream.warnings());
    }
    return segments;
  }
}
