package io.reelspace.index.duplicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up videos in a real index, of which it is known what they have in common. */
class DuplicatesTest {

  private static final int DIMENSION = 64;
  private static final double STEP = 0.5;

  @TempDir private Path folder;
  private VideoIndex index;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);

  @BeforeEach
  void open() {
    System.out.println("seed " + seed);
    index = VideoIndex.open(folder, new SpaceIdentity("test", "0123456789abcdef", DIMENSION));
  }

  @AfterEach
  void close() {
    index.close();
  }

  private float[] unit(float[] near, double deviation) {
    float[] vector = near.clone();
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] += (float) (random.nextGaussian() * deviation / Math.sqrt(DIMENSION));
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  /**
   * Frames twice a second; the picture changes within a shot and jumps between shots, which are as
   * long as the segments here: a segment across two shots that have nothing in common, as chance
   * would make them, is like no other.
   */
  private List<float[]> film(int frames) {
    List<float[]> film = new ArrayList<>();
    float[] shot = unit(new float[DIMENSION], 1);
    for (int i = 0; i < frames; i++) {
      if (i % 8 == 0) {
        shot = unit(new float[DIMENSION], 1);
      }
      shot = unit(shot, 0.5);
      film.add(shot);
    }
    return film;
  }

  private List<float[]> copy(List<float[]> film) {
    return film.stream().map(frame -> unit(frame, 0.15)).toList();
  }

  private IndexedVideo put(String name, double start, List<float[]> film, int perSegment) {
    String path = "/films/" + name;
    IndexedVideo video =
        new IndexedVideo(
            Identifiers.video(Path.of(path)),
            path,
            film.size() * STEP,
            1,
            Instant.EPOCH,
            Instant.EPOCH,
            64,
            48,
            "2 fps",
            List.of());
    List<IndexedSegment> segments = new ArrayList<>();
    for (int from = 0; from < film.size(); from += perSegment) {
      List<float[]> part = film.subList(from, Math.min(film.size(), from + perSegment));
      float[] sum = new float[DIMENSION];
      List<IndexedFrame> frames = new ArrayList<>();
      for (int i = 0; i < part.size(); i++) {
        for (int d = 0; d < DIMENSION; d++) {
          sum[d] += part.get(i)[d];
        }
        frames.add(new IndexedFrame(start + (from + i) * STEP, part.get(i)));
      }
      double at = start + from * STEP;
      segments.add(new IndexedSegment(at, at + part.size() * STEP, unit(sum, 0), frames));
    }
    index.upsert(video, segments);
    return video;
  }

  private List<DuplicatePair> pairs() {
    index.commit();
    return new Duplicates(index, DuplicateOptions.DEFAULT).pairs(index.videosUnder("/"));
  }

  private static void assertPart(double start, double end, VideoPart part) {
    assertEquals(start, part.start(), STEP, part.toString());
    assertEquals(end, part.end(), STEP, part.toString());
  }

  @Test
  void findsATrimmedCopyWithItsInterval() {
    List<float[]> film = film(60);
    put("a.mp4", 0, film, 8);
    put("b.mp4", 0.2, copy(film.subList(17, 47)), 6); // on another grid, with other segments
    put("c.mp4", 0, film(60), 8);
    List<DuplicatePair> pairs = pairs();
    assertEquals(1, pairs.size());
    assertEquals("/films/a.mp4", pairs.getFirst().one().video());
    assertPart(8.5, 23.5, pairs.getFirst().one());
    assertEquals("/films/b.mp4", pairs.getFirst().other().video());
    assertPart(0.2, 15.2, pairs.getFirst().other());
    assertTrue(pairs.getFirst().similarity() > 0.95);
  }

  @Test
  void findsACommonPartOfVideosThatElseDiffer() {
    List<float[]> common = film(20);
    List<float[]> one = new ArrayList<>(film(32));
    one.addAll(common);
    one.addAll(film(10));
    List<float[]> other = new ArrayList<>(film(8));
    other.addAll(copy(common));
    put("a.mp4", 0, one, 8);
    put("b.mp4", 0, other, 8);
    List<DuplicatePair> pairs = pairs();
    assertEquals(1, pairs.size());
    assertPart(16, 26, pairs.getFirst().one());
    assertPart(4, 14, pairs.getFirst().other());
  }

  @Test
  void aFewFramesThatDifferDoNotEndACopy() {
    List<float[]> film = film(40);
    List<float[]> copy = new ArrayList<>(copy(film));
    copy.set(20, unit(new float[DIMENSION], 1));
    put("a.mp4", 0, film, 8);
    put("b.mp4", 0, copy, 8);
    assertPart(0, 20, pairs().getFirst().one());
  }

  @Test
  void theSameScenesInAnotherOrderAreNoCopyOfAll() {
    List<float[]> film = film(48);
    List<float[]> shuffled = new ArrayList<>(copy(film.subList(24, 48)));
    shuffled.addAll(copy(film.subList(0, 24)));
    put("a.mp4", 0, film, 8);
    put("b.mp4", 0, shuffled, 8);
    DuplicatePair pair = pairs().getFirst(); // one of both halves
    assertEquals(12, pair.one().length(), 2 * STEP);
    assertEquals(12, Math.abs(pair.one().start() - pair.other().start()), 2 * STEP);
  }

  @Test
  void stillPicturesAreComparedToo() {
    float[] picture = unit(new float[DIMENSION], 1);
    put("a.png", 0, List.of(picture), 1);
    put("b.png", 0, List.of(unit(picture, 0.1)), 1);
    put("c.png", 0, List.of(unit(new float[DIMENSION], 1)), 1);
    assertEquals(1, pairs().size());
  }

  @Test
  void groupsHoldWhatIsJoinedByWayOfOthers() {
    List<float[]> film = film(40);
    List<float[]> second = film(20);
    put("a.mp4", 0, film, 8);
    put("b.mp4", 0, copy(film), 8);
    put("c.mp4", 0, copy(film.subList(2, 40)), 8);
    List<float[]> compilation = new ArrayList<>(film(16));
    compilation.addAll(copy(second));
    put("d.mp4", 0, compilation, 8);
    put("e.mp4", 0, second, 8);
    List<DuplicateGroup> groups = DuplicateGroup.of(pairs());
    assertEquals(2, groups.size());
    assertEquals(
        List.of("/films/a.mp4", "/films/b.mp4", "/films/c.mp4"),
        groups.getFirst().parts().stream().map(VideoPart::video).toList());
    assertEquals(3, groups.getFirst().pairs().size());
    assertEquals(
        List.of("/films/d.mp4", "/films/e.mp4"),
        groups.getLast().parts().stream().map(VideoPart::video).toList());
    assertPart(8, 18, groups.getLast().parts().getFirst());
  }

  @Test
  void partsOfACompilationJoinNoOthers() {
    List<float[]> first = film(24);
    List<float[]> second = film(24);
    List<float[]> both = new ArrayList<>(copy(first));
    both.addAll(copy(second));
    put("both.mp4", 0, both, 8);
    put("first.mp4", 0, first, 8);
    put("second.mp4", 0, second, 8);
    assertEquals(2, DuplicateGroup.of(pairs()).size());
  }
}
