package io.reelspace.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * A file that may be a video, as it was when the folders were walked.
 *
 * @param path absolute and normalised
 */
record MediaFile(Path path, long bytes, Instant modified) {

  static MediaFile of(Path path, BasicFileAttributes attributes) {
    return new MediaFile(path, attributes.size(), attributes.lastModifiedTime().toInstant());
  }

  /** The file at a path as it is now. */
  static MediaFile at(Path path) throws IOException {
    return of(path, Files.readAttributes(path, BasicFileAttributes.class));
  }

  /** Whether the file is still as it was found. */
  boolean isAsFound() {
    try {
      return at(path).equals(this);
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether the index holds this very file, divided in the same way. */
  boolean isSameAs(IndexedVideo indexed, String sampler) {
    return hasContentOf(indexed) && sampler.equals(indexed.sampler());
  }

  /** Whether the file at this path is as it was when it was indexed. */
  boolean hasContentOf(IndexedVideo indexed) {
    return bytes == indexed.bytes() && modified.equals(indexed.modified());
  }
}
