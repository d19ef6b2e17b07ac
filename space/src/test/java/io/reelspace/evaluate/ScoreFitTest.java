package io.reelspace.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.space.ScoreCalibration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScoreFitTest {

  private static final int DIMENSION = 64;
  private static final int PICTURES = 400;

  private final Random random = new Random(11);

  private float[] unit(float[] near, double noise) {
    float[] vector = new float[DIMENSION];
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (near[i] + noise * random.nextGaussian() / Math.sqrt(DIMENSION));
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  /**
   * Texts that say their picture up to noise; all pictures around one direction, which texts share
   * only in part: similarities are high throughout, as in spaces that are not centred.
   */
  private ScoreCalibration fit(double noise) {
    float[] common = new float[DIMENSION];
    common[0] = 1;
    float[][] pictures = new float[PICTURES][];
    float[][] texts = new float[2 * PICTURES][];
    int[] right = new int[2 * PICTURES];
    for (int i = 0; i < PICTURES; i++) {
      pictures[i] = unit(common, 1);
      for (int j = 0; j < 2; j++) {
        texts[2 * i + j] = unit(pictures[i], noise);
        right[2 * i + j] = i;
      }
    }
    return ScoreFit.of(texts, pictures, right).orElseThrow();
  }

  @Test
  void whereRightResultsStandOutTheCurveLiesBetweenThemAndTheOthers() {
    ScoreCalibration clear = fit(0.5);
    assertEquals(0.5, clear.picture().mean(), 0.05); // two of common plus as much of their own
    assertTrue(clear.text().deviation() > 0.02 && clear.text().deviation() < 0.2);
    assertTrue(clear.middle() > 1.5 && clear.middle() < 5, () -> "" + clear);
    assertEquals(0.2, clear.limit());
  }

  @Test
  void whereRightResultsHardlyStandOutTheCurveIsFlatterAndLiesLower() {
    ScoreCalibration noisy = fit(5);
    ScoreCalibration clear = fit(0.5);
    assertTrue(noisy.steepness() < clear.steepness());
    assertTrue(noisy.middle() < clear.middle());
  }

  @Test
  void fromAHandfulNothingIsFitted() {
    float[][] few = new float[5][DIMENSION];
    assertTrue(ScoreFit.of(few, few, new int[5]).isEmpty());
  }
}
