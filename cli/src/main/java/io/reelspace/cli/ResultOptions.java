package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.error.BadInputException;
import io.reelspace.index.Grouping;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.Ranking;
import io.reelspace.index.filter.Filter;
import io.reelspace.query.Answer;
import io.reelspace.query.Archive;
import io.reelspace.query.SearchLimits;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which results are wanted, of which index, and how they are printed. */
final class ResultOptions {

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "How many results (REELSPACE_TOP; default 10).")
  private Optional<String> top = Optional.empty();

  @Option(
      names = "--by",
      paramLabel = "moment|video",
      completionCandidates = Groupings.class,
      description = "What one result is (REELSPACE_BY; default moment).")
  private Optional<String> by = Optional.empty();

  @Option(
      names = "--min-score",
      paramLabel = "X",
      description =
          "Leave out results that score less, from 0 to 1; 0 or -1 leaves nothing out"
              + " (REELSPACE_MIN_SCORE; default that of the space, 0.2 for base).")
  private Optional<String> minScore = Optional.empty();

  @Option(
      names = "--rank",
      paramLabel = "frames|segments",
      completionCandidates = Rankings.class,
      description =
          "frames (default): results begin and end where their frames match; segments: whole shots"
              + " as they were indexed.")
  private String rank = "frames";

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Search only the videos that this filter takes; see docs/guide.md.")
  private String filter = "";

  @Mixin private IndexOption index = new IndexOption();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  /** What {@code --by} takes, for completion. */
  static final class Groupings extends java.util.ArrayList<String> {
    Groupings() {
      super(List.of("moment", "video"));
    }
  }

  /** What {@code --rank} takes, for completion. */
  static final class Rankings extends java.util.ArrayList<String> {
    Rankings() {
      super(List.of("frames", "segments"));
    }
  }

  private Ranking ranking() {
    return switch (rank) {
      case "frames" -> Ranking.MOMENTS;
      case "segments" -> Ranking.SEGMENTS;
      default ->
          throw new BadInputException(
              "--rank must be frames or segments, not '" + rank + "'; frames is the default");
    };
  }

  SearchLimits limits(Settings settings) {
    return new SearchLimits(
        settings.get(Setting.TOP, top, 10),
        settings.get(Setting.BY, by, Grouping.MOMENT),
        settings
            .find(Setting.MIN_SCORE, minScore)
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty()),
        Filter.parse(filter),
        Optional.empty(),
        ranking());
  }

  /** The folder of the index. */
  IndexLocation index(Settings settings) {
    return index.in(settings);
  }

  /** Prints what was found; what of the query was not used, and why nothing is found, is said. */
  void print(Answer answer, Archive archive, SearchLimits limits, Settings settings, Shell shell)
      throws IOException {
    answer.warnings().forEach(warning -> shell.say(Printable.of("warning: " + warning)));
    if (json) {
      try (JsonGenerator array = Json.pretty(shell.out())) {
        Results.write(answer.matches(), array);
      }
      shell.out().line("");
      return;
    }
    Results.print(answer.matches(), shell.out());
    if (answer.matches().isEmpty()) {
      shell.say(
          archive.isEmpty()
              ? Printable.of(
                  "the index " + index(settings) + " is empty; fill it with: reelspace index PATH")
              : nothing(limits, archive));
    }
  }

  private static String nothing(SearchLimits limits, Archive archive) {
    boolean filtered = !limits.filter().equals(Filter.all());
    String among = filtered ? " among the videos that the filter takes" : "";
    if (limits.said().isPresent()) {
      return "nothing is said with these words" + among;
    }
    double least = limits.minScore().orElseGet(archive::defaultLimit);
    if (least > 0) {
      return "nothing"
          + among
          + " scores "
          + least
          + " or more; lower --min-score (0 shows all) for what comes nearest";
    }
    return filtered
        ? "nothing found" + among
        : "nothing matches; of steps, more time between them may help: --within 60s";
  }
}
