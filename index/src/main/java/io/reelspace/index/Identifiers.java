package io.reelspace.index;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The identifiers of videos and moments.
 *
 * <p>A video's is the first 16 hexadecimal digits of the SHA-256 of its absolute, normalised path
 * in UTF-8: short, the same in every run, and another one when the file moves. A moment's is the
 * video's, an {@code @}, and its start in seconds with three decimals: {@code
 * 2c26b46b68ffc68f@83.500}. Where it is not one whole segment, its end follows: {@code
 * 2c26b46b68ffc68f@83.500-91.040}.
 */
public final class Identifiers {

  private static final int VIDEO_BYTES = 8;
  private static final Pattern VIDEO = Pattern.compile("[0-9a-f]{16}");

  private Identifiers() {}

  /** The identifier of the video at a path. */
  public static String video(Path path) {
    return hash(path.toAbsolutePath().normalize().toString());
  }

  /** The identifier of a video that lies on no disk of this machine, from its address. */
  public static String video(URI address) {
    return hash(address.toString());
  }

  private static String hash(String text) {
    byte[] name = text.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
      return HexFormat.of().formatHex(hash, 0, VIDEO_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Whether a text has the form of a video's identifier. */
  public static boolean isVideo(String text) {
    return VIDEO.matcher(text).matches();
  }

  /** The identifier of the moment of a video that starts at {@code start} seconds. */
  public static String moment(String videoId, double start) {
    return videoId + "@" + decimals(start);
  }

  /** The identifier of the moment of a video from {@code start} to {@code end} seconds. */
  public static String moment(String videoId, double start, double end) {
    return moment(videoId, start) + "-" + decimals(end);
  }

  private static String decimals(double seconds) {
    return BigDecimal.valueOf(seconds).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }
}
