package io.reelspace.encode.hub;

import io.reelspace.error.RemoteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of a repository.
 *
 * @param path within the repository
 * @param bytes its length
 * @param algorithm of the sum: {@code SHA-256} for large files, {@code SHA-1} of git for small ones
 * @param sum in hexadecimal
 */
record HubFile(String path, long bytes, String algorithm, String sum) {

  /** The sum of a file as the hub states it: git's own has the length before the content. */
  boolean matches(Path file) throws IOException {
    MessageDigest digest = digest(algorithm);
    if (algorithm.equals("SHA-1")) {
      digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).equalsIgnoreCase(sum);
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new RemoteException("The hub sums files up by " + algorithm + ", unknown here.", e);
    }
  }
}
