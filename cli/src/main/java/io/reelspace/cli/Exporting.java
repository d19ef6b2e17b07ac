package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.error.BadInputException;
import io.reelspace.export.ExportSummary;
import io.reelspace.export.IndexExport;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** One export of an index as a command does it. */
final class Exporting {

  private final Shell shell;
  private long drawn;

  Exporting(Shell shell) {
    this.shell = shell;
  }

  int run(IndexLocation location, Path target, boolean json) throws IOException {
    if (location.folder().isPresent()) {
      requireApart(location.folder().get(), target);
    }
    long start = System.nanoTime();
    ExportSummary summary;
    try (VideoIndex index = location.openReadOnly();
        StatusLine line = new StatusLine(shell)) {
      IndexExport export = new IndexExport(index, target, now -> draw(line, now));
      try (Interruption _ = interruption(export, target)) {
        summary = export.run();
      } catch (CancellationException e) {
        shell.say("stopped; nothing was exported");
        return ExitCode.FAILED;
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (json) {
      write(summary, target, seconds);
    } else {
      shell.out().line(sentence(summary, target, seconds));
    }
    return ExitCode.DONE;
  }

  /** An index folder that holds anything else could not be opened any more. */
  private static void requireApart(Path folder, Path target) throws IOException {
    Path index = Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
    if (target.toAbsolutePath().normalize().startsWith(index)) {
      throw new BadInputException(target + ": lies in the index; name a folder outside of it");
    }
  }

  private Interruption interruption(IndexExport export, Path target) {
    return new Interruption(
        shell,
        export::cancel,
        "stopping ...",
        Printable.of("stopped at once; a folder " + target + ".partial-... may be deleted"));
  }

  private void draw(StatusLine line, ExportSummary now) {
    long time = System.nanoTime();
    if (time - drawn > StatusLine.interval(shell)) {
      drawn = time;
      line.draw("%d videos, %d segments".formatted(now.videos(), now.segments()));
    }
  }

  private static String sentence(ExportSummary summary, Path target, double seconds) {
    return String.format(
        Locale.ROOT,
        "%d videos, %d segments, %d frames, %d windows of sound, %d lines of words in %.1f s. Export: %s",
        summary.videos(),
        summary.segments(),
        summary.frames(),
        summary.windows(),
        summary.lines(),
        seconds,
        Printable.of(target.toString()));
  }

  private void write(ExportSummary summary, Path target, double seconds) throws IOException {
    try (JsonGenerator object = Json.pretty(shell.out())) {
      object.writeStartObject();
      object.writeStringField("export", target.toString());
      object.writeNumberField("videos", summary.videos());
      object.writeNumberField("segments", summary.segments());
      object.writeNumberField("frames", summary.frames());
      object.writeNumberField("windows", summary.windows());
      object.writeNumberField("lines", summary.lines());
      object.writeNumberField("seconds", seconds);
      object.writeEndObject();
    }
    shell.out().line("");
  }
}
