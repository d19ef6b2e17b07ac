package io.reelspace.error;

/** What the caller asked for cannot be: a missing path, an impossible value, a malformed file. */
public final class BadInputException extends ReelspaceException {

  /** An error without a cause; {@code message} says what, where and what to do. */
  public BadInputException(String message) {
    super(message, null);
  }

  /** An error with the failure that led to it. */
  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
