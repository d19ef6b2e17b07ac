package io.reelspace.media;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads the packets of a NUT file with raw RGB video streams from a pipe.
 *
 * <p>NUT carries exact time stamps, in a time base of each stream, at a few bytes per packet. This
 * reads what {@code ffmpeg} writes and refuses all else; a count or size in the file is checked
 * before it is used. Checksums are passed over, because a pipe does not flip bits.
 *
 * @see <a href="https://ffmpeg.org/nut.html">NUT Open Container Format</a>
 */
final class NutReader {
  /**
   * A raw video stream.
   *
   * @param size of every picture
   * @param numerator of the time base: seconds per tick
   * @param denominator of the time base
   */
  record Stream(ImageSize size, long numerator, long denominator, int ptsShift) {

    double seconds(long ticks) {
      return (double) (ticks * numerator) / denominator;
    }
  }

  /**
   * One picture.
   *
   * @param stream its number
   * @param ticks presentation time in the stream's time base
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, not compared
  record Packet(int stream, long ticks, byte[] rgb) {}

  private static final byte[] FILE_ID =
      "nut/multimedia container\0".getBytes(StandardCharsets.US_ASCII);
  private static final long MAIN = 0x4E4D7A561F5F04ADL;
  private static final long STREAM = 0x4E5311405BF2F9DBL;
  private static final long SYNCPOINT = 0x4E4BE4ADEECA4569L;
  private static final byte[] RGB24 = {'R', 'G', 'B', 24};
  private static final int CHECKSUM_BYTES = 4;
  private static final int LONGEST_HEADER = 1 << 20;
  private static final int MOST_STREAMS = 16;
  private static final long LARGEST_PICTURE = 1L << 28;

  private final DataInputStream in;
  private final List<Stream> streams = new ArrayList<>();
  private NutFrameCodes codes;
  private long[][] timeBases;
  private long[] lastTicks;
  private boolean ended;

  /**
   * Reads the file's headers.
   *
   * @throws EOFException when the input ends before them
   * @throws StreamCorruptedException when they are not what {@code ffmpeg} writes for raw RGB video
   */
  NutReader(InputStream input) throws IOException {
    in = new DataInputStream(input);
    byte[] id = in.readNBytes(FILE_ID.length);
    if (id.length < FILE_ID.length) {
      throw new EOFException("no header");
    }
    if (!Arrays.equals(id, FILE_ID)) {
      throw new StreamCorruptedException("not a NUT file");
    }
    long code = startCode(in.readUnsignedByte());
    require(code == MAIN, "main header expected");
    int count = readMainHeader(header());
    while (streams.size() < count) {
      code = startCode(in.readUnsignedByte());
      if (code == STREAM) {
        readStreamHeader(header());
      } else {
        skip();
      }
    }
    lastTicks = new long[count];
  }

  /** The streams, in the order of their numbers. */
  List<Stream> streams() {
    return List.copyOf(streams);
  }

  /**
   * The next packet, empty at the end of the input.
   *
   * @throws EOFException when the input ends within a packet
   */
  Optional<Packet> next() throws IOException {
    while (!ended) {
      int first = in.read();
      if (first < 0) {
        ended = true;
      } else if (first == 'N') {
        long code = startCode(first);
        if (code == SYNCPOINT) {
          readSyncpoint(header());
        } else {
          skip();
        }
      } else {
        return Optional.of(readFrame(first));
      }
    }
    return Optional.empty();
  }

  private int readMainHeader(DataInputStream header) throws IOException {
    long version = NutFrameCodes.unsigned(header);
    require(version == 3, "version 3 expected");
    int count = (int) NutFrameCodes.unsigned(header, 1, MOST_STREAMS, "streams");
    NutFrameCodes.unsigned(header); // largest distance between syncpoints
    timeBases = new long[(int) NutFrameCodes.unsigned(header, 1, MOST_STREAMS, "time bases")][2];
    for (long[] timeBase : timeBases) {
      timeBase[0] = NutFrameCodes.unsigned(header, 1, Integer.MAX_VALUE, "time base");
      timeBase[1] = NutFrameCodes.unsigned(header, 1, Integer.MAX_VALUE, "time base");
    }
    codes = new NutFrameCodes(header);
    return count;
  }

  private void readStreamHeader(DataInputStream header) throws IOException {
    require(NutFrameCodes.unsigned(header) == streams.size(), "streams in order expected");
    require(NutFrameCodes.unsigned(header) == 0, "video expected");
    byte[] fourcc = NutFrameCodes.bytes(header, 4);
    require(Arrays.equals(fourcc, RGB24), "RGB samples expected");
    long[] base = timeBases[(int) NutFrameCodes.unsigned(header, 0, timeBases.length - 1, "base")];
    int shift = (int) NutFrameCodes.unsigned(header, 0, 16, "shift of time stamps");
    NutFrameCodes.unsigned(header); // largest distance between time stamps
    NutFrameCodes.unsigned(header); // decode delay
    NutFrameCodes.unsigned(header); // flags
    NutFrameCodes.bytes(header, LONGEST_HEADER); // codec's own
    int width = (int) NutFrameCodes.unsigned(header, 1, 1 << 16, "width");
    int height = (int) NutFrameCodes.unsigned(header, 1, 1 << 16, "height");
    require(3L * width * height <= LARGEST_PICTURE, "smaller pictures expected");
    streams.add(new Stream(new ImageSize(width, height), base[0], base[1], shift));
  }

  /** A syncpoint sets the clock of all streams. */
  private void readSyncpoint(DataInputStream header) throws IOException {
    long coded = NutFrameCodes.unsigned(header);
    long[] base = timeBases[(int) (coded % timeBases.length)];
    long ticks = coded / timeBases.length;
    for (int i = 0; i < streams.size(); i++) {
      Stream stream = streams.get(i);
      lastTicks[i] = rescale(ticks, base[0] * stream.denominator(), base[1] * stream.numerator());
    }
  }

  private static long rescale(long ticks, long by, long over) {
    long high = Math.multiplyHigh(ticks, by);
    if (high == 0 && ticks * by >= 0) {
      return ticks * by / over;
    }
    return BigInteger.valueOf(ticks)
        .multiply(BigInteger.valueOf(by))
        .divide(BigInteger.valueOf(over))
        .longValue();
  }

  private Packet readFrame(int code) throws IOException {
    NutFrameCodes.Frame frame = codes.read(code, in);
    require(frame.stream() < streams.size(), "known stream expected");
    Stream stream = streams.get(frame.stream());
    long ticks = ticks(frame, stream);
    lastTicks[frame.stream()] = ticks;
    int size = 3 * stream.size().width() * stream.size().height();
    int known = frame.prefix().length;
    require(frame.size() == size && known <= size, "whole pictures expected");
    byte[] rgb = Arrays.copyOf(frame.prefix(), size);
    in.readFully(rgb, known, size - known);
    return new Packet(frame.stream(), ticks, rgb);
  }

  /** A time stamp is coded as a difference, by its low bits, or in full. */
  private long ticks(NutFrameCodes.Frame frame, Stream stream) {
    long last = lastTicks[frame.stream()];
    if (frame.codedPts() < 0) {
      return last + frame.ptsDelta();
    }
    long lowValues = 1L << stream.ptsShift();
    if (frame.codedPts() >= lowValues) {
      return frame.codedPts() - lowValues;
    }
    long base = last - (lowValues - 1) / 2;
    return ((frame.codedPts() - base) & (lowValues - 1)) + base;
  }

  private long startCode(int first) throws IOException {
    require(first == 'N', "start code expected");
    long code = first;
    for (int i = 1; i < Long.BYTES; i++) {
      code = (code << 8) | in.readUnsignedByte();
    }
    return code;
  }

  /** The content of the header that begins here. */
  private DataInputStream header() throws IOException {
    int length = (int) NutFrameCodes.unsigned(in, CHECKSUM_BYTES, LONGEST_HEADER, "header length");
    skipHeaderChecksum(length);
    byte[] content = new byte[length];
    in.readFully(content);
    return new DataInputStream(new ByteArrayInputStream(content, 0, length - CHECKSUM_BYTES));
  }

  private void skip() throws IOException {
    long length = NutFrameCodes.unsigned(in, CHECKSUM_BYTES, Long.MAX_VALUE, "header length");
    skipHeaderChecksum(length);
    in.skipNBytes(length);
  }

  private void skipHeaderChecksum(long length) throws IOException {
    if (length > 4096) {
      in.skipNBytes(CHECKSUM_BYTES);
    }
  }

  private static void require(boolean condition, String what) throws StreamCorruptedException {
    if (!condition) {
      throw new StreamCorruptedException("NUT: " + what);
    }
  }
}
