package io.reelspace.milvus;

import io.reelspace.error.StorageException;
import io.reelspace.index.SpaceIdentity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a collection says about itself: that it is ours, the version of its layout, and the space of
 * its vectors. It stands in the properties, and in the description for servers that keep none.
 */
final class SpaceHeader {

  private static final String LAYOUT = "1";
  private static final String LAYOUT_KEY = "reelspace.layout";
  private static final String NAME_KEY = "reelspace.space";
  private static final String FINGERPRINT_KEY = "reelspace.fingerprint";
  private static final String DIMENSION_KEY = "reelspace.dimension";

  private SpaceHeader() {}

  static Map<String, String> properties(SpaceIdentity space) {
    Map<String, String> properties = new HashMap<>(); // the client library adds to it
    properties.put(LAYOUT_KEY, LAYOUT);
    properties.put(NAME_KEY, space.name());
    properties.put(FINGERPRINT_KEY, space.fingerprint());
    properties.put(DIMENSION_KEY, Integer.toString(space.dimension()));
    return properties;
  }

  /** The same as lines of text. */
  static String description(SpaceIdentity space) {
    StringBuilder text = new StringBuilder();
    properties(space).forEach((key, value) -> text.append(key + "=" + value + "\n"));
    return text.toString();
  }

  /** Empty where the collection is not of Reelspace. */
  static Optional<SpaceIdentity> read(Map<String, String> properties, String description) {
    Map<String, String> all = new HashMap<>();
    description
        .lines()
        .filter(line -> line.startsWith("reelspace.") && line.contains("="))
        .forEach(line ->
            all.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    all.putAll(properties);
    String layout = all.get(LAYOUT_KEY);
    if (layout == null) {
      return Optional.empty();
    }
    if (!layout.equals(LAYOUT)) {
      throw new StorageException(
          "the index has layout %s, this program reads %s; index again into another collection"
              .formatted(layout, LAYOUT));
    }
    return Optional.of(
        new SpaceIdentity(
            all.get(NAME_KEY), all.get(FINGERPRINT_KEY), Integer.parseInt(all.get(DIMENSION_KEY))));
  }
}
