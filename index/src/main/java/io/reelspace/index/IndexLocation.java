package io.reelspace.index;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;
import java.util.Optional;

/** Where an index is: a folder of this machine, or a collection of a server. */
public interface IndexLocation {

  /** The index in a folder. */
  static IndexLocation of(Path folder) {
    return new IndexFolder(folder);
  }

  /**
   * Opens the index for reading and writing, and makes it where there is none.
   *
   * @throws io.reelspace.error.SpaceMismatchException when the index is of another space
   * @throws io.reelspace.error.StorageException when it cannot be read or written
   * @throws io.reelspace.error.RemoteException when its server does not answer or refuses
   * @throws BadInputException when something else is there
   */
  VideoIndex open(SpaceIdentity space);

  /**
   * Opens the index for searches only.
   *
   * @throws BadInputException when there is no index
   */
  VideoIndex openReadOnly();

  /** The space of the index; empty where there is none yet. */
  Optional<SpaceIdentity> space();

  /** Its folder; empty where it is elsewhere. */
  default Optional<Path> folder() {
    return Optional.empty();
  }

  /** As it is written on the command line. */
  @Override
  String toString();
}
