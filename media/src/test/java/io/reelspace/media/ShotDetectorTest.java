package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle is how the sequences are drawn: their cuts are known. */
class ShotDetectorTest {

  private static final double FRAME = 1.0 / 25;

  @Test
  void aHardCutIsTheFirstFrameOfTheNewShot() {
    List<Frame> frames = new ArrayList<>();
    hold(frames, Pictures.scene(1), 50);
    hold(frames, Pictures.scene(2), 50);
    hold(frames, Pictures.scene(3), 50);
    assertEquals(List.of(50 * FRAME, 100 * FRAME), Pictures.cuts(frames));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 4, 5, 10, 24, 60, 120})
  void cutsAreFoundAtAnyFrameRate(double rate) {
    List<Frame> frames = new ArrayList<>();
    int shot = (int) (5 * rate);
    for (int i = 0; i < 3 * shot; i++) {
      frames.add(new Frame(i / rate, Pictures.scene(i / shot)));
    }
    assertEquals(List.of(shot / rate, 2 * shot / rate), Pictures.cuts(frames));
  }

  @Test
  void timesAreThoseOfFramesAtAVariableRateWithAnOffset() {
    long seed = 7;
    Random random = new Random(seed);
    List<Frame> frames = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    double pts = 12.345;
    for (int shot = 0; shot < 5; shot++) {
      if (shot > 0) {
        expected.add(pts);
      }
      for (double end = pts + 2; pts < end; pts += 0.01 + 0.2 * random.nextDouble()) {
        frames.add(new Frame(pts, Pictures.scene(shot)));
      }
    }
    assertEquals(expected, Pictures.cuts(frames), "seed " + seed);
  }

  @Test
  void aDissolveIsCutInItsMiddle() {
    List<Frame> frames = new ArrayList<>();
    hold(frames, Pictures.scene(1), 50);
    for (int i = 1; i <= 12; i++) {
      add(frames, Pictures.mix(Pictures.scene(1), Pictures.scene(2), i / 13.0));
    }
    hold(frames, Pictures.scene(2), 50);
    // 7/13 is the first weight above one half: frame 50 + 6.
    assertEquals(List.of(56 * FRAME), Pictures.cuts(frames));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 12, 25, 40})
  void dissolvesOfAFifthToOverOneAndAHalfSecondsAreFound(int length) {
    List<Frame> frames = new ArrayList<>();
    hold(frames, Pictures.scene(1), 75);
    for (int i = 1; i <= length; i++) {
      add(frames, Pictures.mix(Pictures.scene(1), Pictures.scene(2), i / (length + 1.0)));
    }
    hold(frames, Pictures.scene(2), 75);
    List<Double> cuts = Pictures.cuts(frames);
    assertEquals(1, cuts.size(), cuts::toString);
    assertEquals((75 + length / 2.0) * FRAME, cuts.getFirst(), FRAME);
  }

  @Test
  void aLightThatIsTurnedUpIsNoCut() {
    List<Frame> frames = new ArrayList<>();
    hold(frames, Pictures.mix(Pictures.plain(0, 0, 0), Pictures.scene(1), 0.4), 50);
    for (int i = 1; i <= 12; i++) {
      add(frames, Pictures.mix(Pictures.plain(0, 0, 0), Pictures.scene(1), 0.4 + i * 0.05));
    }
    hold(frames, Pictures.scene(1), 50);
    assertEquals(List.of(), Pictures.cuts(frames));
  }

  @Test
  void aFadeThroughBlackIsOneCut() {
    List<Frame> frames = new ArrayList<>();
    hold(frames, Pictures.scene(1), 50);
    for (int i = 1; i <= 12; i++) {
      add(frames, Pictures.mix(Pictures.scene(1), Pictures.plain(0, 0, 0), i / 12.0));
    }
    for (int i = 1; i <= 12; i++) {
      add(frames, Pictures.mix(Pictures.plain(0, 0, 0), Pictures.scene(2), i / 12.0));
    }
    hold(frames, Pictures.scene(2), 50);
    List<Double> cuts = Pictures.cuts(frames);
    assertEquals(1, cuts.size(), cuts::toString);
    assertEquals(62 * FRAME, cuts.getFirst(), 2 * FRAME);
  }

  @Test
  void aLongBlackPauseIsAShot() {
    List<Frame> frames = new ArrayList<>();
    hold(frames, Pictures.scene(1), 50);
    hold(frames, Pictures.plain(0, 0, 0), 100);
    hold(frames, Pictures.scene(2), 50);
    assertEquals(List.of(50 * FRAME, 150 * FRAME), Pictures.cuts(frames));
  }

  @Test
  void aFadeInFromBlackAtTheStartIsNoCut() {
    List<Frame> frames = new ArrayList<>();
    hold(frames, Pictures.plain(0, 0, 0), 10);
    for (int i = 1; i <= 12; i++) {
      add(frames, Pictures.mix(Pictures.plain(0, 0, 0), Pictures.scene(2), i / 12.0));
    }
    hold(frames, Pictures.scene(2), 50);
    assertEquals(List.of(), Pictures.cuts(frames));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aFlashIsNoCut(int length) {
    List<Frame> frames = new ArrayList<>();
    hold(frames, Pictures.scene(1), 50);
    hold(frames, Pictures.brighter(Pictures.scene(1), 150), length);
    hold(frames, Pictures.scene(1), 50);
    assertEquals(List.of(), Pictures.cuts(frames));
  }

  @Test
  void aCameraThatPansIsNoCut() {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      add(frames, Pictures.scene(1, 3 * i));
    }
    assertEquals(List.of(), Pictures.cuts(frames));
  }

  @Test
  void noiseIsNoCut() {
    Random random = new Random(11);
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] rgb = Pictures.plain(0, 0, 0).rgb();
      random.nextBytes(rgb);
      add(frames, new RgbImage(Pictures.SMALL, rgb));
    }
    assertEquals(List.of(), Pictures.cuts(frames));
  }

  @Test
  void shotsAreNoShorterThanTheShortest() {
    List<Frame> frames = new ArrayList<>();
    for (int shot = 0; shot < 30; shot++) {
      hold(frames, Pictures.scene(shot), 5);
    }
    List<Double> cuts = Pictures.cuts(frames);
    double previous = 0;
    for (double cut : cuts) {
      assertTrue(cut - previous >= ShotDetector.SHORTEST_SHOT - 1e-9, cuts::toString);
      previous = cut;
    }
  }

  @Test
  void oneFrameAndNoFrameHaveNoCut() {
    assertEquals(List.of(), Pictures.cuts(List.of(new Frame(3, Pictures.scene(1)))));
    assertEquals(List.of(), new ShotDetector().finish());
  }

  @Test
  void aCutIsReportedSoonAndNeverBeforeTheTimeThatWasDeclaredCertain() {
    List<Frame> frames = new ArrayList<>();
    for (int shot = 0; shot < 6; shot++) {
      hold(frames, Pictures.scene(shot), 30 + 7 * shot);
    }
    ShotDetector detector = new ShotDetector();
    double certain = Double.NEGATIVE_INFINITY;
    int found = 0;
    for (Frame frame : frames) {
      for (Cut cut : detector.add(frame.pts(), frame.image())) {
        assertTrue(cut.pts() >= certain, cut + " was certain until " + certain);
        assertTrue(frame.pts() - cut.pts() < 3.5, cut + " found at " + frame.pts());
        found++;
      }
      certain = detector.certainUntil();
    }
    assertEquals(5, found + detector.finish().size());
  }

  private static void hold(List<Frame> frames, RgbImage image, int count) {
    for (int i = 0; i < count; i++) {
      add(frames, image);
    }
  }

  private static void add(List<Frame> frames, RgbImage image) {
    frames.add(new Frame(frames.size() * FRAME, image));
  }
}
