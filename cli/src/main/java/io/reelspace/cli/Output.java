package io.reelspace.cli;

import io.reelspace.error.StorageException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where results go. A reader that went away (as {@code head} does) ends the command quietly; any
 * other failure to write is an error, unlike with {@link System#out}.
 */
final class Output extends OutputStream {

  /** Thrown when nobody reads the results any more. */
  static final class ReaderGoneException extends RuntimeException {
    private ReaderGoneException(IOException cause) {
      super("the reader of the results went away", cause);
    }
  }

  private final BufferedOutputStream stream;

  Output(OutputStream stream) {
    this.stream = new BufferedOutputStream(stream, 1 << 14);
  }

  void line(String text) {
    write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value});
  }

  @Override
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  @Override
  public void write(byte[] bytes, int from, int count) {
    try {
      stream.write(bytes, from, count);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void flush() {
    try {
      stream.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void close() {
    flush();
  }

  private static RuntimeException failure(IOException e) {
    String reason = String.valueOf(e.getMessage());
    if (reason.toLowerCase(Locale.ROOT).contains("broken pipe")) {
      return new ReaderGoneException(e);
    }
    return new StorageException("the results could not be written to stdout: " + reason, e);
  }
}
