package io.reelspace.train;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Where randomness comes from: for each purpose a stream of its own for every step.
 *
 * <p>Nothing random carries over from one step to the next. The state of a run is therefore its
 * seed and its step, and a resumed run draws what an undisturbed one would have drawn.
 */
enum RandomStream {
  INITIAL_WEIGHTS(1),
  ORDER(2),
  CAPTIONS(3),
  AUGMENTATION(4),
  DROPOUT(5),
  NEGATIVES(6),
  VIEWS(7),
  IMAGINATION(8);

  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final long salt;

  RandomStream(long salt) {
    this.salt = salt;
  }

  /** A generator for this purpose at a step (or epoch, or example). */
  RandomGenerator at(long seed, long step) {
    return FACTORY.create(mixed(seed, step));
  }

  /** A seed for this purpose at a step. */
  long seed(long seed, long step) {
    return mixed(seed, step);
  }

  /** Sets PyTorch's own generator. */
  void seedEngine(long seed, long step) {
    DualEncoder.engine().setRandomSeed((int) (mixed(seed, step) >>> 33));
  }

  private long mixed(long seed, long step) {
    return mix(mix(mix(seed) + salt) + step);
  }

  /** The finaliser of SplitMix64 (Steele et al. 2014). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
