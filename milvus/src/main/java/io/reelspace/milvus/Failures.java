package io.reelspace.milvus;

import io.milvus.v2.exception.ErrorCode;
import io.milvus.v2.exception.MilvusClientException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.error.RemoteException;
import java.util.List;
import java.util.Locale;

/** Turns what the client library throws into a sentence that helps, and tells what passes. */
final class Failures {

  /** Of a server that starts again, moves its parts around, or has too much to do. */
  private static final List<String> PASSING =
      List.of(
          "not loaded",
          "not fully loaded",
          "unavailable",
          "not available",
          "not ready",
          "node offline",
          "node not found",
          "node not match",
          "no available",
          "channel not",
          "not subscribed",
          "rate limit",
          "rate_limit",
          "force deny",
          "quota exceeded",
          "memory quota",
          "disk quota",
          "too many requests",
          "connection refused",
          "connection reset",
          "io exception",
          "keepalive",
          "deadline",
          "timeout",
          "timed out",
          "not healthy",
          "is not serving",
          "initializing",
          "abnormal",
          "segment lacks",
          "lag too large",
          "leader not",
          "context canceled",
          "shutdown",
          "service not");

  private static final List<String> REFUSED =
      List.of("unauthenticated", "auth check failure", "permission_denied", "permission denied");

  private Failures() {}

  /** Whether the same may succeed later. */
  static boolean passes(RuntimeException failure) {
    String text = text(failure);
    if (REFUSED.stream().anyMatch(text::contains)) {
      return false;
    }
    boolean late =
        failure instanceof MilvusClientException known && known.getErrorCode() == ErrorCode.TIMEOUT;
    return late || PASSING.stream().anyMatch(text::contains);
  }

  /**
   * @param what was done
   */
  static ReelspaceException of(Address address, String what, RuntimeException failure) {
    if (failure instanceof ReelspaceException known) {
      return known;
    }
    String text = text(failure);
    if (REFUSED.stream().anyMatch(text::contains)) {
      return new RemoteException(
          address
              + ": the server refuses the token, or it does not allow this; set"
              + " REELSPACE_MILVUS_TOKEN to USER:PASSWORD or to a key of the server",
          failure);
    }
    if (text.contains("quota") || text.contains("no space left") || text.contains("deny")) {
      return new RemoteException(
          "%s: the server takes no more (%s: %s); give it memory or disk and run again: what was"
                  .formatted(address, what, first(failure))
              + " committed is kept",
          failure);
    }
    boolean away =
        text.contains("unavailable")
            || text.contains("refused")
            || text.contains("deadline")
            || text.contains("timeout")
            || text.contains("failed to connect")
            || text.contains("unknownhost");
    return new RemoteException(
        away
            ? "%s: no Milvus server answers there (%s); check host, port and TLS, and that it runs"
                .formatted(address, what)
            : "%s: %s failed: %s".formatted(address, what, first(failure)),
        failure);
  }

  private static String first(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  private static String text(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      text.append(at).append('\n');
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }
}
