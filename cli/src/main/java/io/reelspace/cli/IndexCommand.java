package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IngestFailure;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.WatchOptions;
import io.reelspace.media.Sampler;
import io.reelspace.query.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Brings an index up to date with files and folders. */
@Command(
    name = "index",
    description = {
      "Indexes the videos and pictures among files and below folders.",
      "What is in the index already and has not changed is left alone, so it is safe to run again"
          + " and to interrupt."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace index ~/Videos",
      "  reelspace index --watch ~/Videos",
      "  reelspace index --prune --index /data/archive ~/Videos /media/disk",
      "  reelspace index -- -name-with-dash.mp4",
      "  reelspace index --export ~/archive-as-tables",
      "  reelspace index --from-parquet /data/embedded --index milvus://host:19530/archive"
    })
final class IndexCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PATH", arity = "0..*", description = "Files and folders.")
  private List<Path> paths = List.of();

  @Mixin private IndexOption index = new IndexOption();

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description =
          "The space to index with (REELSPACE_SPACE; default that of the index, "
              + BundledSpaces.DEFAULT
              + " for a new one).")
  private Optional<String> space = Optional.empty();

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "Frames looked at per second of video (REELSPACE_FPS; default 2).")
  private Optional<String> fps = Optional.empty();

  @Option(
      names = "--shots",
      paramLabel = "DIR",
      description =
          "Find shots by the network in a folder, for example TransNet V2 (REELSPACE_SHOTS;"
              + " default the built-in way).")
  private Optional<String> shots = Optional.empty();

  @Option(
      names = "--prune",
      description = "Remove videos from the index whose file is gone from the given folders.")
  private boolean prune;

  @Option(
      names = "--watch",
      description = {
        "Go on after that: take in new, changed and moved files and remove deleted ones as it"
            + " happens, until Ctrl-C."
      })
  private boolean watch;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      description =
          "With --watch: how long a file must not have changed before it is indexed (default 5s).")
  private Optional<String> settle = Optional.empty();

  @Option(
      names = "--export",
      paramLabel = "DIR",
      description = {
        "Index nothing: write all embeddings and metadata of the index to a new folder, as Arrow"
            + " tables and a NumPy array."
      })
  private Optional<Path> export = Optional.empty();

  @Option(
      names = "--from-parquet",
      paramLabel = "DIR",
      description = {
        "Decode nothing: take in the videos that a cluster embedded into the Parquet files of a"
            + " folder, see docs/spark.md."
      })
  private Optional<Path> parquet = Optional.empty();

  @Option(names = "--json", description = "Print the summary as a JSON object.")
  private boolean json;

  IndexCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    requireOneTask();
    Settings settings = root.settings();
    if (export.isPresent()) {
      return new Exporting(shell).run(index.in(settings), export.get(), json);
    }
    if (parquet.isPresent()) {
      IndexLocation location = index.in(settings);
      return tell(new Importing(shell).run(location, parquet.get()), location);
    }
    Sampler sampler =
        new Sampler(
            settings.get(Setting.FPS, fps, Sampler.DEFAULT.framesPerSecond()),
            Sampler.DEFAULT.longestSegment());
    IndexLocation folder = index.in(settings);
    Optional<String> wanted = settings.find(Setting.SPACE, space);
    if (!prune && paths.stream().noneMatch(Files::exists)) {
      paths.forEach(path ->
          shell.say(
              Printable.of(
                  path
                      + ": no such file or folder; check the name, and that its disk"
                      + " is mounted")));
      return ExitCode.WRONG_USAGE;
    }
    IngestOptions options = IngestOptions.DEFAULT.withSampler(sampler).withPrune(prune);
    Indexing indexing =
        new Indexing(shell, new Spaces(settings.home()), settings.find(Setting.SHOTS, shots));
    IngestSummary summary =
        watch
            ? indexing.watch(folder, wanted, options, watching(), paths)
            : indexing.run(folder, wanted, options, paths);
    return tell(summary, folder);
  }

  private int tell(IngestSummary summary, IndexLocation location) throws IOException {
    if (json) {
      write(summary, location);
    } else {
      shell.out().line(sentence(summary, location));
    }
    return exitCode(summary);
  }

  private void requireOneTask() {
    boolean other = export.isPresent() || parquet.isPresent();
    if (!other && paths.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "name the files and folders to index, or --export DIR, or --from-parquet DIR");
    }
    boolean alone =
        paths.isEmpty()
            && !prune
            && !watch
            && settle.isEmpty()
            && fps.isEmpty()
            && shots.isEmpty()
            && space.isEmpty();
    if ((other && !alone) || (export.isPresent() && parquet.isPresent())) {
      throw new ParameterException(
          spec.commandLine(),
          "--export writes what is in the index, --from-parquet takes in what was embedded"
              + " elsewhere, and neither decodes anything: use one of them, without paths,"
              + " --prune, --watch, --settle, --fps, --shots and --space, or run the command"
              + " twice");
    }
  }

  private WatchOptions watching() {
    return settle
        .map(text -> {
          double seconds = Clock.seconds(text);
          if (seconds < 0.1 || seconds > 86_400) {
            throw new BadInputException("--settle is '" + text + "'; it must be from 0.1s to 24h.");
          }
          return WatchOptions.DEFAULT.withSettle(Duration.ofMillis((long) (seconds * 1000)));
        })
        .orElse(WatchOptions.DEFAULT);
  }

  private static int exitCode(IngestSummary summary) {
    if (summary.failed().isEmpty()) {
      return summary.cancelled() ? ExitCode.PARTLY_DONE : ExitCode.DONE;
    }
    boolean nothing = summary.done() + summary.unchanged() + summary.removed() == 0;
    return nothing ? ExitCode.FAILED : ExitCode.PARTLY_DONE;
  }

  static String sentence(IngestSummary summary, IndexLocation folder) {
    StringBuilder text = new StringBuilder();
    text.append(summary.done()).append(" indexed");
    if (summary.reused() > 0) {
      text.append(" (").append(summary.reused()).append(" without decoding)");
    }
    text.append(", ");
    text.append(summary.unchanged()).append(" unchanged, ");
    text.append(summary.failed().size()).append(" failed");
    if (summary.removed() > 0) {
      text.append(", ").append(summary.removed()).append(" removed");
    }
    if (summary.missing() > 0) {
      text.append(", ").append(summary.missing()).append(" gone but kept (--prune removes them)");
    }
    text.append(String.format(" in %.1f s", summary.elapsed().toMillis() / 1000.0));
    if (summary.cancelled()) {
      text.append("; stopped early, run it again to go on");
    }
    return text.append(". Index: ").append(Printable.of(folder.toString())).toString();
  }

  private void write(IngestSummary summary, IndexLocation folder) throws IOException {
    try (JsonGenerator object = Json.pretty(shell.out())) {
      object.writeStartObject();
      object.writeStringField("index", folder.toString());
      object.writeNumberField("indexed", summary.done());
      object.writeNumberField("reused", summary.reused());
      object.writeNumberField("unchanged", summary.unchanged());
      object.writeNumberField("removed", summary.removed());
      object.writeNumberField("missing", summary.missing());
      object.writeBooleanField("stopped", summary.cancelled());
      object.writeNumberField("seconds", summary.elapsed().toMillis() / 1000.0);
      object.writeArrayFieldStart("failed");
      for (IngestFailure failure : summary.failed()) {
        object.writeStartObject();
        object.writeStringField("path", failure.path().toString());
        object.writeStringField("reason", failure.reason());
        object.writeEndObject();
      }
      object.writeEndArray();
      object.writeEndObject();
    }
    shell.out().line("");
  }
}
