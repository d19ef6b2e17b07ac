package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Finds the moments of an index that a text describes. */
@Command(
    name = "search",
    description = "Finds the moments that a text describes.",
    footer = {
      "",
      "Examples:",
      "  reelspace search \"a man in a suit talks in a car\"",
      "  reelspace search --top 3 --by video --json \"a dog on a beach\"",
      "  reelspace search --queries queries.jsonl > results.jsonl",
      "",
      "Each line of --queries is {\"id\": ..., \"text\": ...}; each line of its results is",
      "{\"id\": ..., \"results\": [{rank, video, id, start, end, score}, ...]}."
    })
final class SearchCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Parameters(paramLabel = "TEXT", arity = "0..*", description = "What is to be seen.")
  private List<String> words = List.of();

  @Option(
      names = "--queries",
      paramLabel = "FILE",
      description = "Take many queries from a file of JSON lines (- for standard input).")
  private Optional<Path> queries = Optional.empty();

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
          "Leave out results below this cosine similarity; -1 leaves nothing out"
              + " (REELSPACE_MIN_SCORE; default -1).")
  private Optional<String> minScore = Optional.empty();

  @Option(
      names = "--index",
      paramLabel = "DIR",
      description = "The index (REELSPACE_INDEX; default HOME/index).")
  private Optional<String> index = Optional.empty();

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description = "Insist on this space (REELSPACE_SPACE; default the one of the index).")
  private Optional<String> space = Optional.empty();

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  SearchCommand(Shell shell) {
    this.shell = shell;
  }

  /** What {@code --by} takes, for completion. */
  static final class Groupings extends java.util.ArrayList<String> {
    Groupings() {
      super(List.of("moment", "video"));
    }
  }

  @Override
  public Integer call() throws IOException {
    String text = String.join(" ", words).strip();
    if (text.isEmpty() == queries.isEmpty()) {
      throw new BadInputException(
          text.isEmpty()
              ? "Nothing to search for; describe it: reelspace search \"a dog on a beach\""
              : "Give either a text or --queries, not both.");
    }
    Settings settings = root.settings();
    Limits limits =
        new Limits(
            settings.get(Setting.TOP, top, 10),
            settings.get(Setting.BY, by, Grouping.MOMENT),
            settings.get(Setting.MIN_SCORE, minScore, -1.0));
    Path folder = settings.index(index);
    Optional<String> wanted = settings.find(Setting.SPACE, space);
    SpaceLoading loading = root.loading(settings.home(), wanted.orElse(BundledSpaces.DEFAULT));
    try (Archive archive = Archive.open(folder, new Spaces(settings.home()), loading, wanted)) {
      if (queries.isPresent()) {
        return new QueryFile(queries.get(), shell).answer(archive, limits);
      }
      print(archive, limits.search(archive, text), limits, folder);
    }
    return ExitCode.DONE;
  }

  private void print(Archive archive, List<Hit> hits, Limits limits, Path folder)
      throws IOException {
    if (json) {
      try (JsonGenerator array = Json.pretty(shell.out())) {
        Results.write(hits, array);
      }
      shell.out().line("");
      return;
    }
    Results.print(hits, shell.out());
    if (hits.isEmpty()) {
      shell.say(
          archive.isEmpty()
              ? Printable.of(
                  "the index " + folder + " is empty; fill it with: reelspace index PATH")
              : "nothing scores " + limits.minScore() + " or more; lower --min-score");
    }
  }

  /** How many results of which kind are wanted. */
  record Limits(int top, Grouping by, double minScore) {
    List<Hit> search(Archive archive, String text) {
      return archive.search(text, top, by, minScore);
    }
  }
}
