package io.reelspace.media;

import java.util.List;
import java.util.Optional;

/**
 * The segments of one video in the order of time, decoded as they are taken.
 *
 * <p>Owns the decoder's child process: {@link #close} ends it, at any point of the stream. Not safe
 * for use by several threads.
 */
public interface SegmentStream extends AutoCloseable {

  /** What the header of the file says. */
  MediaProbe probe();

  /**
   * Takes the next segment, waiting for the decoder; empty at the end of the video. An interrupt
   * ends the wait with {@link java.util.concurrent.CancellationException}.
   *
   * @throws io.reelspace.error.UnreadableMediaException when nothing could be decoded, the decoder
   *     made no progress within its time limit, or a limit was exceeded
   */
  Optional<Segment> next();

  /**
   * What was wrong with a medium that was readable only in part, one sentence each; complete once
   * {@link #next} has returned empty.
   */
  List<String> warnings();

  /** Ends the decoder and frees what it held; harmless when repeated. */
  @Override
  void close();
}
