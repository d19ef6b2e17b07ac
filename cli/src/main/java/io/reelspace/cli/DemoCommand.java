package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.base.BundledSpaces;
import io.reelspace.base.SampleClips;
import io.reelspace.error.SpaceMismatchException;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.IngestSummary;
import io.reelspace.media.Sampler;
import io.reelspace.query.Archive;
import io.reelspace.query.Match;
import io.reelspace.query.Query;
import io.reelspace.query.SearchLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Indexes the sample clips and answers three queries. */
@Command(
    name = "demo",
    description = "Indexes the sample clips, answers three queries and says how to go on.",
    footer = {"", "Example:", "  reelspace demo"})
final class DemoCommand implements Callable<Integer> {

  static final List<String> QUERIES =
      List.of(
          "a man in a suit and a bow tie",
          "bicycles parked in a street",
          "a fat rabbit in a meadow");

  private static final int TOP = 3;

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Option(names = "--json", description = "Print a JSON array of {query, results}.")
  private boolean json;

  DemoCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = root.settings();
    Path folder = settings.home().resolve("demo");
    Path clips = folder.resolve("clips");
    Path index = folder.resolve("index");
    Spaces spaces = new Spaces(settings.home());

    SampleClips.unpackInto(clips);
    IngestSummary summary = index(spaces, index, clips);
    if (!summary.failed().isEmpty() || summary.cancelled()) {
      return ExitCode.FAILED;
    }
    SequencedMap<String, List<Match>> answers = new LinkedHashMap<>();
    try (Archive archive =
        ArchiveOpening.open(
            IndexLocation.of(index),
            spaces,
            () -> SpaceLoading.start(settings.home(), BundledSpaces.DEFAULT),
            Optional.empty(),
            Sampler.DEFAULT,
            Optional.empty())) {
      SearchLimits limits = SearchLimits.DEFAULT.top(TOP).by(Grouping.VIDEO);
      for (String query : QUERIES) {
        answers.put(query, archive.search(Query.text(query), limits).matches());
      }
    }
    if (json) {
      write(answers);
    } else {
      print(answers, clips, settings.home());
    }
    return ExitCode.DONE;
  }

  /** Indexes the clips; anew where the index is of a space that was the default once. */
  private IngestSummary index(Spaces spaces, Path index, Path clips) throws IOException {
    Indexing indexing = new Indexing(shell, spaces);
    Optional<String> defaultSpace = Optional.of(BundledSpaces.DEFAULT);
    try {
      return indexing.run(
          IndexLocation.of(index), defaultSpace, IngestOptions.DEFAULT, List.of(clips));
    } catch (SpaceMismatchException e) {
      shell.say("the default space is another one now; indexing the sample clips anew");
      delete(index);
      return indexing.run(
          IndexLocation.of(index), defaultSpace, IngestOptions.DEFAULT, List.of(clips));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void print(SequencedMap<String, List<Match>> answers, Path clips, Path home) {
    Output out = shell.out();
    out.line(
        SampleClips.names().size()
            + " sample clips are indexed: "
            + Printable.of(clips.toString()));
    for (Map.Entry<String, List<Match>> answer : answers.entrySet()) {
      out.line("");
      out.line("\"" + answer.getKey() + "\"");
      int rank = 1;
      for (Match match : answer.getValue()) {
        Hit hit = match.moment();
        out.line(
            String.format(
                Locale.ROOT,
                "  %d  %-16s  %s  %6.3f",
                rank++,
                Path.of(hit.video()).getFileName(),
                TimeSpan.of(hit.start(), hit.end()),
                hit.score()));
      }
    }
    String command = shell.command();
    out.line("");
    out.line("Go on with your own videos:");
    out.line("  " + command + " index ~/Videos");
    out.line("  " + command + " search \"a dog runs on a beach\"");
    out.line("Their index will be kept in " + Printable.of(home.resolve("index").toString()) + ".");
  }

  private void write(SequencedMap<String, List<Match>> answers) throws IOException {
    try (JsonGenerator array = Json.pretty(shell.out())) {
      array.writeStartArray();
      for (Map.Entry<String, List<Match>> answer : answers.entrySet()) {
        array.writeStartObject();
        array.writeStringField("query", answer.getKey());
        array.writeFieldName("results");
        Results.write(answer.getValue(), array);
        array.writeEndObject();
      }
      array.writeEndArray();
    }
    shell.out().line("");
  }
}
