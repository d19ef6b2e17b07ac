package io.reelspace.error;

/** A media file that cannot be decoded, or that exceeds the limits set for decoding. */
public final class UnreadableMediaException extends ReelspaceException {

  /** An error without a cause; {@code message} says what, where and what to do. */
  public UnreadableMediaException(String message) {
    super(message, null);
  }

  /** An error with the failure that led to it. */
  public UnreadableMediaException(String message, Throwable cause) {
    super(message, cause);
  }
}
