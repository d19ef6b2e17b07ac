package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.Migration;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Brings an index from a folder to a server, and back. */
@Command(
    name = "migrate",
    description = {
      "Brings all videos of an index into another one: from a folder to a Milvus server, or back.",
      "What is there already is left alone, so it is safe to run again and to interrupt; in the end"
          + " both are compared by their counts and by sampled queries."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace migrate --from ~/.reelspace/index --to milvus://localhost:19530/archive",
      "  reelspace migrate --from milvus://localhost:19530/archive --to /data/archive"
    })
final class MigrateCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR|milvus://HOST:PORT/COLLECTION",
      description = "The index that is read.")
  private String from = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR|milvus://HOST:PORT/COLLECTION",
      description = "The index that is written; made where there is none.")
  private String to = "";

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  MigrateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = root.settings();
    IndexLocation source = settings.place(from);
    IndexLocation target = settings.place(to);
    if (source.toString().equals(target.toString())) {
      throw new BadInputException("--from and --to are the same index: " + source);
    }
    AtomicBoolean stop = new AtomicBoolean();
    Migration.Summary summary;
    try (VideoIndex reading = source.openReadOnly();
        VideoIndex writing = target.open(reading.space());
        StatusLine line = new StatusLine(shell);
        Interruption _ = new Interruption(shell, () -> stop.set(true))) {
      long videos = reading.stats().videos();
      summary =
          new Migration(
                  reading,
                  writing,
                  done -> line.draw(done + " of " + videos + " videos"),
                  stop::get)
              .run();
    }
    if (json) {
      write(summary);
    } else {
      shell.out().line(sentence(summary, target));
    }
    return summary.stopped() ? ExitCode.PARTLY_DONE : ExitCode.DONE;
  }

  private static String sentence(Migration.Summary summary, IndexLocation target) {
    String counts =
        "%d copied, %d there already. Index: %s"
            .formatted(summary.copied(), summary.present(), Printable.of(target.toString()));
    return summary.stopped()
        ? counts + "; stopped early, run it again to go on"
        : counts
            + String.format(
                Locale.ROOT,
                "; both hold the same, %.1f %% of sampled results agree",
                100 * summary.agreement());
  }

  private void write(Migration.Summary summary) throws IOException {
    try (JsonGenerator object = Json.pretty(shell.out())) {
      object.writeStartObject();
      object.writeNumberField("copied", summary.copied());
      object.writeNumberField("present", summary.present());
      object.writeBooleanField("stopped", summary.stopped());
      if (!summary.stopped()) {
        object.writeNumberField("agreement", summary.agreement());
      }
      object.writeEndObject();
    }
    shell.out().line("");
  }
}
