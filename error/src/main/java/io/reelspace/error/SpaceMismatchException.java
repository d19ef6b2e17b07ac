package io.reelspace.error;

/** Vectors or an index of one space met another space. */
public final class SpaceMismatchException extends ReelspaceException {

  /** An error without a cause; {@code message} says what, where and what to do. */
  public SpaceMismatchException(String message) {
    super(message, null);
  }

  /** An error with the failure that led to it. */
  public SpaceMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
