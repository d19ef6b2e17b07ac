package io.reelspace.index;

import io.reelspace.error.StorageException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.LockObtainFailedException;

/** Turns what Lucene and the file system throw into a sentence that helps. */
final class StorageFailures {

  /** For example {@code MemorySegmentIndexInput(path="/home/a/index/_0.cfs")}. */
  private static final Pattern PATH = Pattern.compile("path=\"(?:[^\"]*/)?([^\"/]+)\"");

  private StorageFailures() {}

  /**
   * @param doing what was tried, for example {@code could not be opened}
   */
  static StorageException of(Path folder, String doing, Throwable failure) {
    String reason =
        switch (failure) {
          case LockObtainFailedException _ ->
              "another process is writing to it; wait until that one is done, or stop it";
          case IndexFormatTooNewException e -> otherVersion(e.getResourceDescription());
          case IndexFormatTooOldException e -> otherVersion(e.getResourceDescription());
          case CorruptIndexException e -> damaged(file(e.getResourceDescription()));
          case EOFException e -> damaged(file(String.valueOf(e.getMessage())));
          case NoSuchFileException e -> damaged("missing: " + e.getFile());
          case FileNotFoundException e -> damaged("missing: " + e.getMessage());
          case AccessDeniedException e -> "no permission for " + e.getFile();
          case ReadOnlyFileSystemException _ -> "its file system is read-only";
          case IOException e when isFull(e) ->
              "no space left on its disk; free some and run again: what was committed is kept";
          case FileSystemException e ->
              e.getFile() + ": " + (e.getReason() == null ? e.toString() : e.getReason());
          default -> failure.toString();
        };
    return new StorageException("index %s %s: %s".formatted(folder, doing, reason), failure);
  }

  static StorageException damaged(Path folder, String where) {
    return new StorageException("index %s: %s".formatted(folder, damaged(where)));
  }

  private static String damaged(String where) {
    return "it is damaged (%s); nothing was deleted: restore it from a copy, or move the folder away"
            .formatted(where)
        + " and index again";
  }

  /** Lucene names its input and the path; the file's name says as much. */
  private static String file(String description) {
    Matcher path = PATH.matcher(description);
    return path.find() ? "its file " + path.group(1) : description;
  }

  private static String otherVersion(String where) {
    return "it is of another version of Reelspace or damaged (%s); nothing was deleted: index again"
            .formatted(file(where))
        + " into another folder";
  }

  private static boolean isFull(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left")
        || message.contains("quota exceeded")
        || message.contains("not enough space");
  }
}
