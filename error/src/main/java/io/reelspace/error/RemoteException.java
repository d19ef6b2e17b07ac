package io.reelspace.error;

/** A remote service did not answer as it should. */
public final class RemoteException extends ReelspaceException {

  /** An error without a cause; {@code message} says what, where and what to do. */
  public RemoteException(String message) {
    super(message, null);
  }

  /** An error with the failure that led to it. */
  public RemoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
