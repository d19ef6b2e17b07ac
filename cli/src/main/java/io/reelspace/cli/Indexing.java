package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.index.Watch;
import io.reelspace.index.WatchOptions;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One run of ingest as a command does it: with progress on stderr, and a clean end on Ctrl-C. */
final class Indexing {

  private final Shell shell;
  private final Spaces spaces;

  Indexing(Shell shell, Spaces spaces) {
    this.shell = shell;
    this.spaces = spaces;
  }

  /**
   * Brings an index up to date.
   *
   * @param wanted the space to index with; when none is named, that of the index, or the default
   */
  IngestSummary run(
      IndexLocation folder, Optional<String> wanted, IngestOptions options, List<Path> paths) {
    try (Space space = space(folder, wanted);
        VideoIndex index = folder.open(SpaceIdentity.of(space));
        Progress progress = new Progress(shell)) {
      Ingest ingest = new Ingest(index, space, media(), options, progress);
      try (Interruption _ = new Interruption(shell, ingest::cancel)) {
        return ingest.run(paths);
      }
    }
  }

  /** Brings an index up to date, and keeps it so until the process is told to stop. */
  IngestSummary watch(
      IndexLocation folder,
      Optional<String> wanted,
      IngestOptions options,
      WatchOptions watching,
      List<Path> paths) {
    try (Space space = space(folder, wanted);
        Progress progress = new Progress(shell)) {
      SpaceIdentity identity = SpaceIdentity.of(space);
      Watch watch =
          new Watch(() -> folder.open(identity), space, media(), options, watching, progress);
      try (Interruption _ = new Interruption(shell, watch::cancel)) {
        return watch.run(paths);
      }
    }
  }

  private MediaReader media() {
    return MediaReader.using(Ffmpeg.unpackedInto(spaces.cache()), DecodeLimits.DEFAULT);
  }

  private Space space(IndexLocation folder, Optional<String> wanted) {
    return wanted
        .map(spaces::open)
        .or(() -> folder.space().map(spaces::of))
        .orElseGet(() -> spaces.open(BundledSpaces.DEFAULT));
  }
}
