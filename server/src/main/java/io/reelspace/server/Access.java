package io.reelspace.server;

import io.javalin.http.Context;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask. With a token, every request must bring it: as {@code Authorization: Bearer TOKEN},
 * or as the cookie that the page is given for it. Without, the name that the browser asked for must
 * be one of this machine, so that no page of another site reaches the server by a name of its own
 * (DNS rebinding). What changes something must not come from a page of another site either way.
 */
final class Access {

  private static final String COOKIE = "reelspace-session";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final Optional<byte[]> token;
  private final Optional<byte[]> session;
  private final String host;

  Access(ServerOptions options) {
    this.token = options.token().map(text -> sha256("token " + text.strip()));
    this.session = token.map(hash -> sha256("session " + HexFormat.of().formatHex(hash)));
    this.host = options.host().toLowerCase(Locale.ROOT);
  }

  /**
   * Lets a request pass, or refuses it.
   *
   * @throws RequestException when it has no right token, or comes from another site
   */
  void check(Context context) {
    if (!SAFE.contains(context.req().getMethod())) {
      requireSameSite(context);
    }
    if (token.isEmpty()) {
      requireOwnName(context);
    } else if (!hasToken(context)) {
      throw RequestException.unauthorised(
          "Send the token of this server as 'Authorization: Bearer TOKEN', or open the page with"
              + " ?token=TOKEN once.");
    }
  }

  /** Whether a request brings the token, or none is needed. */
  boolean hasToken(Context context) {
    if (token.isEmpty()) {
      return true;
    }
    String header = Optional.ofNullable(context.header("Authorization")).orElse("");
    String bearer = header.startsWith("Bearer ") ? header.substring(7) : "";
    String cookie = Optional.ofNullable(context.cookie(COOKIE)).orElse("");
    boolean byHeader = MessageDigest.isEqual(token.get(), sha256("token " + bearer.strip()));
    boolean byCookie = MessageDigest.isEqual(session.get(), bytes(cookie));
    return byHeader || byCookie;
  }

  /** Gives the page its cookie in return for the token; false when that is not the right one. */
  boolean login(Context context, String given) {
    if (token.isEmpty() || !MessageDigest.isEqual(token.get(), sha256("token " + given.strip()))) {
      return false;
    }
    String value = HexFormat.of().formatHex(session.get());
    context
        .res()
        .addHeader("Set-Cookie", COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict");
    return true;
  }

  private void requireOwnName(Context context) {
    String name = name(Optional.ofNullable(context.header("Host")).orElse(""));
    if (!List.of("localhost", "127.0.0.1", "[::1]", host, "[" + host + "]").contains(name)) {
      throw RequestException.forbidden(
          "This server answers to localhost only, not to '%s'; start it with --token for more"
              .formatted(name));
    }
  }

  private static void requireSameSite(Context context) {
    String site = Optional.ofNullable(context.header("Sec-Fetch-Site")).orElse("none");
    Optional<String> origin = Optional.ofNullable(context.header("Origin"));
    boolean same =
        origin.isEmpty()
            || authority(origin.get()).equalsIgnoreCase(String.valueOf(context.header("Host")));
    if (site.equals("cross-site") || site.equals("same-site") || !same) {
      throw RequestException.forbidden("A page of another site cannot change this archive.");
    }
  }

  private static String authority(String origin) {
    try {
      return String.valueOf(new URI(origin).getAuthority());
    } catch (URISyntaxException e) {
      return "";
    }
  }

  private static String name(String hostAndPort) {
    return hostAndPort.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
