package io.reelspace.index;

import io.reelspace.space.Space;

/**
 * Which space the vectors of an index lie in.
 *
 * @param name the space's name, for example {@code concept}
 * @param fingerprint hash over all that changes an embedding, in hexadecimal
 * @param dimension values of one embedding, at least 1
 */
public record SpaceIdentity(String name, String fingerprint, int dimension) {

  /** Refuses an identity that could not be told from another. */
  public SpaceIdentity {
    if (name.isBlank() || fingerprint.isBlank() || dimension < 1) {
      throw new IllegalArgumentException(
          "not a space: name '%s', fingerprint '%s', dimension %d"
              .formatted(name, fingerprint, dimension));
    }
  }

  /** The identity of a loaded space. */
  public static SpaceIdentity of(Space space) {
    return new SpaceIdentity(space.name(), space.fingerprint(), space.dimension());
  }

  /** Whether vectors of both spaces can be compared; a space may be renamed. */
  public boolean comparableTo(SpaceIdentity other) {
    return fingerprint.equals(other.fingerprint) && dimension == other.dimension;
  }

  @Override
  public String toString() {
    String shortened = fingerprint.length() > 12 ? fingerprint.substring(0, 12) : fingerprint;
    return "'%s' (fingerprint %s, %d dimensions)".formatted(name, shortened, dimension);
  }
}
