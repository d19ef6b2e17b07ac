package io.reelspace.encode;

import java.nio.file.Path;

/**
 * Where and how networks run.
 *
 * @param cache folder for the native libraries, which are unpacked there once instead of at every
 *     start; created when absent
 * @param threads processor cores that one network uses, at least 1
 */
public record Inference(Path cache, int threads) {

  /** Refuses fewer threads than one. */
  public Inference {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  /** All cores of this machine. */
  public static Inference in(Path cache) {
    return new Inference(cache, Runtime.getRuntime().availableProcessors());
  }
}
