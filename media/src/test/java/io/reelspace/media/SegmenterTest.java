package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The oracle is how the sequences are drawn: their shots are known. */
class SegmenterTest {

  private static final double FRAME = 1.0 / 25;

  @Test
  void shotsBecomeSegmentsThatTouch() {
    List<Segment> segments = segments(shots(50, 80, 60), Sampler.DEFAULT);
    assertEquals(List.of(0.0, 50 * FRAME, 130 * FRAME), starts(segments));
    assertEquals(List.of(50 * FRAME, 130 * FRAME, 7.6), ends(segments));
  }

  @Test
  void aShotOfUpToTwoLongestSegmentsIsHalved() {
    List<Segment> segments = segments(shots(300), Sampler.DEFAULT);
    assertEquals(List.of(0.0, 150 * FRAME), starts(segments));
    assertEquals(List.of(150 * FRAME, 300 * FRAME), ends(segments));
  }

  @Test
  void aLongerShotIsDividedAsItGoesAndItsRestHalved() {
    List<Segment> segments = segments(shots(100, 850), Sampler.DEFAULT);
    assertEquals(List.of(0.0, 4.0, 14.0, 24.0, 31.0), starts(segments));
    assertEquals(List.of(4.0, 14.0, 24.0, 31.0, 38.0), ends(segments));
  }

  @Test
  void theFirstPartOfALongShotComesBeforeItsEnd() {
    List<Frame> frames = shots(25 * 60);
    List<Double> taken = new ArrayList<>();
    DecodedStream stream = Pictures.stream(frames, FRAME, 0.25);
    DecodedStream counted =
        new DecodedStream() {
          @Override
          public MediaProbe probe() {
            return stream.probe();
          }

          @Override
          public Optional<DecodedFrame> next() {
            Optional<DecodedFrame> next = stream.next();
            next.ifPresent(frame -> taken.add(frame.pts()));
            return next;
          }

          @Override
          public List<String> warnings() {
            return stream.warnings();
          }

          @Override
          public void close() {
            stream.close();
          }
        };
    try (Segmenter segmenter =
        new Segmenter(
            counted, Sampler.DEFAULT, Pictures.LARGE, new ShotDetector(), Optional.empty())) {
      assertEquals(10, segmenter.next().orElseThrow().end());
      assertTrue(taken.getLast() < 23, "decoded up to " + taken.getLast());
    }
  }

  @Test
  void framesComeAtTheRateOfTheSampler() {
    Segment segment = segments(shots(200), Sampler.DEFAULT).getFirst();
    assertEquals(16, segment.frames().size());
    for (int i = 0; i < 16; i++) {
      assertEquals(0.5 * i + 0.25, segment.frames().get(i).pts(), 0.13);
    }
  }

  @Test
  void aSegmentKeepsAtLeastOneFrame() {
    List<Segment> segments = segments(shots(15, 15, 15, 200), new Sampler(0.1, 10));
    assertEquals(4, segments.size());
    for (Segment segment : segments) {
      assertEquals(1, segment.frames().size());
    }
  }

  @Test
  void framesAreTakenOffTheTransitions() {
    List<Frame> frames = shots(50);
    for (int i = 1; i <= 12; i++) {
      RgbImage mixed = Pictures.mix(Pictures.scene(0), Pictures.scene(1), i / 13.0);
      frames.add(new Frame(frames.size() * FRAME, mixed));
    }
    for (int i = 0; i < 50; i++) {
      frames.add(new Frame(frames.size() * FRAME, Pictures.scene(1)));
    }
    List<Segment> segments = segments(frames, new Sampler(4, 10));
    assertEquals(2, segments.size());
    for (Segment segment : segments) {
      for (Frame frame : segment.frames()) {
        assertFalse(
            frame.pts() > 49.5 * FRAME && frame.pts() < 61.5 * FRAME,
            "frame within the dissolve: " + frame.pts());
      }
    }
  }

  @Test
  void aVideoOfOneFrameIsOneSegment() {
    List<Frame> frames = List.of(new Frame(1.5, Pictures.scene(1)));
    Segmenter segmenter = segmenter(frames, 0.04, Sampler.DEFAULT);
    Segment segment = segmenter.next().orElseThrow();
    assertEquals(1.5, segment.start());
    assertEquals(1.54, segment.end());
    assertEquals(1, segment.frames().size());
    assertTrue(segmenter.next().isEmpty());
  }

  @Test
  void anEndCarriesNoErrorOfASum() {
    List<Frame> frames = List.of(new Frame(0.1, Pictures.scene(1)));
    assertEquals(0.3, segmenter(frames, 0.2, Sampler.DEFAULT).next().orElseThrow().end());
  }

  @Test
  void aStillPictureWithoutDurationIsOneSegment() {
    List<Frame> frames = List.of(new Frame(0, Pictures.scene(1)));
    Segment segment = segmenter(frames, 0, Sampler.DEFAULT).next().orElseThrow();
    assertEquals(0, segment.end());
  }

  @Test
  void aVideoWithoutFramesHasNoSegment() {
    assertTrue(segmenter(List.of(), 0, Sampler.DEFAULT).next().isEmpty());
  }

  @Test
  void aFrameShownForLongerThanTheLongestSegmentIsNotDivided() {
    List<Frame> frames =
        List.of(
            new Frame(0, Pictures.scene(1)),
            new Frame(30, Pictures.scene(2)),
            new Frame(60, Pictures.scene(3)));
    List<Segment> segments = collect(segmenter(frames, 30, Sampler.DEFAULT));
    assertEquals(List.of(0.0, 30.0, 60.0), starts(segments));
    assertEquals(List.of(30.0, 60.0, 90.0), ends(segments));
  }

  @Test
  void aFrameThatTheGridMissedIsShownEnlarged() {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      frames.add(new Frame(i * 0.125, Pictures.scene(1)));
    }
    // Within the step [1, 1.25) the grid has taken the frame at 1; this one is shown until 1.76.
    frames.add(new Frame(1.125, Pictures.scene(2)));
    for (int i = 0; i < 9; i++) {
      frames.add(new Frame(1.76 + i * 0.125, Pictures.scene(3)));
    }
    List<Segment> segments = collect(segmenter(frames, 0.125, Sampler.DEFAULT));
    assertEquals(List.of(0.0, 1.125, 1.76), starts(segments));
    Frame shown = segments.get(1).frames().getFirst();
    assertEquals(1.125, shown.pts());
    assertEquals(Pictures.LARGE, shown.image().size());
    assertEquals(Pictures.scene(2).rgb()[0], shown.image().rgb()[0]);
  }

  @Test
  void aHighRateMakesSegmentsShorterInsteadOfFuller() {
    List<Segment> segments = segments(shots(25 * 100), new Sampler(25, 3600));
    for (Segment segment : segments) {
      assertTrue(segment.frames().size() <= Segmenter.MOST_FRAMES);
    }
    int frames = segments.stream().mapToInt(segment -> segment.frames().size()).sum();
    assertEquals(25 * 100, frames);
  }

  /** Shots of the given numbers of frames, each another scene, 25 frames a second. */
  private static List<Frame> shots(int... lengths) {
    List<Frame> frames = new ArrayList<>();
    for (int shot = 0; shot < lengths.length; shot++) {
      RgbImage scene = Pictures.scene(shot);
      for (int i = 0; i < lengths[shot]; i++) {
        frames.add(new Frame(frames.size() * FRAME, scene));
      }
    }
    return frames;
  }

  private static List<Segment> segments(List<Frame> frames, Sampler sampler) {
    return collect(segmenter(frames, FRAME, sampler));
  }

  private static Segmenter segmenter(List<Frame> frames, double lastDuration, Sampler sampler) {
    double step = Segmenter.samplingStep(sampler);
    return new Segmenter(
        Pictures.stream(frames, lastDuration, step),
        sampler,
        Pictures.LARGE,
        new ShotDetector(),
        Optional.empty());
  }

  private static List<Segment> collect(Segmenter segmenter) {
    List<Segment> segments = new ArrayList<>();
    for (var next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
      segments.add(next.get());
    }
    return segments;
  }

  private static List<Double> starts(List<Segment> segments) {
    return segments.stream().map(Segment::start).toList();
  }

  private static List<Double> ends(List<Segment> segments) {
    return segments.stream().map(Segment::end).toList();
  }
}
