package io.reelspace.index;

import java.nio.file.Path;
import java.util.Optional;

/** An index of Lucene files. */
record IndexFolder(Path path) implements IndexLocation {

  @Override
  public VideoIndex open(SpaceIdentity space) {
    return VideoIndex.open(path, space);
  }

  @Override
  public VideoIndex openReadOnly() {
    return VideoIndex.openReadOnly(path);
  }

  @Override
  public Optional<SpaceIdentity> space() {
    return VideoIndex.spaceIn(path);
  }

  @Override
  public Optional<Path> folder() {
    return Optional.of(path);
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
