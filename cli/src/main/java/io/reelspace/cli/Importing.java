package io.reelspace.cli;

import io.reelspace.export.ParquetImport;
import io.reelspace.export.ParquetVideos;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IngestFailure;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.VideoIndex;
import java.nio.file.Path;

/** One import of what was embedded elsewhere, as a command does it. */
final class Importing {

  private final Shell shell;

  Importing(Shell shell) {
    this.shell = shell;
  }

  IngestSummary run(IndexLocation location, Path folder) {
    ParquetVideos videos = new ParquetVideos(folder);
    try (VideoIndex index = location.open(videos.space());
        StatusLine line = new StatusLine(shell)) {
      ParquetImport work = new ParquetImport(videos, index, count -> line.draw(count + " videos"));
      IngestSummary summary;
      try (Interruption _ = new Interruption(shell, work::cancel)) {
        summary = work.run();
      }
      for (IngestFailure failure : summary.failed()) {
        shell.say(Printable.of("failed: " + failure.path() + ": " + failure.reason()));
      }
      return summary;
    }
  }
}
