package io.reelspace.milvus;

import io.reelspace.error.BadInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a collection lies.
 *
 * @param host name or address
 * @param port of the server
 * @param collection letters, digits and underscores
 */
record Address(String host, int port, String collection) {

  private static final int DEFAULT_PORT = 19530;

  /** Names of the collections beside it are longer, and Milvus takes 255. */
  private static final int LONGEST_NAME = 200;

  private static final Pattern FORM =
      Pattern.compile("milvus://([\\w.-]+|\\[[0-9a-fA-F:]+])(?::(\\d{1,5}))?/([A-Za-z_]\\w*)");

  /** Reads {@code milvus://host:port/collection}. */
  static Address parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches() || parts.group(3).length() > LONGEST_NAME) {
      throw new BadInputException(
          text
              + ": not the address of a collection; write milvus://HOST:PORT/COLLECTION, for example"
              + " milvus://localhost:19530/archive (letters, digits and _; a token belongs into"
              + " REELSPACE_MILVUS_TOKEN)");
    }
    int port = parts.group(2) == null ? DEFAULT_PORT : Integer.parseInt(parts.group(2));
    if (port < 1 || port > 65_535) {
      throw new BadInputException(text + ": there is no port " + port + "; use 1 to 65535");
    }
    return new Address(parts.group(1), port, parts.group(3));
  }

  @Override
  public String toString() {
    return "milvus://%s:%d/%s".formatted(host, port, collection);
  }
}
