package io.reelspace.media;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The table by which a NUT file abbreviates its packets' headers, and the numbers that both are
 * written in.
 *
 * <p>A packet begins with one byte; the table says for each of its values which fields are implied
 * and which follow.
 *
 * @see <a href="https://ffmpeg.org/nut.html">NUT Open Container Format</a>
 */
final class NutFrameCodes {
  private static final int CODED_PTS = 1 << 3;
  private static final int STREAM_ID = 1 << 4;
  private static final int SIZE_MSB = 1 << 5;
  private static final int CHECKSUM = 1 << 6;
  private static final int RESERVED = 1 << 7;
  private static final int SIDE_DATA = 1 << 8;
  private static final int HEADER_INDEX = 1 << 10;
  private static final int MATCH_TIME = 1 << 11;
  private static final int CODED_FLAGS = 1 << 12;
  private static final int INVALID = 1 << 13;
  private static final int COUNT = 256;
  private static final int MOST_PREFIXES = 127;
  private static final int LARGEST_WITH_PREFIX = 4096;

  /**
   * The header of a packet.
   *
   * @param stream number of its stream
   * @param codedPts the coded time stamp, -1 where it is the last one plus {@code ptsDelta}
   * @param size bytes of its content, prefix included
   * @param prefix how its content begins, left out in the file
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, not compared
  record Frame(int stream, long codedPts, long ptsDelta, long size, byte[] prefix) {}

  private final int[] flags = new int[COUNT];
  private final int[] streams = new int[COUNT];
  private final long[] ptsDeltas = new long[COUNT];
  private final long[] sizeMultipliers = new long[COUNT];
  private final long[] sizeLows = new long[COUNT];
  private final int[] reserved = new int[COUNT];
  private final int[] prefixes = new int[COUNT];
  private final List<byte[]> prefixBytes = new ArrayList<>();

  /** Reads the table, which is coded in runs, and the list of prefixes behind it. */
  NutFrameCodes(DataInputStream header) throws IOException {
    long delta = 0;
    long multiplier = 1;
    int stream = 0;
    for (int code = 0; code < COUNT; ) {
      int flag = (int) unsigned(header, 0, 0xffff, "flags");
      int fields = (int) unsigned(header, 0, 64, "fields");
      delta = fields > 0 ? signed(header) : delta;
      multiplier = fields > 1 ? unsigned(header, 0, 1 << 16, "multiplier") : multiplier;
      stream = fields > 2 ? (int) unsigned(header, 0, COUNT, "stream") : stream;
      long low = fields > 3 ? unsigned(header, 0, 1 << 16, "size") : 0;
      int extra = fields > 4 ? (int) unsigned(header, 0, 64, "reserved fields") : 0;
      long run = fields > 5 ? unsigned(header, 0, COUNT, "run") : multiplier - low;
      if (fields > 6) {
        signed(header);
      }
      int prefix = fields > 7 ? (int) unsigned(header, 0, MOST_PREFIXES, "prefix") : 0;
      for (int i = 8; i < fields; i++) {
        unsigned(header);
      }
      if (run <= 0) {
        throw new StreamCorruptedException("NUT: empty run in the table of frame codes");
      }
      for (int i = 0; i < run && code < COUNT; code++) {
        if (code == 'N') {
          flags[code] = INVALID; // it begins a start code
          continue;
        }
        flags[code] = flag;
        streams[code] = stream;
        ptsDeltas[code] = delta;
        sizeMultipliers[code] = multiplier;
        sizeLows[code] = low + i;
        reserved[code] = extra;
        prefixes[code] = prefix;
        i++;
      }
    }
    prefixBytes.add(new byte[0]);
    long count = unsigned(header, 0, MOST_PREFIXES, "prefixes");
    for (int i = 0; i < count; i++) {
      prefixBytes.add(bytes(header, COUNT));
    }
  }

  /** Reads the header of the packet that begins with {@code code}, up to its content. */
  Frame read(int code, DataInputStream in) throws IOException {
    int flag = flags[code];
    if ((flag & INVALID) == 0 && (flag & CODED_FLAGS) != 0) {
      flag ^= (int) unsigned(in, 0, 0xffff, "flags");
    }
    if ((flag & (INVALID | SIDE_DATA)) != 0) {
      throw new StreamCorruptedException("NUT: frame code " + code + " is not expected");
    }
    int stream = (flag & STREAM_ID) != 0 ? (int) unsigned(in, 0, COUNT, "stream") : streams[code];
    long codedPts = (flag & CODED_PTS) != 0 ? unsigned(in) : -1;
    long high = (flag & SIZE_MSB) != 0 ? unsigned(in, 0, 1L << 31, "size") : 0;
    if ((flag & MATCH_TIME) != 0) {
      unsigned(in);
    }
    int prefix =
        (flag & HEADER_INDEX) != 0
            ? (int) unsigned(in, 0, MOST_PREFIXES, "prefix")
            : prefixes[code];
    long extra = (flag & RESERVED) != 0 ? unsigned(in, 0, 64, "reserved fields") : reserved[code];
    for (long i = 0; i < extra; i++) {
      unsigned(in);
    }
    if ((flag & CHECKSUM) != 0) {
      in.skipNBytes(Integer.BYTES);
    }
    long size = sizeLows[code] + high * sizeMultipliers[code];
    if (size > LARGEST_WITH_PREFIX) {
      prefix = 0;
    } else if (prefix >= prefixBytes.size()) {
      throw new StreamCorruptedException("NUT: unknown prefix " + prefix);
    }
    return new Frame(stream, codedPts, ptsDeltas[code], size, prefixBytes.get(prefix));
  }

  /** A number in groups of seven bits, the highest first. */
  static long unsigned(DataInputStream in) throws IOException {
    long value = 0;
    for (int b = in.readUnsignedByte(); ; b = in.readUnsignedByte()) {
      if (value >>> (Long.SIZE - 8) != 0) {
        throw new StreamCorruptedException("NUT: number too large");
      }
      value = (value << 7) | (b & 0x7f);
      if (b < 0x80) {
        return value;
      }
    }
  }

  static long unsigned(DataInputStream in, long least, long most, String what) throws IOException {
    long value = unsigned(in);
    if (value < least || value > most) {
      throw new StreamCorruptedException("NUT: " + what + " out of range: " + value);
    }
    return value;
  }

  static byte[] bytes(DataInputStream in, int most) throws IOException {
    byte[] bytes = new byte[(int) unsigned(in, 0, most, "length")];
    in.readFully(bytes);
    return bytes;
  }

  private static long signed(DataInputStream in) throws IOException {
    long folded = unsigned(in) + 1;
    return (folded & 1) != 0 ? -(folded >> 1) : folded >> 1;
  }
}
