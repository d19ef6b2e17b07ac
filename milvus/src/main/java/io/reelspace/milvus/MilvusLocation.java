package io.reelspace.milvus;

import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.util.Optional;

/** An index in the collections of a Milvus server: {@code milvus://host:port/collection}. */
public final class MilvusLocation implements IndexLocation {

  /** How such an address begins. */
  public static final String SCHEME = "milvus://";

  private final Address address;
  private final MilvusSettings settings;

  private MilvusLocation(Address address, MilvusSettings settings) {
    this.address = address;
    this.settings = settings;
  }

  /**
   * Reads an address; connects to nothing.
   *
   * @throws BadInputException when it is none
   */
  public static MilvusLocation of(String text, MilvusSettings settings) {
    return new MilvusLocation(Address.parse(text), settings);
  }

  @Override
  public VideoIndex open(SpaceIdentity space) {
    return opened(server -> {
      Tables tables = Tables.of(address);
      Optional<SpaceIdentity> there = tables.space(server);
      there.ifPresent(indexed -> MilvusVideoIndex.requireSame(address, indexed, space));
      tables.create(server, there.orElse(space), settings.graph()); // what is there stays
      tables.load(server);
      return new MilvusVideoIndex(server, there.orElse(space), settings, true);
    });
  }

  @Override
  public VideoIndex openReadOnly() {
    return opened(server -> {
      Tables tables = Tables.of(address);
      SpaceIdentity space =
          tables
              .space(server)
              .orElseThrow(() ->
                  new BadInputException(
                      address
                          + ": no index here yet; make one with: reelspace index FOLDER --index "
                          + address));
      tables.load(server);
      return new MilvusVideoIndex(server, space, settings, false);
    });
  }

  @Override
  public Optional<SpaceIdentity> space() {
    try (Connection server = Connection.to(address, settings)) {
      return Tables.of(address).space(server);
    }
  }

  private interface Opening {
    VideoIndex apply(Connection server);
  }

  /** The index owns the connection. */
  private VideoIndex opened(Opening opening) {
    Connection server = Connection.to(address, settings);
    try {
      return opening.apply(server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
