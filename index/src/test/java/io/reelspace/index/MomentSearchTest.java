package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.index.filter.Filter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moments from frames two a second, each of one colour, at .25, .75 and so on. */
class MomentSearchTest {

  private static final float[] RED = {1, 0, 0};
  private static final float[] BLUE = {0, 0, 1};
  private static final IndexedVideo FILM = Archive.video("/film.mp4", 20);

  @TempDir Path temporary;
  private final Map<String, List<IndexedFrame>> frames = new HashMap<>();
  private VideoIndex index;

  @BeforeEach
  void open() {
    index = opened(new SpaceIdentity("colours", "00ff00ff", 3));
  }

  /** An empty index. */
  VideoIndex opened(SpaceIdentity space) {
    return VideoIndex.open(temporary.resolve("i"), space);
  }

  @AfterEach
  void close() {
    index.close();
  }

  /** A segment that shows one colour after another, a frame each. */
  private static IndexedSegment segment(double start, float[]... colours) {
    List<IndexedFrame> frames = new ArrayList<>();
    float[] sum = new float[3];
    for (int i = 0; i < colours.length; i++) {
      frames.add(new IndexedFrame(start + 0.25 + i * 0.5, colours[i]));
      for (int c = 0; c < 3; c++) {
        sum[c] += colours[i][c];
      }
    }
    return new IndexedSegment(start, start + colours.length * 0.5, Archive.unit(sum), frames);
  }

  private static float[][] times(int count, float[] colour, float[]... rest) {
    float[][] colours = new float[count + rest.length][];
    java.util.Arrays.fill(colours, 0, count, colour);
    System.arraycopy(rest, 0, colours, count, rest.length);
    return colours;
  }

  private void put(IndexedVideo video, IndexedSegment... segments) {
    index.upsert(video, List.of(segments));
    index.commit();
  }

  private List<Hit> find(float[] query, Ranking ranking) {
    return index.search(new SearchRequest(query, 10, Grouping.MOMENT, -1).withRanking(ranking));
  }

  private static void assertMoment(double start, double end, double score, Hit hit) {
    assertEquals(start, hit.start(), 1e-9, hit.toString());
    assertEquals(end, hit.end(), 1e-9, hit.toString());
    assertEquals(score, hit.score(), 1e-3, hit.toString());
  }

  @Test
  void aPartOfASegmentIsFoundWhereItIs() {
    put(FILM, segment(0, times(8, RED, times(12, BLUE))));
    Hit red = find(RED, Ranking.MOMENTS).getFirst();
    assertMoment(0, 4.25, 1, red); // the first blue frame ends it
    assertEquals(FILM.id() + "@0.000-4.250", red.id());
    assertMoment(4.25, 10, 1, find(BLUE, Ranking.MOMENTS).getFirst());
    assertMoment(0, 10, 8 / Math.hypot(8, 12), find(RED, Ranking.SEGMENTS).getFirst());
  }

  @Test
  void aSegmentThatMatchesAsAWholeIsLeftAsItIs() {
    put(FILM, segment(0, times(8, RED)), segment(4, times(8, BLUE)));
    List<Hit> moments = find(RED, Ranking.MOMENTS);
    assertEquals(find(RED, Ranking.SEGMENTS), moments);
    assertEquals(FILM.id() + "@0.000", moments.getFirst().id());
  }

  @Test
  void adjacentSegmentsThatMatchAreOneMoment() {
    put(
        FILM,
        segment(0, times(8, BLUE)),
        segment(4, times(8, RED)),
        segment(8, times(8, RED)),
        segment(12, times(4, RED, times(4, BLUE))));
    List<Hit> moments = find(RED, Ranking.MOMENTS);
    assertMoment(4, 14.25, 1, moments.getFirst());
    assertEquals(1, moments.stream().filter(hit -> hit.score() > 0.5).count());
  }

  @Test
  void anEndNearACutIsTheCut() {
    // A blue frame after the cut that still looks red, as in a cross-fade.
    put(FILM, segment(0, times(8, RED)), segment(4, times(1, RED, times(9, BLUE))));
    assertMoment(0, 4, 1, find(RED, Ranking.MOMENTS).getFirst());
  }

  @Test
  void framesThatLookAlikeButMatchLessAreLeftOut() {
    float[] yellow = Archive.unit(new float[] {1, 1, 0}); // .71 red
    float[] lime = Archive.unit(new float[] {0.3f, 1, 0}); // .88 yellow, but .29 red
    put(FILM, segment(0, times(6, yellow, times(6, lime))));
    assertMoment(0, 3.25, Math.sqrt(0.5), find(RED, Ranking.MOMENTS).getFirst());
  }

  @Test
  void weightsFramesByAttention() {
    float[] orange = Archive.unit(new float[] {1, 0.5f, 0});
    put(FILM, segment(0, RED, orange));
    double likeness = 1 / Math.hypot(1, 0.5);
    double weight = Math.exp((likeness - 1) / 0.1);
    double score = (1 + weight * likeness) / Math.hypot(1 + weight * orange[0], weight * orange[1]);
    assertMoment(0, 1, score, find(RED, Ranking.MOMENTS.withAttention(0.1)).getFirst());
  }

  @Test
  void addsAShareOfTheWholeVideo() {
    put(FILM, segment(0, times(8, RED)), segment(4, times(8, BLUE)));
    Hit hit = find(RED, Ranking.MOMENTS.withVideo(0.25)).getFirst();
    assertMoment(0, 4, 0.75 + 0.25 * Math.sqrt(0.5), hit);
    // As it was before it was put in again, the video is gone.
    put(FILM, segment(0, times(8, RED)), segment(4, times(8, RED)));
    assertMoment(0, 8, 1, find(RED, Ranking.MOMENTS.withVideo(0.25)).getFirst());
  }

  @Test
  void whatIsNearToEveryQueryOfABankComesLaterAndKeepsItsScore() {
    float[] grey = Archive.unit(new float[] {1, 1, 1});
    float[] red = Archive.unit(new float[] {1, 0.2f, 0});
    float[] query = Archive.unit(new float[] {1, 0.7f, 0.3f});
    put(Archive.video("/hub.mp4", 4), segment(0, times(8, grey)));
    put(FILM, segment(0, times(8, red)));
    List<float[]> asked = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < QueryBank.LEAST; i++) {
      asked.add(randomColour(random));
    }
    List<Hit> plain = find(query, Ranking.MOMENTS);
    assertMoment(0, 4, 2 / Math.sqrt(3 * 1.58), plain.getFirst());
    List<Hit> banked = find(query, Ranking.MOMENTS.withBank(new QueryBank(asked)));
    assertEquals(plain.reversed().stream().map(Hit::id).toList(), ids(banked));
    assertMoment(0, 4, plain.getFirst().score(), banked.getLast());
    assertMoment(0, 4, plain.getLast().score(), banked.getFirst());
  }

  @Test
  void hubnessIsAMeanOfExponentials() {
    List<float[]> asked = java.util.Collections.nCopies(QueryBank.LEAST, RED);
    QueryBank bank = new QueryBank(asked);
    assertEquals(0.5, bank.hubness(RED), 1e-6);
    assertEquals(0, bank.hubness(BLUE), 1e-6);
    List<float[]> half = new ArrayList<>(asked);
    half.addAll(java.util.Collections.nCopies(QueryBank.LEAST, BLUE));
    double expected = Math.log((Math.exp(20) + 1) / 2) / 40;
    assertEquals(expected, new QueryBank(half).hubness(RED), 1e-6);
    assertThrows(BadInputException.class, () -> new QueryBank(List.of(RED)));
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }

  @Test
  void refusesRankingsThatMeanNothing() {
    assertThrows(BadInputException.class, () -> Ranking.MOMENTS.withAttention(0));
    assertThrows(BadInputException.class, () -> Ranking.MOMENTS.withAttention(Double.NaN));
    assertThrows(BadInputException.class, () -> Ranking.MOMENTS.withVideo(1));
    assertThrows(BadInputException.class, () -> Ranking.MOMENTS.withVideo(-0.1));
  }

  /** Whatever the video, no time is shown twice, and a score is that of the frames in between. */
  @Test
  void momentsOfAnyVideosAreApartAndScoreTheMeanOfTheirFrames() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int v = 0; v < 20; v++) {
      put(Archive.video("/" + v + ".mp4", 60), randomSegments(random));
    }
    for (int query = 0; query < 20; query++) {
      float[] vector = randomColour(random);
      for (Grouping by : Grouping.values()) {
        SearchRequest request = new SearchRequest(vector, 100, by, -1).withRanking(Ranking.MOMENTS);
        List<Hit> hits = index.search(request);
        assertTrue(by == Grouping.MOMENT || hits.size() == 20);
        assertEquals(
            hits.stream().map(Hit::score).sorted(Comparator.reverseOrder()).toList(),
            hits.stream().map(Hit::score).toList());
        for (Hit hit : hits) {
          assertEquals(meanOfFrames(hit, vector), hit.score(), 5e-3, hit.toString()); // of 8 bits
          assertTrue(hits.stream().noneMatch(other -> overlap(hit, other)), hit.toString());
        }
      }
    }
  }

  private static IndexedSegment[] randomSegments(Random random) {
    List<IndexedSegment> segments = new ArrayList<>();
    double start = 0;
    float[] colour = randomColour(random);
    for (int s = 0; s < 10; s++) {
      float[][] colours = new float[1 + random.nextInt(8)][];
      for (int f = 0; f < colours.length; f++) {
        colour = random.nextInt(4) == 0 ? randomColour(random) : colour;
        colours[f] = colour;
      }
      segments.add(segment(start, colours));
      start = segments.getLast().end();
    }
    return segments.toArray(IndexedSegment[]::new);
  }

  private static float[] randomColour(Random random) {
    return Archive.unit(
        new float[] {random.nextFloat() + 0.01f, random.nextFloat(), random.nextFloat()});
  }

  private double meanOfFrames(Hit hit, float[] query) {
    String video = Identifiers.video(Path.of(hit.video()));
    List<float[]> shown =
        frames.computeIfAbsent(video, index::frames).stream()
            .filter(frame -> frame.time() >= hit.start() && frame.time() < hit.end())
            .map(IndexedFrame::embedding)
            .toList();
    double[] sum = new double[3];
    shown.forEach(frame -> {
      for (int c = 0; c < 3; c++) {
        sum[c] += frame[c];
      }
    });
    double length = Math.sqrt(DoubleStream.of(sum).map(x -> x * x).sum());
    return (sum[0] * query[0] + sum[1] * query[1] + sum[2] * query[2]) / length;
  }

  private static boolean overlap(Hit one, Hit other) {
    return !one.equals(other)
        && one.video().equals(other.video())
        && one.start() < other.end()
        && other.start() < one.end();
  }

  @Test
  void aMomentThatWasFoundByWordsIsOneToo() {
    IndexedLine line = new IndexedLine(1, 2, "what a save", Optional.of("en"));
    index.upsert(FILM, List.of(segment(0, times(8, RED, times(12, BLUE)))), List.of(line));
    index.commit();
    SearchRequest request =
        new SearchRequest(
            RED,
            10,
            Grouping.MOMENT,
            -1,
            Filter.all(),
            Optional.of(new WordQuery("save", true)),
            Ranking.MOMENTS);
    Hit hit = index.search(request).getFirst();
    assertMoment(0, 4.25, 1, hit);
    assertEquals("what a save", hit.said().orElseThrow().text());
  }
}
