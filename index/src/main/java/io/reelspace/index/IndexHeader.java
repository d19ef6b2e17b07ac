package io.reelspace.index;

import io.reelspace.error.SpaceMismatchException;
import io.reelspace.error.StorageException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a Lucene commit says about itself in its user data: that it is ours, the version of its
 * layout, and the space of its vectors.
 */
final class IndexHeader {

  /** Goes up when an older program could not read what a newer one writes, or would lose it. */
  private static final String LAYOUT = "4";

  /** An index of layout 3 is one of 4 in which nothing has sound. */
  private static final Set<String> READABLE = Set.of("3", LAYOUT);

  private static final String LAYOUT_KEY = "reelspace.layout";
  private static final String NAME_KEY = "reelspace.space";
  private static final String FINGERPRINT_KEY = "reelspace.fingerprint";
  private static final String DIMENSION_KEY = "reelspace.dimension";

  private IndexHeader() {}

  static Map<String, String> write(SpaceIdentity space) {
    return Map.of(
        LAYOUT_KEY, LAYOUT,
        NAME_KEY, space.name(),
        FINGERPRINT_KEY, space.fingerprint(),
        DIMENSION_KEY, Integer.toString(space.dimension()));
  }

  static SpaceIdentity read(Path folder, Map<String, String> userData) {
    String layout = userData.get(LAYOUT_KEY);
    if (layout == null) {
      throw new StorageException(
          folder + ": holds a Lucene index that is not one of Reelspace; name another folder");
    }
    if (!READABLE.contains(layout)) {
      throw new StorageException(
          "%s: the index has layout %s, this program reads 3 and %s; index again into another folder"
              .formatted(folder, layout, LAYOUT));
    }
    try {
      return new SpaceIdentity(
          userData.get(NAME_KEY),
          userData.get(FINGERPRINT_KEY),
          Integer.parseInt(userData.get(DIMENSION_KEY)));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new StorageException(
          folder + ": the index does not say which space it is of; index again", e);
    }
  }

  static void requireSame(Path folder, SpaceIdentity indexed, SpaceIdentity given) {
    if (!indexed.comparableTo(given)) {
      throw new SpaceMismatchException(
          ("%s: the index is of space %s, not %s;"
                  + " use that space, or index into another folder")
              .formatted(folder, indexed, given));
    }
  }
}
