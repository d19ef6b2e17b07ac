package io.reelspace.plan;

/**
 * What searches take.
 *
 * @param coreSeconds of a search by text, from the text to its results
 * @param time seconds of a search that runs alone
 * @param rate searches a second that one machine's cores are good for, at the share of them that is
 *     planned with
 */
public record SearchNeed(double coreSeconds, double time, double rate) {

  static SearchNeed of(
      Archive archive, IndexModel index, Demand demand, Machine machine, double cores) {
    double seconds = coreSeconds(archive, index, demand);
    double time =
        Figures.TEXT_SECONDS.value()
            + index.searchTime(archive.counts(), archive.embedding(), demand.results(), cores);
    return new SearchNeed(seconds, time, rate(machine, seconds));
  }

  static double coreSeconds(Archive archive, IndexModel index, Demand demand) {
    return Figures.TEXT_SECONDS.value()
        + index.searchSeconds(archive.counts(), archive.embedding(), demand.results());
  }

  static double rate(Machine machine, double coreSeconds) {
    return machine.cores() * Figures.SEARCH_SHARE.value() / coreSeconds;
  }
}
