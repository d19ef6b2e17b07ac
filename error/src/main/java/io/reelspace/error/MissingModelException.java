package io.reelspace.error;

/**
 * A space, an encoder or another model file that is absent, damaged or not what it claims to be.
 */
public final class MissingModelException extends ReelspaceException {

  /** An error without a cause; {@code message} says what, where and what to do. */
  public MissingModelException(String message) {
    super(message, null);
  }

  /** An error with the failure that led to it. */
  public MissingModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
