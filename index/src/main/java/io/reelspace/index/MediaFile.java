package io.reelspace.index;

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

  /** Whether the index holds this very file, divided in the same way. */
  boolean isSameAs(IndexedVideo indexed, String sampler) {
    return bytes == indexed.bytes()
        && modified.equals(indexed.modified())
        && sampler.equals(indexed.sampler());
  }
}
