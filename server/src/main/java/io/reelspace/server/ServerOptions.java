package io.reelspace.server;

import io.reelspace.error.BadInputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an archive is served.
 *
 * @param host name or address to listen on; without a token only one of this machine
 * @param port 0 for any free one
 * @param token that every request must bring; empty lets everybody of this machine in
 * @param readOnly whether nothing can be changed: no ingest, no tags
 * @param accessLog where a line for each request goes; empty writes none
 * @param shared folder that all servers of the archive see, behind a balancer: uploads are kept
 *     there, so that any of them finds what another took; empty keeps them in the server's own
 */
public record ServerOptions(
    String host,
    int port,
    Optional<String> token,
    boolean readOnly,
    Optional<Path> accessLog,
    Optional<Path> shared,
    ServerLimits limits) {

  /** The port where none is chosen. */
  public static final int DEFAULT_PORT = 7979;

  /** Only this machine, at the default port. */
  public static final ServerOptions DEFAULT =
      new ServerOptions(
          "127.0.0.1",
          DEFAULT_PORT,
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          ServerLimits.DEFAULT);

  private static final int SHORTEST_TOKEN = 12;

  /**
   * Refuses what would let strangers in.
   *
   * @throws BadInputException when the host is not of this machine and there is no token, the token
   *     is short, or host and port are none
   */
  public ServerOptions {
    if (port < 0 || port > 65_535) {
      throw new BadInputException("a port is a number from 0 to 65535, not " + port);
    }
    if (token.isPresent() && token.get().strip().length() < SHORTEST_TOKEN) {
      throw new BadInputException(
          "a token needs %d characters or more, so that nobody guesses it; for example the output"
                  .formatted(SHORTEST_TOKEN)
              + " of: openssl rand -hex 16");
    }
    if (token.isEmpty() && !isLoopback(host)) {
      throw new BadInputException(
          "without a token only this machine is served; add --token to listen on " + host);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new BadInputException("'" + host + "' is no name or address of this machine", e);
    }
  }

  /** The same at another port. */
  public ServerOptions withPort(int other) {
    return new ServerOptions(host, other, token, readOnly, accessLog, shared, limits);
  }

  /** The same with a token. */
  public ServerOptions withToken(String other) {
    return new ServerOptions(host, port, Optional.of(other), readOnly, accessLog, shared, limits);
  }

  /** The same with other limits. */
  public ServerOptions withLimits(ServerLimits other) {
    return new ServerOptions(host, port, token, readOnly, accessLog, shared, other);
  }

  /** The same with a folder that all servers of the archive see. */
  public ServerOptions withShared(Path folder) {
    return new ServerOptions(host, port, token, readOnly, accessLog, Optional.of(folder), limits);
  }
}
