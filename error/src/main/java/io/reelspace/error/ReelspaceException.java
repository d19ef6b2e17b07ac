package io.reelspace.error;

/**
 * The root of all failures that a user of Reelspace can meet in ordinary use.
 *
 * <p>The message is written for the person who reads it on a terminal or in an HTTP answer: what
 * happened, where (the file, the field), and what to do.
 */
public abstract sealed class ReelspaceException extends RuntimeException
    permits BadInputException,
        UnreadableMediaException,
        MissingModelException,
        SpaceMismatchException,
        StorageException,
        RemoteException {

  ReelspaceException(String message, Throwable cause) {
    super(message, cause);
  }
}
