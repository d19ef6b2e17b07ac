package io.reelspace.train.run;

import java.nio.file.Path;

/** Where encoders lie on disk. */
@FunctionalInterface
public interface EncoderFolders {

  /**
   * The folder of an encoder.
   *
   * @param encoder the id of one that comes with the program, or a folder
   * @throws io.reelspace.error.MissingModelException when there is none
   */
  Path find(String encoder);

  /**
   * The folder of a space that teaches.
   *
   * @param space the name of one that comes with the program, or a folder
   * @throws io.reelspace.error.MissingModelException when there is none
   */
  default Path space(String space) {
    return Path.of(space);
  }
}
