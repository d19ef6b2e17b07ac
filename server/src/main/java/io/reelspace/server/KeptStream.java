package io.reelspace.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A stream that is kept in the cache when it was read to its end. What is read is written beside on
 * the way; where that fails, it is just not kept.
 */
final class KeptStream extends FilterInputStream {

  private final DiskCache cache;
  private final String key;
  private final Runnable whenClosed;
  private final Path part;
  private final OutputStream copy;
  private boolean complete;
  private boolean failed;
  private boolean closed;

  /**
   * Begins to read.
   *
   * @param whenClosed called once
   */
  KeptStream(InputStream in, DiskCache cache, String key, Runnable whenClosed) throws IOException {
    super(in);
    this.cache = cache;
    this.key = key;
    this.whenClosed = whenClosed;
    this.part = cache.part();
    this.copy = Files.newOutputStream(part);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    complete |= read < 0;
    if (read > 0 && !failed) {
      try {
        copy.write(buffer, offset, read);
      } catch (IOException e) {
        failed = true;
      }
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      super.close();
      copy.close();
      if (complete && !failed) {
        cache.keepAs(key, part);
      }
    } finally {
      Files.deleteIfExists(part);
      whenClosed.run();
    }
  }
}
