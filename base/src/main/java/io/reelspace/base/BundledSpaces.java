package io.reelspace.base;

import io.reelspace.error.MissingModelException;
import io.reelspace.space.SpaceUnpacking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The spaces that come with Reelspace, by name. */
public final class BundledSpaces {
  /** The space that is used where none is named. */
  public static final String DEFAULT = "base";

  private static final List<String> NAMES = List.of("base", "fast", "concept");

  private BundledSpaces() {}

  /** The names of all bundled spaces. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The folder of a bundled space below a cache folder, unpacked when it is not there yet. Several
   * processes may do so at once: the folder appears whole, verified, or not at all.
   *
   * @throws MissingModelException when there is no space of that name
   * @throws io.reelspace.error.StorageException when it cannot be unpacked
   */
  public static Path unpack(String name, Path cache) {
    if (!NAMES.contains(name)) {
      throw new MissingModelException(
          "No space named '" + name + "'. Bundled are " + NAMES + "; or name a space's folder.");
    }
    return SpaceUnpacking.unpack(path -> open(name, path), "bundled space " + name, cache);
  }

  /** A file of a space: its own, or one that spaces share. */
  private static InputStream open(String space, String path) throws IOException {
    InputStream own = BundledSpaces.class.getResourceAsStream("spaces/" + space + "/" + path);
    return own != null ? own : BundledEncoders.open(path);
  }
}
