package io.reelspace.index.duplicate;

/**
 * What counts as a copy.
 *
 * @param similarity least mean cosine similarity of the frames of two parts at the same time
 * @param frameSimilarity cosine similarity above which single frames speak for a copy, and below
 *     which against
 * @param shortest seconds that a common part has at least, unless it is half of the shorter video
 * @param neighbours nearest segments that are looked at for each segment
 */
public record DuplicateOptions(
    double similarity, double frameSimilarity, double shortest, int neighbours) {

  /** As measured in docs/benchmarks/duplicates.md. */
  public static final DuplicateOptions DEFAULT = new DuplicateOptions(0.8, 0.75, 2, 20);

  /** Refuses values that no pair or every pair would meet. */
  public DuplicateOptions {
    if (!(similarity > 0 && similarity <= 1 && frameSimilarity > 0 && frameSimilarity < 1)) {
      throw new IllegalArgumentException(
          "similarities must be in (0, 1]: %s, %s".formatted(similarity, frameSimilarity));
    }
    if (!(shortest >= 0) || neighbours < 1) {
      throw new IllegalArgumentException(
          "shortest must not be negative, neighbours positive: %s, %d"
              .formatted(shortest, neighbours));
    }
  }

  /** The same with another least similarity; single frames may be a little less alike. */
  public DuplicateOptions withSimilarity(double other) {
    double frames = Math.max(0.01, Math.min(0.99, other - (similarity - frameSimilarity)));
    return new DuplicateOptions(other, frames, shortest, neighbours);
  }
}
