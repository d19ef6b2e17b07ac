package io.reelspace.plan;

/**
 * What an archive may meet first.
 *
 * @param kind what is short
 * @param used how many times what one machine has, or what is possible at all
 */
public record Limit(Kind kind, double used) {

  /** What may be short. */
  public enum Kind {
    /** Lucene numbers the documents of an index by 31 bits. */
    DOCUMENTS("documents of one Lucene index", false),
    /** What searches read often has to be there. */
    MEMORY("memory", true),
    /** Of a machine's own. */
    DISK("disk", true),
    /** Searches a second. */
    SEARCH_RATE("searches a second", true),
    /** Of one search. */
    SEARCH_TIME("time of a search", false),
    /** Of all videos. */
    INGEST("ingest", true);

    private final String label;
    private final boolean machines;

    Kind(String label, boolean machines) {
      this.label = label;
      this.machines = machines;
    }

    /** The name for people. */
    public String label() {
      return label;
    }

    /** Whether more machines help; else {@code used} may not be above one. */
    public boolean machinesHelp() {
      return machines;
    }
  }
}
