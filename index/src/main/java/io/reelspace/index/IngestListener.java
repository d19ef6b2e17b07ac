package io.reelspace.index;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Hears how a run of {@link Ingest} goes. Calls come from several threads, one at a time; they
 * should return quickly.
 */
public interface IngestListener {

  /** Hears nothing. */
  IngestListener SILENT = new IngestListener() {};

  /**
   * The files are known.
   *
   * @param unchanged files that the index holds as they are
   * @param pending files that will be decoded
   */
  default void found(int unchanged, int pending) {}

  /** Decoding of a video begins. */
  default void started(Path video) {}

  /**
   * A segment of a video was decoded.
   *
   * @param segments segments so far
   * @param seconds how far into the video
   * @param duration of the video in seconds, where its header states it
   */
  default void progressed(Path video, int segments, double seconds, OptionalDouble duration) {}

  /**
   * A video is in the index to stay: it is committed and survives a kill of the process.
   *
   * @param warnings what was wrong with a video or its words, which are indexed as far as they go
   */
  default void done(Path video, int segments, List<String> warnings) {}

  /**
   * A video is in the index to stay under another path than before: its content is the same, so it
   * kept its embeddings and tags. {@link #done} follows.
   */
  default void moved(Path from, Path to) {}

  /**
   * A {@link Watch} has looked through everything and waits for changes.
   *
   * @param folders that were looked through
   * @param problem why some of their changes are found only now and then; empty where all are told
   */
  default void watching(int folders, Optional<String> problem) {}

  /** A file or folder could not be indexed; the run goes on with the others. */
  default void failed(IngestFailure failure) {}

  /** A video whose file is gone was removed from the index. */
  default void removed(Path video) {}
}
