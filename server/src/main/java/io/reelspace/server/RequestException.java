package io.reelspace.server;

/**
 * A request that cannot be answered for a reason that only HTTP knows: an id that is not there, a
 * body that is too large, a missing token.
 */
final class RequestException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String kind;

  private RequestException(int status, String kind, String message) {
    super(message, null, false, false);
    this.status = status;
    this.kind = kind;
  }

  static RequestException notFound(String message) {
    return new RequestException(404, "not-found", message);
  }

  static RequestException gone(String message) {
    return new RequestException(410, "gone", message);
  }

  static RequestException conflict(String message) {
    return new RequestException(409, "conflict", message);
  }

  static RequestException tooLarge(String message) {
    return new RequestException(413, "too-large", message);
  }

  static RequestException unprocessable(String message) {
    return new RequestException(422, "unreadable-media", message);
  }

  static RequestException unauthorised(String message) {
    return new RequestException(401, "unauthorised", message);
  }

  static RequestException forbidden(String message) {
    return new RequestException(403, "forbidden", message);
  }

  static RequestException busy(String message) {
    return new RequestException(503, "busy", message);
  }

  int status() {
    return status;
  }

  /** A word for programs. */
  String kind() {
    return kind;
  }
}
