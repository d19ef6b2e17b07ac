package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IndexStats;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Says what an index holds. */
@Command(
    name = "status",
    description = "Says what an index holds.",
    footer = {"", "Example:", "  reelspace status --index /data/archive"})
final class StatusCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Mixin private IndexOption index = new IndexOption();

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  StatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    IndexLocation folder = index.in(root.settings());
    IndexStats stats;
    try (VideoIndex opened = folder.openReadOnly()) {
      stats = opened.stats();
    }
    if (json) {
      write(stats, folder);
    } else {
      Output out = shell.out();
      out.line("index     " + Printable.of(folder.toString()));
      out.line("videos    " + stats.videos());
      out.line("segments  " + stats.segments());
      out.line("words     " + stats.lines() + (stats.lines() == 1 ? " line" : " lines"));
      out.line(
          "space     "
              + stats.space()
              + " ("
              + stats.dimension()
              + " dimensions, "
              + stats.fingerprint()
              + ")");
      if (folder.folder().isPresent()) {
        double bytes = bytes(folder.folder().get());
        out.line(String.format(Locale.ROOT, "size      %.1f MB", bytes / 1e6));
      }
    }
    return ExitCode.DONE;
  }

  private void write(IndexStats stats, IndexLocation folder) throws IOException {
    try (JsonGenerator object = Json.pretty(shell.out())) {
      object.writeStartObject();
      object.writeStringField("index", folder.toString());
      object.writeNumberField("videos", stats.videos());
      object.writeNumberField("segments", stats.segments());
      object.writeNumberField("lines", stats.lines());
      object.writeStringField("space", stats.space());
      object.writeStringField("fingerprint", stats.fingerprint());
      object.writeNumberField("dimension", stats.dimension());
      if (folder.folder().isPresent()) {
        object.writeNumberField("bytes", bytes(folder.folder().get()));
      }
      object.writeEndObject();
    }
    shell.out().line("");
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
