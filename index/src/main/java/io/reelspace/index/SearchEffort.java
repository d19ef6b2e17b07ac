package io.reelspace.index;

/**
 * How hard a search by vector looks before it is content.
 *
 * @param exactUpTo segments up to which every one is compared on its raw vector
 * @param share of the segments beyond that number that is looked at: those of the nearest clusters
 */
public record SearchEffort(int exactUpTo, double share) {

  /** Compared in any case: it costs a millisecond, and a small share of little may miss much. */
  private static final int LEAST = 4000;

  /**
   * For queries by text, which lie far from all segments; docs/benchmarks/search.md has what other
   * shares find and cost.
   */
  public static final SearchEffort DEFAULT = new SearchEffort(20_000, 0.06);

  /** Every segment is compared. */
  public static final SearchEffort EXACT = new SearchEffort(Integer.MAX_VALUE, 1);

  /** The share that is looked at where there are so many segments; 1 or more for all of them. */
  double share(long segments) {
    return Math.max(share, (double) LEAST / segments);
  }
}
