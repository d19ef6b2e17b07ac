package io.reelspace.media;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns the bytes of a text file into text when nothing says in which encoding they are.
 *
 * <p>A byte order mark decides. Without one, text in which every second byte is mostly zero is
 * UTF-16, what is valid UTF-8 is UTF-8 (other text hardly ever is), and all else is taken for
 * windows-1252, in which subtitles of western languages often come.
 */
final class TextDecoding {

  private static final int LOOKED_AT = 4096;

  /**
   * The text of a file.
   *
   * @param certain false when the encoding was only assumed
   */
  record Decoded(String text, Charset charset, boolean certain) {}

  private TextDecoding() {}

  static Decoded decode(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return of(Arrays.copyOfRange(bytes, 3, bytes.length), StandardCharsets.UTF_8);
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return of(Arrays.copyOfRange(bytes, 2, bytes.length), StandardCharsets.UTF_16LE);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return of(Arrays.copyOfRange(bytes, 2, bytes.length), StandardCharsets.UTF_16BE);
    }
    if (mostlyZero(bytes, 1)) {
      return of(bytes, StandardCharsets.UTF_16LE);
    }
    if (mostlyZero(bytes, 0)) {
      return of(bytes, StandardCharsets.UTF_16BE);
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return new Decoded(text, StandardCharsets.UTF_8, true);
    } catch (CharacterCodingException e) {
      Charset western = Charset.forName("windows-1252");
      return new Decoded(new String(bytes, western), western, false);
    }
  }

  private static Decoded of(byte[] bytes, Charset charset) {
    return new Decoded(new String(bytes, charset), charset, true);
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether most of every second byte are zero, and hardly one of the others. */
  private static boolean mostlyZero(byte[] bytes, int parity) {
    int pairs = Math.min(bytes.length, LOOKED_AT) / 2;
    int zero = 0;
    int others = 0;
    for (int i = 0; i < pairs; i++) {
      zero += bytes[2 * i + parity] == 0 ? 1 : 0;
      others += bytes[2 * i + 1 - parity] == 0 ? 1 : 0;
    }
    return pairs > 0 && zero > pairs / 2 && others < pairs / 10 + 1;
  }
}
