package io.reelspace.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.media.MediaProbe;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaApiTest {

  @TempDir static Path folder;
  private static Served served;
  private static byte[] dog;

  @BeforeAll
  static void serve() throws IOException {
    served = Served.clips(folder);
    dog = Files.readAllBytes(Served.CLIPS.resolve("dog.mp4"));
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static Served.Answer range(String range) {
    return served.get("/media/" + Served.DOG, "Range", range);
  }

  @Test
  void aFileIsGivenWholeAndByRanges() {
    Served.Answer whole = served.get("/media/" + Served.DOG);
    assertEquals(200, whole.status());
    assertEquals("video/mp4", whole.header("Content-Type"));
    assertEquals("bytes", whole.header("Accept-Ranges"));
    assertArrayEquals(dog, whole.response().body());

    Served.Answer part = range("bytes=100-299");
    assertEquals(206, part.status());
    assertEquals("bytes 100-299/" + dog.length, part.header("Content-Range"));
    assertArrayEquals(Arrays.copyOfRange(dog, 100, 300), part.response().body());

    Served.Answer rest = range("bytes=" + (dog.length - 5) + "-");
    assertArrayEquals(Arrays.copyOfRange(dog, dog.length - 5, dog.length), rest.response().body());
    Served.Answer last = range("bytes=-7");
    assertArrayEquals(Arrays.copyOfRange(dog, dog.length - 7, dog.length), last.response().body());
    Served.Answer beyond = range("bytes=0-99999999999");
    assertEquals(206, beyond.status());
    assertEquals(dog.length, beyond.response().body().length);
  }

  @Test
  void aRangeBehindTheEndIsRefusedWithTheSize() {
    Served.Answer answer = range("bytes=" + dog.length + "-");
    assertEquals(416, answer.status());
    assertEquals("bytes */" + dog.length, answer.header("Content-Range"));
    assertTrue(answer.detail().contains(String.valueOf(dog.length)), answer::text);
  }

  @Test
  void rangesThatMeanNothingGiveAll() {
    for (String range : new String[] {"bytes=5-2", "lines=1-2", "bytes=0-1,4-5", "bytes=-", "x"}) {
      assertEquals(200, range(range).status(), range);
    }
    Served.Answer other =
        served.get("/media/" + Served.DOG, "Range", "bytes=0-9", "If-Range", "\"another\"");
    assertEquals(200, other.status());
  }

  @Test
  void whatTheBrowserHasIsNotSentAgain() {
    String tag = served.get("/media/" + Served.DOG).header("ETag");
    assertEquals(304, served.get("/media/" + Served.DOG, "If-None-Match", tag).status());
  }

  @Test
  void aVideoThatBrowsersDoNotPlayIsConvertedFromAnySecond() throws IOException {
    String id = Served.id("terminal.ogv");
    JsonNode playback = served.get("/api/videos/" + id).json().path("playback");
    assertEquals("stream", playback.path("kind").asText());
    Served.Answer answer = served.get(playback.path("url").asText() + "?from=5");
    assertEquals(200, answer.status(), answer::text);
    assertEquals("video/mp4", answer.header("Content-Type"));
    Path file = Files.write(folder.resolve("converted.mp4"), answer.response().body());
    MediaProbe probe = Served.media().probe(file);
    assertEquals("h264", probe.codec());
    double whole = served.get("/api/videos/" + id).json().path("duration").asDouble();
    assertEquals(whole - 5, probe.duration().orElse(0), 0.3);

    Served.Answer again =
        served.get(playback.path("url").asText() + "?from=5", "Range", "bytes=0-9");
    assertEquals(206, again.status(), "kept, so it is given by ranges now");
    assertArrayEquals(Arrays.copyOf(answer.response().body(), 10), again.response().body());
  }

  @Test
  void aCutIsAsLongAsItsMarksSayAndHasTheNameOfItsVideo() throws IOException {
    String id = Served.id("bicycles.mp4");
    Served.Answer cut = served.get("/media/" + id + "/cut?from=2&to=4.5");
    assertEquals(200, cut.status(), cut::text);
    assertTrue(cut.header("Content-Disposition").contains("bicycles 0.00.02.0-0.00.04.5.mp4"));
    Path file = Files.write(folder.resolve("cut.mp4"), cut.response().body());
    assertEquals(2.5, Served.media().probe(file).duration().orElse(0), 0.1);
    for (String wrong : new String[] {"", "?from=2", "?from=4&to=2", "?from=x&to=2"}) {
      assertEquals(400, served.get("/media/" + id + "/cut" + wrong).status(), wrong);
    }
  }

  @Test
  void aThumbnailShowsTheFrameOfItsTime() throws IOException {
    BufferedImage day = picture("/api/thumbnails?video=" + Served.id("rabbit.mp4") + "&time=1");
    assertEquals(320, day.getWidth());
    assertEquals(180, day.getHeight());
    BufferedImage early = picture("/api/thumbnails?video=" + Served.id("bicycles.mp4") + "&time=1");
    BufferedImage late = picture("/api/thumbnails?video=" + Served.id("bicycles.mp4") + "&time=9");
    assertTrue(difference(early, late) > 20, "two shots look different");
    BufferedImage end = picture("/api/thumbnails?video=" + Served.id("bicycles.mp4") + "&time=99");
    assertTrue(difference(end, late) < difference(end, early), "behind the end is the last frame");
  }

  @Test
  void aSheetHoldsFramesOfTheWholeVideo() throws IOException {
    BufferedImage sheet = picture("/api/videos/" + Served.id("bicycles.mp4") + "/sheet");
    assertEquals(5 * 200, sheet.getWidth());
    assertEquals(5 * 85, sheet.getHeight());
    BufferedImage first = sheet.getSubimage(0, 0, 200, 85);
    BufferedImage last = sheet.getSubimage(800, 340, 200, 85);
    assertTrue(difference(first, last) > 20);
  }

  private static BufferedImage picture(String path) throws IOException {
    Served.Answer answer = served.get(path);
    assertEquals(200, answer.status(), answer::text);
    assertEquals("image/jpeg", answer.header("Content-Type"));
    return ImageIO.read(new ByteArrayInputStream(answer.response().body()));
  }

  /** Mean difference of red, 0 to 255, at points of a grid. */
  private static double difference(BufferedImage one, BufferedImage other) {
    double sum = 0;
    int points = 20;
    for (int i = 0; i < points * points; i++) {
      double x = (i % points + 0.5) / points;
      double y = (Math.floorDiv(i, points) + 0.5) / points;
      sum += Math.abs(red(one, x, y) - red(other, x, y));
    }
    return sum / (points * points);
  }

  private static int red(BufferedImage image, double x, double y) {
    return image.getRGB((int) (x * image.getWidth()), (int) (y * image.getHeight())) >> 16 & 0xff;
  }
}
