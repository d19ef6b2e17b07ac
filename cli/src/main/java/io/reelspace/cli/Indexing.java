package io.reelspace.cli;

import io.reelspace.index.Ingest;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.List;

/** One run of ingest as a command does it: with progress on stderr, and a clean end on Ctrl-C. */
final class Indexing {

  private final Shell shell;
  private final Spaces spaces;

  Indexing(Shell shell, Spaces spaces) {
    this.shell = shell;
    this.spaces = spaces;
  }

  IngestSummary run(Path folder, String spaceName, IngestOptions options, List<Path> paths) {
    try (Space space = spaces.open(spaceName);
        VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space));
        Progress progress = new Progress(shell)) {
      MediaReader media =
          MediaReader.using(Ffmpeg.unpackedInto(spaces.cache()), DecodeLimits.DEFAULT);
      Ingest ingest = new Ingest(index, space, media, options, progress);
      try (Interruption _ = new Interruption(shell, ingest::cancel)) {
        return ingest.run(paths);
      }
    }
  }
}
