package io.reelspace.query;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.index.Hit;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredMomentTest {

  private static final Path FILE = Path.of("/films/a-film.mp4");
  private static final String ID = Identifiers.video(FILE);
  private static final float[] RED = {1, 0};
  private static final float[] BLUE = {0, 1};

  @TempDir Path temporary;
  private VideoIndex index;

  /** Segments from 0 to 2 and from 2 to 4; frames red, red, blue and blue. */
  @BeforeEach
  void fill() {
    index = VideoIndex.open(temporary.resolve("i"), new SpaceIdentity("colours", "00ff00ff", 2));
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    float[] half = {(float) Math.sqrt(0.5), (float) Math.sqrt(0.5)};
    index.upsert(
        new IndexedVideo(ID, FILE.toString(), 4, 1, then, then, 64, 64, "2 fps", List.of()),
        List.of(
            new IndexedSegment(0, 2, RED, List.of(frame(0.5, RED), frame(1.5, RED))),
            new IndexedSegment(2, 4, half, List.of(frame(2.5, RED), frame(3.5, BLUE)))));
    index.commit();
  }

  private static IndexedFrame frame(double time, float[] colour) {
    return new IndexedFrame(time, colour);
  }

  @AfterEach
  void close() {
    index.close();
  }

  private StoredMoment find(String reference) {
    return StoredMoment.find(index, new MomentQuery(reference));
  }

  @Test
  void anIntervalIsTheMeanOfItsFrames() {
    float[] mean = {(float) (2 / Math.sqrt(5)), (float) (1 / Math.sqrt(5))};
    assertArrayEquals(mean, find(Identifiers.moment(ID, 1.5, 4)).vector(), 1e-3f);
    assertArrayEquals(mean, find(FILE + "@0:01.5-0:04").vector(), 1e-3f);
    assertArrayEquals(RED, find(ID + "@0.500-3.500").vector(), 1e-3f);
    assertArrayEquals(BLUE, find(ID + "@3.200-4.000").vector(), 1e-3f);
    assertArrayEquals(RED, find(ID + "@0.600-0.700").vector(), 1e-3f); // between two frames
  }

  @Test
  void anIntervalIsShownByWhatOverlapsIt() {
    StoredMoment moment = find(ID + "@1.500-2.500");
    assertFalse(moment.whole());
    assertTrue(moment.isShownBy(hit(2, 4)));
    assertTrue(moment.isShownBy(hit(0, 1.6)));
    assertFalse(moment.isShownBy(hit(2.5, 4)));
  }

  private static Hit hit(double start, double end) {
    return new Hit("x", FILE.toString(), start, end, 1);
  }

  @Test
  void aSegmentIsStillNamedByItsStart() {
    assertArrayEquals(RED, find(ID + "@0.000").vector(), 1e-6f);
    assertEquals(2, find(ID).segments().size());
  }

  @Test
  void refusesIntervalsThatAreNone() {
    assertThrows(BadInputException.class, () -> find(ID + "@3.000-1.000"));
    assertThrows(BadInputException.class, () -> find(ID + "@7.000-9.000"));
    assertThrows(BadInputException.class, () -> find("0123456789abcdef@1.000-2.000"));
  }
}
