package io.reelspace.media;

import java.util.List;
import java.util.Optional;

/**
 * The sound of one file in windows in the order of time, decoded as they are taken.
 *
 * <p>Owns the decoder's child process: {@link #close} ends it, at any point of the stream. Not safe
 * for use by several threads.
 */
public interface SoundStream extends AutoCloseable {

  /** The stream that is decoded. */
  SoundTrack track();

  /**
   * Takes the next window, waiting for the decoder; empty at the end. A gap in the stream is
   * silence, so that times are those of the container. An interrupt ends the wait with {@link
   * java.util.concurrent.CancellationException}.
   *
   * @throws io.reelspace.error.UnreadableMediaException when nothing could be decoded, or the
   *     decoder made no progress within its time limit
   */
  Optional<SoundWindow> next();

  /**
   * What was wrong with sound that was readable only in part, one sentence each; complete once
   * {@link #next} has returned empty.
   */
  List<String> warnings();

  /** Ends the decoder and frees what it held; harmless when repeated. */
  @Override
  void close();
}
