package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Excerpts of whole shots; the oracle is the whole file. */
class ShotsOfAPartTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mkv", "a.ts"})
  void intervalsOneAfterAnotherHoldEachSegmentOnce(String name) throws IOException {
    Path file = joined(TestMedia.sharedClips().subList(0, 30), folder.resolve(name));
    List<Segment> whole = segments(file, Excerpt.WHOLE);
    double end = whole.getLast().end();
    assertTrue(end > 90, "seconds: " + end);
    for (int count : new int[] {2, 5}) {
      List<Segment> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int before = parts.size();
        parts.addAll(
            segments(
                file,
                Excerpt.shots(
                    i == 0 ? Double.NEGATIVE_INFINITY : i * end / count,
                    i == count - 1 ? Double.POSITIVE_INFINITY : (i + 1) * end / count)));
        assertTrue(parts.size() > before, "segments of part " + i);
      }
      assertSame(whole, parts);
    }
  }

  private static void assertSame(List<Segment> whole, List<Segment> parts) {
    assertEquals(
        whole.stream().map(Segment::start).toList(), parts.stream().map(Segment::start).toList());
    for (int i = 0; i < whole.size(); i++) {
      Segment expected = whole.get(i);
      Segment given = parts.get(i);
      assertEquals(expected.end(), given.end());
      assertEquals(
          expected.frames().stream().map(Frame::pts).toList(),
          given.frames().stream().map(Frame::pts).toList());
      for (int f = 0; f < expected.frames().size(); f++) {
        assertArrayEquals(
            expected.frames().get(f).image().rgb(), given.frames().get(f).image().rgb());
      }
    }
  }

  /** One after another at one size and rate, with hard cuts and a fade. */
  private static Path joined(List<Path> clips, Path file) {
    StringBuilder line = new StringBuilder();
    StringBuilder filters = new StringBuilder();
    StringBuilder joints = new StringBuilder();
    for (int i = 0; i < clips.size(); i++) {
      line.append(" -i ").append(clips.get(i));
      String fade = i == 7 ? ",fade=out:st=2:d=1" : "";
      filters.append(
          "[%d:v]trim=duration=7,scale=160:120,setsar=1,fps=25%s,format=yuv420p[v%d];"
              .formatted(i, fade, i));
      joints.append("[v%d]".formatted(i));
    }
    return TestMedia.make(
        file,
        line
            + " -filter_complex "
            + filters
            + joints
            + "concat=n="
            + clips.size()
            + " -c:v libopenh264 -g 100");
  }

  @Test
  void aShotThatGoesOnBelongsToTheIntervalInWhichItBegins() {
    Path file =
        TestMedia.pattern(folder.resolve("lecture.mp4"), "160x120", 25, 60, "-c:v mpeg4 -g 50");
    List<Segment> whole = segments(file, Excerpt.WHOLE);
    assertSame(whole, segments(file, Excerpt.shots(Double.NEGATIVE_INFINITY, 20)));
    assertEquals(List.of(), segments(file, Excerpt.shots(20, 40)));
    assertEquals(List.of(), segments(file, Excerpt.shots(40, Double.POSITIVE_INFINITY)));
  }

  private static List<Segment> segments(Path file, Excerpt excerpt) {
    MediaReader reader = MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS);
    List<Segment> segments = new ArrayList<>();
    try (SegmentStream stream = reader.segments(file, excerpt, Sampler.DEFAULT, TestMedia.SIZE)) {
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        segments.add(next.get());
      }
      assertEquals(List.of(), stream.warnings());
    }
    return segments;
  }
}
