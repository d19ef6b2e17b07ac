package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.media.Sampler;
import io.reelspace.query.Archive;
import io.reelspace.query.Query;
import io.reelspace.query.SearchLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Finds the moments of an index that a text describes, or that an image or a video looks like. */
@Command(
    name = "search",
    description = "Finds the moments that a text describes, or that look like an image or a video.",
    footer = {
      "",
      "Examples:",
      "  reelspace search \"a man in a suit talks in a car\"",
      "  reelspace search --top 3 --by video --json \"a dog on a beach\"",
      "  reelspace search \"a street\" --not cars",
      "  reelspace search --image beach.jpg --region 0,0,400,300",
      "  reelspace search \"a dog\" --video clip.mp4 --from 0:05 --to 0:09",
      "  reelspace search \"a man opens a door\" --then \"a dog runs out\" --within 30s",
      "  reelspace search \"a dog\" --good ID --good ID --bad ID",
      "  reelspace search --said \"what a save\"",
      "  reelspace search sunset --filter 'duration < 60 and path ~ \"2024/*\"'",
      "  reelspace search --queries queries.jsonl > results.jsonl",
      "",
      "Each line of --queries is {\"id\": ..., \"text\": ...}, or has another query in place of",
      "the text, as docs/guide.md writes them; each line of its results is",
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
      names = "--said",
      paramLabel = "WORDS",
      description =
          "What is said or written in subtitles, transcripts, titles and descriptions; with another"
              + " query, only moments at which it is.")
  private Optional<String> said = Optional.empty();

  @Mixin private QueryOptions parts = new QueryOptions();

  @Mixin private ResultOptions results = new ResultOptions();

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description = "Insist on this space (REELSPACE_SPACE; default the one of the index).")
  private Optional<String> space = Optional.empty();

  @Option(
      names = "--query-bank",
      paramLabel = "FILE",
      description =
          "A text file of queries that people ask, one a line: what is near to all of them comes"
              + " later in the results (REELSPACE_QUERY_BANK).")
  private Optional<String> bank = Optional.empty();

  SearchCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    String text = String.join(" ", words).strip();
    if (queries.isPresent() && (!text.isEmpty() || parts.given())) {
      throw new BadInputException("Give either a query or --queries, not both.");
    }
    boolean onlyWords = said.isPresent() && text.isEmpty() && !parts.given() && queries.isEmpty();
    Optional<Query> query =
        queries.isPresent() || onlyWords ? Optional.empty() : Optional.of(parts.query(text));
    Settings settings = root.settings();
    SearchLimits limits = results.limits(settings).said(said);
    Optional<String> wanted = settings.find(Setting.SPACE, space);
    Sampler sampler =
        new Sampler(
            settings.get(Setting.FPS, Optional.empty(), Sampler.DEFAULT.framesPerSecond()),
            Sampler.DEFAULT.longestSegment());
    Spaces spaces = new Spaces(settings.home());
    try (Archive archive =
        ArchiveOpening.open(
            results.index(settings),
            spaces,
            () -> root.loading(settings.home(), wanted.orElse(BundledSpaces.DEFAULT)),
            wanted,
            sampler,
            ArchiveOpening.queryBank(settings, spaces, bank))) {
      if (onlyWords) {
        results.print(archive.said(said.orElseThrow(), limits), archive, limits, settings, shell);
        return ExitCode.DONE;
      }
      if (query.isEmpty()) {
        return new QueryFile(queries.orElseThrow(), shell).answer(archive, limits);
      }
      results.print(archive.search(query.get(), limits), archive, limits, settings, shell);
    }
    return ExitCode.DONE;
  }
}
