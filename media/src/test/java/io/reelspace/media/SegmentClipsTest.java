package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clips of segments against the frames that plain ffmpeg gives, found by their times. */
class SegmentClipsTest {

  private static final ImageSize SIZE = new ImageSize(32, 24);
  private static final ClipTrack TRACK = new ClipTrack(new ClipSampler(8, 12, 1 / 3.0), SIZE);
  private static final ImageSize FRAMES = new ImageSize(48, 48);

  @TempDir private Path folder;

  private static List<Segment> segments(Path file, Optional<ClipTrack> track, ShotDetection shots) {
    MediaReader reader = MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS, shots);
    List<Segment> segments = new ArrayList<>();
    try (SegmentStream stream =
        reader.segments(
            file, Excerpt.WHOLE, Sampler.DEFAULT, new Framing.Stretched(FRAMES), track)) {
      for (Optional<Segment> s = stream.next(); s.isPresent(); s = stream.next()) {
        segments.add(s.get());
      }
    }
    return segments;
  }

  private static List<Segment> segments(Path file) {
    return segments(file, Optional.of(TRACK), ShotDetection.BUILT_IN);
  }

  /** Every frame of a file at the clips' size, by plain ffmpeg. */
  private List<RgbImage> everyFrame(Path file) throws IOException {
    Path raw = folder.resolve("every.rgb");
    TestMedia.make(
        raw,
        "-copyts -i file:%s -fps_mode passthrough -vf scale=%d:%d:flags=bicubic+accurate_rnd+full_chroma_int,format=gbrp,format=rgb24 -f rawvideo"
            .formatted(file, SIZE.width(), SIZE.height()));
    byte[] all = Files.readAllBytes(raw);
    int bytes = 3 * SIZE.width() * SIZE.height();
    List<RgbImage> frames = new ArrayList<>();
    for (int i = 0; i < all.length / bytes; i++) {
      frames.add(new RgbImage(SIZE, Arrays.copyOfRange(all, i * bytes, (i + 1) * bytes)));
    }
    return frames;
  }

  private void assertShowsWhatIsShownAtItsTimes(Path file) throws IOException {
    List<RgbImage> every = everyFrame(file);
    List<Double> times = TestMedia.probeFrames(file).stream().map(f -> f.best()).toList();
    assertEquals(times.size(), every.size());
    int clips = 0;
    for (Segment segment : segments(file)) {
      for (Clip clip : segment.clips()) {
        assertTrue(clip.start() >= segment.start() && clip.end() <= segment.end() + 1e-9);
        for (int i = 0; i < 8; i++) {
          double time = Math.min(clip.start() + i / 12.0, Math.nextDown(segment.end())) + 1e-3;
          int shown = 0;
          while (shown + 1 < times.size()
              && times.get(shown + 1) <= time
              && times.get(shown + 1) < segment.end()) {
            shown++;
          }
          assertArrayEquals(
              every.get(shown).rgb(),
              clip.pictures().get(i).rgb(),
              file + " picture " + i + " of the clip at " + clip.start());
        }
        clips++;
      }
    }
    assertTrue(clips > 2, "clips: " + clips);
  }

  @ParameterizedTest
  @ValueSource(doubles = {24, 25, 12, 8})
  void showWhatIsShownAtTheirTimes(double rate) throws IOException {
    assertShowsWhatIsShownAtItsTimes(
        TestMedia.pattern(folder.resolve("a.mp4"), "160x120", rate, 3, "-c:v mpeg4 -q:v 3"));
  }

  @Test
  void showWhatIsShownAtTheirTimesWhereTheRateVaries() throws IOException {
    Path file = folder.resolve("varying.mkv");
    TestMedia.make(
        file,
        "-f lavfi -i testsrc=size=160x120:rate=24:duration=4"
            + " -vf select=not(mod(n\\,5))+not(mod(n\\,3))+gt(n\\,60)"
            + " -fps_mode vfr -c:v mpeg4 -q:v 3");
    Set<Long> intervals = new HashSet<>();
    List<TestMedia.ProbedFrame> frames = TestMedia.probeFrames(file);
    for (int i = 1; i < frames.size(); i++) {
      intervals.add(Math.round(100 * (frames.get(i).best() - frames.get(i - 1).best())));
    }
    assertTrue(intervals.size() > 2, "intervals: " + intervals);
    assertShowsWhatIsShownAtItsTimes(file);
  }

  @Test
  void leaveFramesAsTheyAre() {
    Path file = TestMedia.pattern(folder.resolve("a.mp4"), "160x120", 25, 3, "-c:v mpeg4 -q:v 3");
    List<Segment> plain = segments(file, Optional.empty(), ShotDetection.BUILT_IN);
    List<Segment> with = segments(file);
    assertEquals(plain.size(), with.size());
    for (int s = 0; s < plain.size(); s++) {
      assertEquals(plain.get(s).start(), with.get(s).start());
      assertTrue(plain.get(s).clips().isEmpty());
      List<Frame> expected = plain.get(s).frames();
      for (int f = 0; f < expected.size(); f++) {
        assertEquals(expected.get(f).pts(), with.get(s).frames().get(f).pts());
        assertArrayEquals(expected.get(f).image().rgb(), with.get(s).frames().get(f).image().rgb());
      }
    }
  }

  @Test
  void areNoneWhereNothingCanMove() {
    Path picture = TestMedia.make(folder.resolve("a.png"), "-f lavfi -i testsrc -frames:v 1");
    List<Segment> segments = segments(picture);
    assertEquals(1, segments.size());
    assertTrue(segments.getFirst().clips().isEmpty());
  }

  /** Cuts a video at given times: a way to find shots from outside of this module. */
  private record At(List<Double> cuts, Optional<ImageSize> pictureSize) implements ShotDetection {
    @Override
    public String name() {
      return "at";
    }

    @Override
    public CutFinder start() {
      return new CutFinder() {
        private double last = Double.NEGATIVE_INFINITY;

        @Override
        public List<Cut> add(double pts, RgbImage picture) {
          assertTrue(pictureSize.isEmpty() || picture.size().equals(pictureSize.get()));
          double before = last;
          last = pts;
          return cuts.stream()
              .filter(cut -> cut > before && cut <= pts)
              .map(cut -> new Cut(cut, cut, cut, 1))
              .toList();
        }

        @Override
        public List<Cut> finish() {
          return List.of();
        }

        @Override
        public double certainUntil() {
          return last;
        }
      };
    }
  }

  @Test
  void doNotCrossTheCutsOfAnyDetector() {
    Path file = TestMedia.pattern(folder.resolve("a.mp4"), "160x120", 25, 3, "-c:v mpeg4 -q:v 3");
    ShotDetection shots = new At(List.of(0.2, 1.0), Optional.of(new ImageSize(48, 27)));
    List<Segment> segments = segments(file, Optional.of(TRACK), shots);
    assertEquals(List.of(0.0, 0.2, 1.0), segments.stream().map(Segment::start).toList());
    for (Segment segment : segments) {
      assertFalse(segment.clips().isEmpty());
      assertEquals(segment.start(), segment.clips().getFirst().start(), 1e-9);
      assertEquals(segment.end(), segment.clips().getLast().end(), 1e-9);
    }
    byte[] last = segments.getFirst().clips().getFirst().pictures().getLast().rgb();
    byte[] next = segments.get(1).clips().getFirst().pictures().getFirst().rgb();
    assertFalse(Arrays.equals(last, next));
    assertEquals("at", MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS, shots).shots());
  }
}
