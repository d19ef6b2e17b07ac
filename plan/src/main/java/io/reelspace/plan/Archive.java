package io.reelspace.plan;

/**
 * An archive that is planned.
 *
 * @param hours of video
 * @param material what the videos are like
 * @param embedding what is made of them
 */
public record Archive(double hours, Material material, Embedding embedding) {

  /** Refuses what is no archive. */
  public Archive {
    if (!(hours > 0) || Double.isInfinite(hours)) {
      throw new IllegalArgumentException("hours must be above 0: " + hours);
    }
  }

  /** What an index of it holds. */
  public Counts counts() {
    return material.counts(hours, embedding.framesPerSecond());
  }
}
