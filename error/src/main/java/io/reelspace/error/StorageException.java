package io.reelspace.error;

/** Files that Reelspace keeps (index, caches, bundles) could not be read or written. */
public final class StorageException extends ReelspaceException {

  /** An error without a cause; {@code message} says what, where and what to do. */
  public StorageException(String message) {
    super(message, null);
  }

  /** An error with the failure that led to it. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
