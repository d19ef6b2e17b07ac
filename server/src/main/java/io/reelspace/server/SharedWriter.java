package io.reelspace.server;

import io.reelspace.index.IndexLocation;
import io.reelspace.index.VideoIndex;
import java.util.Optional;
import java.util.function.Function;

/**
 * The index open for writing, only while something is written: so the command line can write to it
 * while the server runs. All that write at the same time share one writer.
 */
final class SharedWriter {

  private final IndexLocation location;
  private final VideoIndex reader;
  private Optional<VideoIndex> writer = Optional.empty();
  private int users;

  /**
   * @param reader sees what was written as soon as it is done; not owned
   */
  SharedWriter(IndexLocation location, VideoIndex reader) {
    this.location = location;
    this.reader = reader;
  }

  /**
   * Does something with the index; what is to stay must be committed.
   *
   * @throws io.reelspace.error.StorageException when another process writes to it
   */
  <T> T write(Function<VideoIndex, T> work) {
    VideoIndex index = enter();
    try {
      return work.apply(index);
    } finally {
      leave();
      reader.refresh();
    }
  }

  private synchronized VideoIndex enter() {
    if (writer.isEmpty()) {
      writer = Optional.of(location.open(reader.space()));
    }
    users++;
    return writer.get();
  }

  private synchronized void leave() {
    users--;
    if (users == 0) {
      VideoIndex last = writer.orElseThrow();
      writer = Optional.empty();
      last.close();
    }
  }
}
