package io.reelspace.query;

import io.reelspace.index.Hit;
import java.util.List;

/**
 * What an archive found.
 *
 * @param matches best first
 * @param warnings what of the query was not used, one sentence each
 */
public record Answer(List<Match> matches, List<String> warnings) {

  /** Keeps its own copies. */
  public Answer {
    matches = List.copyOf(matches);
    warnings = List.copyOf(warnings);
  }

  /** Where the matches are, best first. */
  public List<Hit> moments() {
    return matches.stream().map(Match::moment).toList();
  }
}
