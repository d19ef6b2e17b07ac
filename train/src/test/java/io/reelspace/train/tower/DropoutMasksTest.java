package io.reelspace.train.tower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutMasksTest {

  private static final Shape SHAPE = new Shape(301, 7, 101);

  private final DropoutMasks masks = new DropoutMasks();

  private float[] draw(double rate) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDArray mask = masks.next(manager.zeros(SHAPE), rate);
      assertEquals(SHAPE, mask.getShape());
      return mask.toFloatArray();
    }
  }

  @Test
  void dropsTheShareThatIsAskedForAndKeepsTheMean() {
    for (double rate : new double[] {.1, .3, .5, .9}) {
      masks.begin(7);
      float[] mask = draw(rate);
      int dropped = 0;
      for (float value : mask) {
        if (value == 0) {
          dropped++;
        } else {
          assertEquals(1 / (1 - rate), value, 1e-6);
        }
      }
      double deviation = Math.sqrt(rate * (1 - rate) / mask.length);
      assertEquals(rate, dropped / (double) mask.length, 5 * deviation);
    }
  }

  @Test
  void neighboursInTimeAndInChannelsAreIndependent() {
    masks.begin(11);
    float[] mask = draw(.5);
    for (int distance : new int[] {1, 2, 101, 707, 1 << 14}) {
      int same = 0;
      for (int i = distance; i < mask.length; i++) {
        same += mask[i] == mask[i - distance] ? 1 : 0;
      }
      int pairs = mask.length - distance;
      assertEquals(.5, same / (double) pairs, 5 * Math.sqrt(.25 / pairs), "distance " + distance);
    }
  }

  @Test
  void aPassThatIsBegunAgainDrawsTheSameAndEveryMaskOfItIsAnother() {
    masks.begin(3);
    float[] first = draw(.3);
    float[] second = draw(.3);
    masks.begin(3);
    assertArrayEquals(first, draw(.3));
    assertArrayEquals(second, draw(.3));
    masks.begin(4);
    float[] other = draw(.3);
    assertFalse(Arrays.equals(first, second));
    assertFalse(Arrays.equals(first, other));
  }
}
