package io.reelspace.index;

/**
 * How hard a search by vector looks before it is content.
 *
 * @param exactUpTo segments up to which every one is compared on its raw vector
 * @param least segments beyond that number that are looked at in any case: those of the nearest
 *     clusters
 * @param share of the segments that is looked at, if these are more
 */
public record SearchEffort(int exactUpTo, int least, double share) {

  /**
   * For queries by text, which lie far from all segments; docs/benchmarks/search.md has what other
   * shares find and cost.
   */
  public static final SearchEffort DEFAULT = new SearchEffort(5_000, 4_000, 0.06);

  /** Every segment is compared. */
  public static final SearchEffort EXACT = new SearchEffort(Integer.MAX_VALUE, 0, 1);

  /** The share that is looked at where there are so many segments; 1 or more for all of them. */
  double share(long segments) {
    return Math.max(share, (double) least / segments);
  }
}
