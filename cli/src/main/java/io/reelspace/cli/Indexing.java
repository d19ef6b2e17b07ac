package io.reelspace.cli;

import static io.reelspace.media.ShotDetection.BUILT_IN;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.ShotNetwork;
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
import io.reelspace.media.ShotDetection;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One run of ingest as a command does it: with progress on stderr, and a clean end on Ctrl-C. */
final class Indexing {

  private final Shell shell;
  private final Spaces spaces;

  private final Optional<Path> shots;

  Indexing(Shell shell, Spaces spaces) {
    this(shell, spaces, Optional.empty());
  }

  /**
   * @param shots folder of a network that finds shots; empty for the built-in way
   */
  Indexing(Shell shell, Spaces spaces, Optional<Path> shots) {
    this.shell = shell;
    this.spaces = spaces;
    this.shots = shots;
  }

  /**
   * Brings an index up to date.
   *
   * @param wanted the space to index with; when none is named, that of the index, or the default
   */
  IngestSummary run(
      IndexLocation folder, Optional<String> wanted, IngestOptions options, List<Path> paths) {
    try (Space space = space(folder, wanted);
        Reading reading = reading();
        VideoIndex index = folder.open(SpaceIdentity.of(space));
        Progress progress = new Progress(shell)) {
      Ingest ingest = new Ingest(index, space, reading.media(), options, progress);
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
        Reading reading = reading();
        Progress progress = new Progress(shell)) {
      SpaceIdentity identity = SpaceIdentity.of(space);
      Watch watch =
          new Watch(
              () -> folder.open(identity), space, reading.media(), options, watching, progress);
      try (Interruption _ = new Interruption(shell, watch::cancel)) {
        return watch.run(paths);
      }
    }
  }

  /** A reader of media, and the network that it finds shots by. */
  private record Reading(MediaReader media, Optional<ShotNetwork> network)
      implements AutoCloseable {
    @Override
    public void close() {
      network.ifPresent(ShotNetwork::close);
    }
  }

  private Reading reading() {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(spaces.cache());
    Optional<ShotNetwork> network =
        shots.map(folder -> ShotNetwork.open(name(folder), folder, spaces.inference()));
    ShotDetection detection = network.map(ShotDetection.class::cast).orElse(BUILT_IN);
    return new Reading(MediaReader.using(ffmpeg, DecodeLimits.DEFAULT, detection), network);
  }

  /** The folder's name under that of its parent: several networks lie in a folder {@code shots}. */
  private static String name(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    int names = whole.getNameCount();
    return whole.subpath(Math.max(0, names - 2), names).toString();
  }

  private Space space(IndexLocation folder, Optional<String> wanted) {
    return wanted
        .map(spaces::open)
        .or(() -> folder.space().map(spaces::of))
        .orElseGet(() -> spaces.open(BundledSpaces.DEFAULT));
  }
}
