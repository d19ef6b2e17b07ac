package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The NUT reader, against ffprobe's reader of the same files and the pictures put into them. */
class NutReaderTest {
  @TempDir Path folder;

  /** Small and large pictures, time bases that are no round numbers, gaps and late starts. */
  @ParameterizedTest
  @CsvSource({
    "16x16,   10,         3,   ''",
    "64x36,   30000/1001, 4,   ''",
    "320x200, 24,         2,   ''",
    "2x2,     1000,       2,   ''",
    "64x8,    25,         200, ''",
    "16x16,   10,         3,   -output_ts_offset 100000.5",
    "16x16,   7/13,       400, -output_ts_offset 3",
    "16x16,   25,         60,  '-vf select=not(mod(n\\,97)) -fps_mode passthrough'"
  })
  void packetsAreThoseThatFfprobeReads(String size, String rate, int seconds, String more)
      throws Exception {
    Path file =
        TestMedia.make(
            folder.resolve("a.nut"),
            "-f lavfi -i testsrc=size=%s:rate=%s:duration=%d %s -c:v rawvideo -pix_fmt rgb24"
                .formatted(size, rate, seconds, more));
    List<NutReader.Packet> packets = new ArrayList<>();
    NutReader nut = read(Files.readAllBytes(file), packets);
    NutReader.Stream stream = nut.streams().getFirst();
    List<Double> expected =
        TestMedia.probeFrames(file).stream().map(TestMedia.ProbedFrame::best).toList();
    assertEquals(expected.size(), packets.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i), stream.seconds(packets.get(i).ticks()), 0.6e-6);
    }
  }

  @Test
  void packetsOfTwoStreamsKeepTheirStream() throws Exception {
    Path file =
        TestMedia.make(
            folder.resolve("two.nut"),
            "-f lavfi -i color=red:size=8x8:rate=10:duration=2"
                + " -f lavfi -i color=blue:size=48x48:rate=3:duration=2"
                + " -map 0 -map 1 -c:v rawvideo -pix_fmt rgb24");
    List<NutReader.Packet> packets = new ArrayList<>();
    NutReader nut = read(Files.readAllBytes(file), packets);
    assertEquals(
        List.of(new ImageSize(8, 8), new ImageSize(48, 48)),
        nut.streams().stream().map(NutReader.Stream::size).toList());
    assertEquals(20, packets.stream().filter(p -> p.stream() == 0).count());
    assertEquals(6, packets.stream().filter(p -> p.stream() == 1).count());
    for (NutReader.Packet packet : packets) {
      int red = packet.rgb()[0] & 0xff;
      int blue = packet.rgb()[2] & 0xff;
      assertTrue(packet.stream() == 0 ? red > 240 && blue < 10 : red < 10 && blue > 240);
    }
    double last = 0;
    for (NutReader.Packet packet : packets) {
      double time = nut.streams().get(packet.stream()).seconds(packet.ticks());
      assertTrue(time >= last - 1e-9, "in order of time");
      last = time;
    }
  }

  /** NUT leaves out the beginnings that coded video often has; pictures may begin like that too. */
  @ParameterizedTest
  @CsvSource({"FFFA00", "FFFB10", "FFFC20", "FFFD30", "000001", "0001B6"})
  void picturesThatBeginLikeAStartCodeAreWhole(String color) throws Exception {
    Path file =
        TestMedia.make(
            folder.resolve("prefix.nut"),
            "-f lavfi -i color=0x"
                + color
                + ":size=16x16:rate=10:duration=1,format=rgb24 -c:v rawvideo");
    List<NutReader.Packet> packets = new ArrayList<>();
    read(Files.readAllBytes(file), packets);
    assertEquals(10, packets.size());
    byte[] expected = new byte[16 * 16 * 3];
    int value = Integer.parseInt(color, 16);
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) (value >> (8 * (2 - i % 3)));
    }
    assertArrayEquals(expected, packets.get(5).rgb());
  }

  @Test
  void damagedFilesEndInAnIoException() throws Exception {
    Path file =
        TestMedia.make(
            folder.resolve("a.nut"),
            "-f lavfi -i testsrc=size=24x20:rate=10:duration=2 -c:v rawvideo -pix_fmt rgb24");
    byte[] whole = Files.readAllBytes(file);
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = whole.clone();
      for (int j = 0; j <= random.nextInt(6); j++) {
        bytes[random.nextInt(i % 2 == 0 ? 400 : bytes.length)] = (byte) random.nextInt();
      }
      byte[] part = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      try {
        read(part, new ArrayList<>());
      } catch (IOException e) {
        // what it may do
      }
    }
  }

  @Test
  void anInputThatEndsWithinAPacketIsAnEarlyEnd() throws Exception {
    Path file =
        TestMedia.make(
            folder.resolve("a.nut"),
            "-f lavfi -i testsrc=size=24x20:rate=10:duration=2 -c:v rawvideo -pix_fmt rgb24");
    byte[] whole = Files.readAllBytes(file);
    assertThrows(
        EOFException.class, () -> read(Arrays.copyOf(whole, whole.length / 2), new ArrayList<>()));
    assertThrows(EOFException.class, () -> read(new byte[0], new ArrayList<>()));
  }

  private static NutReader read(byte[] bytes, List<NutReader.Packet> packets) throws IOException {
    NutReader nut = new NutReader(new ByteArrayInputStream(bytes));
    for (Optional<NutReader.Packet> next = nut.next(); next.isPresent(); next = nut.next()) {
      packets.add(next.get());
    }
    return nut;
  }
}
