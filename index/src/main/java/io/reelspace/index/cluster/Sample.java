package io.reelspace.index.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A random sample of a stream of vectors (reservoir sampling, algorithm R of Vitter, 1985). */
final class Sample {

  /** Fixed, so that the same vectors give the same clusters. */
  private static final long SEED = 42;

  private final int most;
  private final UnaryOperator<float[]> form;
  private final Random random = new Random(SEED);
  private final List<float[]> vectors = new ArrayList<>();
  private long seen;

  /**
   * @param form what is kept of a vector
   */
  Sample(int most, UnaryOperator<float[]> form) {
    this.most = most;
    this.form = form;
  }

  void offer(float[] vector) {
    seen++;
    if (vectors.size() < most) {
      vectors.add(form.apply(vector.clone()));
      return;
    }
    long place = random.nextLong(seen);
    if (place < most) {
      vectors.set((int) place, form.apply(vector.clone()));
    }
  }

  float[][] vectors() {
    return vectors.toArray(float[][]::new);
  }
}
