package io.reelspace.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.index.Hit;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frames are red, green, blue, or half red and half blue; a segment's embedding is the direction of
 * their mean.
 */
class StepsWithinSegmentTest {

  private static final ScoreScale SCALE = new ScoreScale(0.3, 0.2, 1, 2);

  @TempDir Path temporary;
  private VideoIndex index;

  @BeforeEach
  void open() {
    index = VideoIndex.open(temporary.resolve("i"), new SpaceIdentity("colours", "00ff00ff", 3));
  }

  @AfterEach
  void close() {
    index.close();
  }

  private static float[] colour(char letter) {
    return switch (letter) {
      case 'r' -> new float[] {1, 0, 0};
      case 'g' -> new float[] {0, 1, 0};
      case 'm' -> new float[] {(float) Math.sqrt(0.5), 0, (float) Math.sqrt(0.5)};
      default -> new float[] {0, 0, 1};
    };
  }

  /** A video of one segment, a frame a second from 10.5 s on. */
  private Path film(String name, String colours) {
    List<IndexedFrame> frames = new ArrayList<>();
    Combination sum = new Combination();
    for (int i = 0; i < colours.length(); i++) {
      frames.add(new IndexedFrame(10.5 + i, colour(colours.charAt(i))));
      sum.add(1, colour(colours.charAt(i)));
    }
    Path file = Path.of("/films/" + name);
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    double end = 10 + colours.length();
    index.upsert(
        new IndexedVideo(
            Identifiers.video(file), file.toString(), end, 1, then, then, 8, 8, "", List.of()),
        List.of(new IndexedSegment(10, end, sum.unit(), frames)));
    index.commit();
    return file;
  }

  private List<List<Hit>> parts(Path film, String colours) {
    List<StepsWithinSegment.Step> steps = new ArrayList<>();
    for (int i = 0; i < colours.length(); i++) {
      IndexedSegment whole = index.segments(Identifiers.video(film)).getFirst();
      String id = Identifiers.moment(Identifiers.video(film), 10);
      Hit hit = new Hit(id, film.toString(), 10, whole.end(), 0.4);
      steps.add(new StepsWithinSegment.Step(colour(colours.charAt(i)), SCALE, List.of(hit)));
    }
    return new StepsWithinSegment(index).parts(steps);
  }

  @Test
  void aSegmentIsDividedWhereOneThingTurnsIntoAnother() {
    Path film = film("a.mp4", "rrrrbb");
    List<List<Hit>> parts = parts(film, "rb");
    Hit red = parts.get(0).getFirst();
    Hit blue = parts.get(1).getFirst();
    assertEquals(10, red.start());
    assertEquals(14.5, red.end()); // the first blue frame
    assertEquals(14.5, blue.start());
    assertEquals(16, blue.end());
    assertEquals(SCALE.score(1), red.score(), 1e-4); // nothing but red
    assertEquals(Identifiers.video(film) + "@14.500-16.000", blue.id());
    List<Match> joined = new TemporalMatching(30, SearchLimits.DEFAULT).join(parts);
    assertEquals(1, joined.size());
    assertEquals(10, joined.getFirst().moment().start());
    assertEquals(16, joined.getFirst().moment().end());
  }

  @Test
  void theOtherWayRoundNothingIsFound() {
    assertTrue(parts(film("a.mp4", "rrrbbb"), "br").stream().allMatch(List::isEmpty));
  }

  @Test
  void whatShowsBothAllTheTimeIsNotOneAfterTheOther() {
    assertTrue(parts(film("a.mp4", "mmmmmm"), "rb").stream().allMatch(List::isEmpty));
    assertTrue(parts(film("b.mp4", "rrrrrr"), "rr").stream().allMatch(List::isEmpty));
  }

  @Test
  void threeStepsMayShareASegment() {
    List<List<Hit>> parts = parts(film("a.mp4", "rrggbbb"), "rgb");
    List<Hit> chain = new TemporalMatching(30, SearchLimits.DEFAULT).join(parts).getFirst().steps();
    assertEquals(List.of(10.0, 12.5, 14.5), chain.stream().map(Hit::start).toList());
    assertEquals(List.of(12.5, 14.5, 17.0), chain.stream().map(Hit::end).toList());
  }

  @Test
  void manyFramesAreTakenTogether() {
    List<List<Hit>> parts = parts(film("a.mp4", "r".repeat(123) + "b".repeat(78)), "rb");
    Hit blue = parts.get(1).getFirst();
    assertEquals(10.5 + 123, blue.start(), 5); // of 201 frames five are one
    assertEquals(parts.get(0).getFirst().end(), blue.start());
    assertTrue(blue.score() > 0.95 * SCALE.score(1), blue.toString());
  }

  @Test
  void aSegmentWithoutFramesIsLeftAsItIs() {
    assertTrue(parts(film("a.mp4", "r"), "rb").stream().allMatch(List::isEmpty));
  }
}
