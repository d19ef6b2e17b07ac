package io.reelspace.spark;

import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.milvus.MilvusLocation;
import io.reelspace.milvus.MilvusSettings;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Where an index on a server is and how it is reached, as executors are told.
 *
 * @param address {@code milvus://HOST:PORT/COLLECTION}
 * @param token of the server; empty where it asks for none
 * @param tls whether the connection is encrypted
 * @param certificate file on each machine of the authority that signed the server's; empty for
 *     those that Java trusts
 * @param graph how vectors of a new index are found
 * @param cache folder on each machine
 */
record IndexAddress(
    String address, String token, boolean tls, String certificate, String graph, String cache)
    implements Serializable {

  /** That of no index. */
  static final IndexAddress NONE = new IndexAddress("", "", false, "", "", "");

  /** The index of an executor: opened by the first of its tasks, shared by all. */
  private static final Map<IndexAddress, VideoIndex> OPEN = new HashMap<>();

  /**
   * Reads how the server is reached from the environment, or from Spark's own settings, which Spark
   * shows nobody where their names speak of tokens. Never from arguments, which everybody sees.
   *
   * @throws BadInputException when the address is none, or of a folder
   */
  static IndexAddress of(String address, String cache, SparkSession spark) {
    if (!address.startsWith(MilvusLocation.SCHEME)) {
      throw new BadInputException(
          ("--index is '%s': executors write to a server, milvus://HOST:PORT/COLLECTION. For an"
                  + " index in a folder use --output FOLDER here, and then"
                  + " reelspace index --from-parquet FOLDER --index %s")
              .formatted(address, address));
    }
    String tls = setting("tls", spark).orElse("false");
    if (!tls.equals("true") && !tls.equals("false")) {
      throw new BadInputException(
          "REELSPACE_MILVUS_TLS or spark.reelspace.milvus.tls is '%s'; it must be true or false."
              .formatted(tls));
    }
    IndexAddress read =
        new IndexAddress(
            address,
            setting("token", spark).orElse(""),
            tls.equals("true"),
            setting("certificate", spark).orElse(""),
            setting("graph", spark).orElse("hnsw"),
            cache);
    read.location();
    return read;
  }

  private static Optional<String> setting(String name, SparkSession spark) {
    String variable = "REELSPACE_MILVUS_" + name.toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getenv(variable))
        .filter(text -> !text.isBlank())
        .or(() -> Optional.of(spark.conf().get("spark.reelspace.milvus." + name, "")))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /** The place, for the driver and executors alike; connects to nothing. */
  IndexLocation location() {
    MilvusSettings settings =
        new MilvusSettings(
            Optional.of(token).filter(text -> !text.isEmpty()),
            tls,
            Optional.of(certificate).filter(text -> !text.isEmpty()).map(Path::of),
            MilvusSettings.Graph.of(graph),
            MilvusSettings.DEFAULT_PATIENCE,
            Path.of(cache.isEmpty() ? System.getProperty("java.io.tmpdir") : cache),
            true);
    return MilvusLocation.of(address, settings);
  }

  /** The index of this process, which is never closed: what tasks wrote they committed. */
  VideoIndex shared(SpaceIdentity space) {
    synchronized (OPEN) {
      return OPEN.computeIfAbsent(this, _ -> location().open(space));
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return address;
  }
}
