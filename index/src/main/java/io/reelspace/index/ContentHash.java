package io.reelspace.index;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What tells the content of one file from that of another without reading all of it: the SHA-256 of
 * sixteen blocks of 64 KiB, from the first to the last at equal distances, or of the whole file
 * where it is no larger than these.
 *
 * <p>Blocks alone do not prove that two large files are equal: a download that came in pieces, or a
 * file that was repaired in place, may differ between them. So files of which only blocks were
 * compared are taken for equal only where their times of modification are equal too, as they are
 * after a move by any tool.
 */
final class ContentHash {

  private static final int BLOCK = 64 << 10;
  private static final int BLOCKS = 16;
  private static final long WHOLE = (long) BLOCK * BLOCKS;

  /** File systems of memory cards keep times to two seconds. */
  private static final Duration CLOCK = Duration.ofSeconds(2);

  private ContentHash() {}

  /**
   * The hash of a file that is still as it was found.
   *
   * @return empty when it cannot be read or has changed meanwhile
   */
  static Optional<String> of(MediaFile file) {
    try (FileChannel channel = FileChannel.open(file.path())) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      boolean whole = file.bytes() <= WHOLE;
      for (int i = 0; i < BLOCKS; i++) {
        long from = whole ? (long) i * BLOCK : i * (file.bytes() - BLOCK) / (BLOCKS - 1);
        block.clear().limit(Math.clamp(file.bytes() - from, 0, BLOCK));
        fill(block, channel, from);
        digest.update(block.flip());
      }
      return file.isAsFound()
          ? Optional.of(HexFormat.of().formatHex(digest.digest()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // whoever needs the content will say what is wrong
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Whether a file with this hash has the very content that an indexed video was made of. */
  static boolean isSame(MediaFile file, String hash, IndexedVideo indexed) {
    boolean equal =
        file.bytes() == indexed.bytes() && indexed.content().filter(hash::equals).isPresent();
    return equal
        && (file.bytes() <= WHOLE
            || Duration.between(file.modified(), indexed.modified()).abs().compareTo(CLOCK) <= 0);
  }

  private static void fill(ByteBuffer block, FileChannel channel, long from) throws IOException {
    for (long position = from; block.hasRemaining(); ) {
      int read = channel.read(block, position);
      if (read < 0) {
        throw new EOFException("shorter than it was");
      }
      position += read;
    }
  }
}
