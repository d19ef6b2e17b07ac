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
}
