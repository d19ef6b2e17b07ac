package io.reelspace.space;

import java.io.IOException;
import java.io.InputStream;

/** Where the files of a packed space come from: an archive, or the resources of a program. */
@FunctionalInterface
public interface SpaceSource {

  /**
   * Opens a file of the space.
   *
   * @param path relative to the bundle's folder, with {@code /}
   * @throws IOException when it cannot be read or is not there
   */
  InputStream open(String path) throws IOException;
}
