package io.reelspace.space;

import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hexadecimal. */
final class Sha256 {
  private Sha256() {}

  static String of(String text) {
    return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static String of(Path file) {
    Sum sum = new Sum();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sum.add(buffer, n);
      }
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    return sum.hex();
  }

  /** The sum over bytes as they come. */
  static final class Sum {
    private final MessageDigest digest = digest();
    private long bytes;

    void add(byte[] buffer, int length) {
      digest.update(buffer, 0, length);
      bytes += length;
    }

    long bytes() {
      return bytes;
    }

    String hex() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
