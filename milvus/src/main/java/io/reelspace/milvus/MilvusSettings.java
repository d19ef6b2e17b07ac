package io.reelspace.milvus;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How a Milvus server is spoken to, and how a new index is made there.
 *
 * @param token what the server asks for: {@code user:password}, or a key; empty where it asks for
 *     none
 * @param tls whether the connection is encrypted
 * @param certificate of the authority that signed the server's own, as PEM; empty for those that
 *     Java trusts
 * @param graph how vectors of a new index are found
 * @param patience how long a server that is away, starts, or is overloaded is waited for
 * @param cache folder for words, which are looked for on this machine
 * @param manyWriters whether other processes may write the very same videos at the same moment;
 *     each commit then looks once more at what is there
 */
public record MilvusSettings(
    Optional<String> token,
    boolean tls,
    Optional<Path> certificate,
    Graph graph,
    Duration patience,
    Path cache,
    boolean manyWriters) {

  /** How vectors are found. */
  public enum Graph {
    /** In memory. */
    HNSW,
    /** On the disk of the query nodes. */
    DISKANN;

    /**
     * Reads a name.
     *
     * @throws BadInputException when it is none
     */
    public static Graph of(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "hnsw" -> HNSW;
        case "diskann" -> DISKANN;
        default -> throw new BadInputException("'" + name + "' is no graph: use hnsw or diskann");
      };
    }
  }

  /** Long enough for a server to start again. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);

  /** A server without token and encryption. */
  public static MilvusSettings plain(Path cache) {
    return new MilvusSettings(
        Optional.empty(), false, Optional.empty(), Graph.HNSW, DEFAULT_PATIENCE, cache, false);
  }

  /** The same with a token. */
  public MilvusSettings withToken(String other) {
    return new MilvusSettings(
        Optional.of(other), tls, certificate, graph, patience, cache, manyWriters);
  }

  /** The same with other graphs. */
  public MilvusSettings withGraph(Graph other) {
    return new MilvusSettings(token, tls, certificate, other, patience, cache, manyWriters);
  }

  /** The same with other patience. */
  public MilvusSettings withPatience(Duration other) {
    return new MilvusSettings(token, tls, certificate, graph, other, cache, manyWriters);
  }

  /** The same for processes that may write the very same videos at the same moment. */
  public MilvusSettings withManyWriters() {
    return new MilvusSettings(token, tls, certificate, graph, patience, cache, true);
  }
}
