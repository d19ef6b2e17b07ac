package io.reelspace.encode;

import java.nio.file.Path;

/**
 * Where and how networks run.
 *
 * @param cache folder for what is prepared once instead of at every start: unpacked native
 *     libraries, copies of models that load faster; created when absent
 * @param threads processor cores that one network uses, at least 1
 * @param batch pictures that go through a network at once, at least 1; memory grows with it
 */
public record Inference(Path cache, int threads, int batch) {
  /** Larger batches gain no speed; see {@code docs/benchmarks/encoders.md}. */
  private static final int BATCH = 8;

  /** Refuses fewer threads or pictures than one. */
  public Inference {
    if (threads < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "threads and batch must be at least 1: " + threads + ", " + batch);
    }
  }

  /** All cores of this machine, and the batch that was measured to be best. */
  public static Inference in(Path cache) {
    return new Inference(cache, Runtime.getRuntime().availableProcessors(), BATCH);
  }
}
