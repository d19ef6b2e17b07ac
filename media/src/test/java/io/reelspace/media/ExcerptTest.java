package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.UnreadableMediaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of files; the oracles are the whole file, and files cut by the bundled ffmpeg. */
class ExcerptTest {

  private static final String CODEC = "-c:v libopenh264 -g 50 -pix_fmt yuv420p";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.mkv", "a.ts"})
  void aPartHoldsTheFramesThatBeginInIt(String name) {
    Path file = TestMedia.pattern(folder.resolve(name), "160x120", 25, 40, CODEC);
    // Every picture is sampled.
    Sampler every = new Sampler(25, 0.2);
    List<Frame> whole = frames(file, Excerpt.WHOLE, every);
    for (double[] part : new double[][] {{0, 3}, {2.02, 2.5}, {20.2, 23.4}, {33, 60}}) {
      List<Frame> expected =
          whole.stream().filter(f -> f.pts() >= part[0] && f.pts() < part[1]).toList();
      List<Frame> actual = frames(file, Excerpt.of(part[0], part[1]), every);
      assertTrue(expected.size() > 3, "frames: " + expected.size());
      assertEquals(
          expected.stream().map(Frame::pts).toList(), actual.stream().map(Frame::pts).toList());
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i).image().rgb(), actual.get(i).image().rgb());
      }
    }
  }

  @Test
  void aPartEndsWhereItIsToldOrWithTheVideo() {
    Path file = TestMedia.pattern(folder.resolve("a.mkv"), "160x120", 25, 6, CODEC);
    List<Segment> part = segments(file, Excerpt.of(1, 3), Sampler.DEFAULT);
    assertEquals(1, part.getFirst().start(), 1e-6);
    assertEquals(3, part.getLast().end(), 1e-6);
    assertEquals(6, segments(file, Excerpt.of(4, 30), Sampler.DEFAULT).getLast().end(), 0.041);
  }

  @Test
  void aPartWithoutFramesHoldsNoPicture() {
    Path file = TestMedia.pattern(folder.resolve("a.mp4"), "160x120", 25, 3, CODEC);
    assertThrows(
        UnreadableMediaException.class, () -> segments(file, Excerpt.of(5, 9), Sampler.DEFAULT));
  }

  @Test
  void aRegionIsThePictureThatWasCutOut() {
    Path whole = TestMedia.pattern(folder.resolve("whole.png"), "320x240", 1, 1, "-frames:v 1");
    Path cut =
        TestMedia.make(
            folder.resolve("cut.png"), "-i " + whole + " -vf crop=w=101:h=55:x=33:y=77:exact=1");
    Frame expected = frames(cut, Excerpt.WHOLE, Sampler.DEFAULT).getFirst();
    Frame actual =
        frames(whole, Excerpt.of(new Region(33, 77, 101, 55)), Sampler.DEFAULT).getFirst();
    assertArrayEquals(expected.image().rgb(), actual.image().rgb());
  }

  @Test
  void aRegionCountsInThePictureAsItIsShown() {
    Path lying = TestMedia.pattern(folder.resolve("lying.mp4"), "320x240", 25, 1, CODEC);
    Path turned =
        TestMedia.make(
            folder.resolve("turned.mp4"), "-display_rotation 90 -i " + lying + " -c copy");
    assertEquals(
        new ImageSize(240, 320),
        MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS).probe(turned).size());
    assertEquals(
        2, frames(turned, Excerpt.of(new Region(0, 300, 240, 20)), Sampler.DEFAULT).size());
    BadInputException outside =
        assertThrows(
            BadInputException.class,
            () -> frames(turned, Excerpt.of(new Region(300, 0, 20, 20)), Sampler.DEFAULT));
    assertTrue(outside.getMessage().contains("240 x 320"), outside.getMessage());
  }

  private static List<Frame> frames(Path file, Excerpt excerpt, Sampler sampler) {
    return segments(file, excerpt, sampler).stream().flatMap(s -> s.frames().stream()).toList();
  }

  private static List<Segment> segments(Path file, Excerpt excerpt, Sampler sampler) {
    MediaReader reader = MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS);
    List<Segment> segments = new ArrayList<>();
    try (SegmentStream stream = reader.segments(file, excerpt, sampler, TestMedia.SIZE)) {
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        segments.add(next.get());
      }
      assertEquals(List.of(), stream.warnings());
    }
    return segments;
  }
}
