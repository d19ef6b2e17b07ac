package io.reelspace.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.UnreadableMediaException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenditionsTest {

  /** One second each of red, green and blue, one after the other. */
  private static final String COLOURS =
      "-f lavfi -i color=red:s=128x72:r=10:d=1 -f lavfi -i color=lime:s=128x72:r=10:d=1"
          + " -f lavfi -i color=blue:s=128x72:r=10:d=1 -filter_complex concat=n=3 ";

  private final Renditions renditions = Renditions.using(TestMedia.FFMPEG, TestMedia.LIMITS);

  @TempDir Path folder;

  @Test
  void aFrameIsTheOneThatIsShownAtItsTime() throws IOException {
    for (String kind : List.of("colours.mp4", "colours.avi", "colours.mkv")) {
      Path video = TestMedia.make(folder.resolve(kind), COLOURS + "-c:v mpeg4 -g 30 -q:v 2");
      assertEquals("red", colour(renditions.frame(video, -5, 320)), kind);
      assertEquals("red", colour(renditions.frame(video, 0.9, 320)), kind);
      assertEquals("green", colour(renditions.frame(video, 1, 320)), kind);
      assertEquals("green", colour(renditions.frame(video, 1.9, 320)), kind);
      assertEquals("blue", colour(renditions.frame(video, 2, 320)), kind);
      assertEquals("blue", colour(renditions.frame(video, 99, 320)), kind);
    }
  }

  @Test
  void picturesFitTheirSideAndAreNeverMadeLarger() throws IOException {
    Path video = TestMedia.pattern(folder.resolve("a.mp4"), "200x100", 10, 1, "-c:v mpeg4");
    BufferedImage small = ImageIO.read(new ByteArrayInputStream(renditions.frame(video, 0, 50)));
    assertEquals(50, small.getWidth());
    assertEquals(25, small.getHeight());
    assertEquals(
        200, ImageIO.read(new ByteArrayInputStream(renditions.frame(video, 0, 999))).getWidth());
  }

  @Test
  void aSheetGoesThroughTheVideo() throws IOException {
    Path video = TestMedia.make(folder.resolve("colours.mp4"), COLOURS + "-c:v mpeg4 -q:v 2");
    BufferedImage sheet =
        ImageIO.read(new ByteArrayInputStream(renditions.sheet(video, 3, 3, 2, 60)));
    assertEquals(180, sheet.getWidth());
    assertEquals(68, sheet.getHeight());
    assertEquals("red", colour(sheet, 30, 17));
    assertEquals("green", colour(sheet, 150, 17));
    assertEquals("blue", colour(sheet, 150, 51));
  }

  @Test
  void whatBrowsersPlayIsToldByCodecsNotByTheName() {
    Path h264 = TestMedia.pattern(folder.resolve("a.mp4"), "64x64", 10, 1, "-c:v libopenh264");
    assertEquals(Optional.of("video/mp4"), renditions.playableAs(h264));
    Path vp9 =
        TestMedia.pattern(
            folder.resolve("b.bin.webm"), "64x64", 10, 1, "-c:v libvpx-vp9 -pix_fmt yuv420p");
    assertEquals(Optional.of("video/webm"), renditions.playableAs(vp9));
    Path mpeg4 = TestMedia.pattern(folder.resolve("c.mp4"), "64x64", 10, 1, "-c:v mpeg4");
    assertEquals(Optional.empty(), renditions.playableAs(mpeg4));
    Path full =
        TestMedia.pattern(
            folder.resolve("d.webm"), "64x64", 10, 1, "-c:v libvpx-vp9 -pix_fmt yuv444p");
    assertEquals(Optional.empty(), renditions.playableAs(full));
  }

  @Test
  void aStreamIsAPartInMp4WhoseTimeBeginsAtNought() throws IOException {
    Path video =
        TestMedia.make(
            folder.resolve("colours.mkv"),
            COLOURS.replace("-filter_complex", "-f lavfi -i sine=d=3 -filter_complex")
                + "-c:v mpeg4 -g 30 -q:v 2 -c:a mp3");
    Path part = folder.resolve("part.mp4");
    try (RenditionStream stream = renditions.stream(video, 1, 2.5, 640)) {
      Files.write(part, stream.readAllBytes());
    }
    MediaProbe probe = MediaReader.using(TestMedia.FFMPEG, TestMedia.LIMITS).probe(part);
    assertEquals("h264", probe.codec());
    assertEquals(0, probe.start(), 1e-6);
    assertEquals(1.5, probe.duration().orElse(0), 0.11);
    assertEquals("green", colour(renditions.frame(part, 0, 100)));
    assertEquals("blue", colour(renditions.frame(part, 1.2, 100)));
    assertEquals(Optional.of("video/mp4"), renditions.playableAs(part), "with its sound");
  }

  @Test
  void closingAStreamEndsItsProcess() throws Exception {
    Path video =
        TestMedia.pattern(folder.resolve("long.avi"), "640x480", 30, 20, "-c:v mpeg4 -q:v 9");
    RenditionStream stream = renditions.stream(video, 0, Double.POSITIVE_INFINITY, 640);
    assertTrue(stream.read() >= 0);
    ProcessHandle process = ProcessHandle.of(stream.pid()).orElseThrow();
    stream.close();
    process.onExit().get(5, TimeUnit.SECONDS);
  }

  @Test
  void whatDoesNotDecodeIsToldWithItsReason() throws IOException {
    Path text = Files.writeString(folder.resolve("text.mp4"), "this is no video");
    assertThrows(UnreadableMediaException.class, () -> renditions.frame(text, 0, 100));
    Path playlist = folder.resolve("list.mp4");
    Files.writeString(playlist, "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");
    UnreadableMediaException refused =
        assertThrows(UnreadableMediaException.class, () -> renditions.stream(playlist, 0, 1, 100));
    assertTrue(refused.getMessage().contains("list.mp4"), refused.getMessage());
  }

  @Test
  void aProcessThatHangsIsEnded() throws Exception {
    Path fifo = folder.resolve("fifo.mp4");
    new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
    Renditions impatient =
        Renditions.using(
            TestMedia.FFMPEG, TestMedia.LIMITS.withWithoutProgress(Duration.ofSeconds(1)));
    assertThrows(RuntimeException.class, () -> impatient.frame(fifo, 0, 100));
  }

  private static String colour(byte[] jpeg) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    return colour(image, image.getWidth() / 2, image.getHeight() / 2);
  }

  private static String colour(BufferedImage image, int x, int y) {
    int rgb = image.getRGB(x, y);
    int red = rgb >> 16 & 0xff;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    return red > green && red > blue ? "red" : green > blue ? "green" : "blue";
  }
}
