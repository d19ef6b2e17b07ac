package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.SpaceMismatchException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of the index contract must do; one subclass for each store. */
abstract class VideoIndexContract {

  static final SpaceIdentity SPACE =
      new SpaceIdentity("test", "0123456789abcdef0123456789abcdef", Archive.DIMENSION);

  private final long seed = new Random().nextLong();
  final Archive archive = new Archive(seed);
  VideoIndex index;

  /** Opens the one store of this test, as it was left. */
  abstract VideoIndex open(SpaceIdentity space);

  /** Opens another store, which is empty. */
  abstract VideoIndex openAnother(SpaceIdentity space);

  @BeforeEach
  void openFirst() {
    System.out.println("seed " + seed);
    index = open(SPACE);
  }

  @AfterEach
  void closeLast() {
    index.close();
  }

  void reopen() {
    index.close();
    index = open(SPACE);
  }

  static SearchRequest moments(float[] vector, int top) {
    return new SearchRequest(vector, top, Grouping.MOMENT, -1);
  }

  static SearchRequest videos(float[] vector, int top) {
    return new SearchRequest(vector, top, Grouping.VIDEO, -1);
  }

  void upsertAll(List<Archive.Entry> entries) {
    for (Archive.Entry entry : entries) {
      index.upsert(entry.video(), entry.segments());
    }
    index.commit();
  }

  static void assertSameHits(List<Hit> expected, List<Hit> actual) {
    assertEquals(
        expected.stream().map(hit -> hit.id() + " " + hit.video()).toList(),
        actual.stream().map(hit -> hit.id() + " " + hit.video()).toList());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).start(), actual.get(i).start());
      assertEquals(expected.get(i).end(), actual.get(i).end());
      assertEquals(expected.get(i).score(), actual.get(i).score(), 1e-6);
    }
  }

  @Test
  void emptyIndexFindsNothing() {
    assertEquals(List.of(), index.search(moments(archive.vector(), 10)));
    assertEquals(List.of(), index.videosUnder("/"));
    assertEquals(Optional.empty(), index.video("0000000000000000"));
    assertEquals(
        new IndexStats(0, 0, SPACE.name(), SPACE.fingerprint(), SPACE.dimension()), index.stats());
  }

  @Test
  void holdsTheWidestVectorsThatASpaceMayHave() {
    int dimension = 4096;
    VideoIndex wide = openAnother(new SpaceIdentity("wide", "fedcba9876543210", dimension));
    float[] first = new float[dimension];
    float[] second = new float[dimension];
    first[0] = 1;
    second[dimension - 1] = 1;
    wide.upsert(
        Archive.video("/a.mp4", 2),
        List.of(new IndexedSegment(0, 1, first), new IndexedSegment(1, 2, second)));
    wide.commit();
    List<Hit> hits = wide.search(moments(second, 2));
    assertEquals(List.of(1.0, 0.0), hits.stream().map(Hit::start).toList());
    assertEquals(1, hits.getFirst().score(), 1e-6);
    wide.close();
  }

  @Test
  void saysHowSimilarItsSegmentsAreToAVector() {
    float[] vector = archive.vector();
    assertEquals(new SimilarityDistribution(0, 0, 0), index.similarities(vector));
    List<Archive.Entry> entries = archive.videos(60, 9); // fewer segments than a sample takes
    upsertAll(entries);
    double[] all =
        entries.stream()
            .flatMap(entry -> entry.segments().stream())
            .mapToDouble(segment -> Archive.dot(vector, segment.embedding()))
            .toArray();
    double mean = Arrays.stream(all).average().orElseThrow();
    double variance = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    SimilarityDistribution few = index.similarities(vector);
    assertEquals(all.length, few.count());
    assertEquals(mean, few.mean(), 1e-6);
    assertEquals(variance, few.variance(), 1e-6);

    upsertAll(archive.videos(600, 9)); // and more
    SimilarityDistribution many = index.similarities(vector);
    assertEquals(500, many.count());
    assertEquals(many, index.similarities(vector));
    assertThrows(SpaceMismatchException.class, () -> index.similarities(new float[1]));
  }

  @Test
  void keepsTheFramesOfSegments() {
    List<IndexedSegment> segments = new ArrayList<>();
    for (int s = 0; s < 5; s++) {
      List<IndexedFrame> frames = new ArrayList<>();
      for (int f = 0; f < s; f++) { // the first segment has none
        frames.add(new IndexedFrame(s + f / 10.0 + 1e-9, archive.vector()));
      }
      segments.add(new IndexedSegment(s, s + 1, archive.vector(), frames));
    }
    IndexedVideo video = Archive.video("/a.mp4", 5);
    index.upsert(video, segments);
    index.commit();
    List<IndexedFrame> given = segments.stream().flatMap(s -> s.frames().stream()).toList();
    List<IndexedFrame> read = index.frames(video.id());
    assertEquals(given.stream().map(IndexedFrame::time).toList(), times(read));
    for (int i = 0; i < given.size(); i++) {
      // Eight bits: rounding by half a 127th of the largest value at most.
      float[] is = read.get(i).embedding();
      float[] was = given.get(i).embedding();
      assertEquals(1, Archive.dot(is, is), 1e-6);
      assertEquals(1, Archive.dot(was, is), 2e-4);
    }

    // What writes a video again, such as a tag, leaves the frames as they are.
    assertTrue(index.tag(video.id(), Set.of("seen"), Set.of()));
    index.commit();
    reopen();
    List<IndexedFrame> again = index.frames(video.id());
    assertEquals(times(read), times(again));
    for (int i = 0; i < read.size(); i++) {
      assertArrayEquals(read.get(i).embedding(), again.get(i).embedding());
    }
    for (int s = 0; s < 5; s++) {
      assertEquals(s, index.segments(video.id()).get(s).frames().size());
    }
    assertEquals(List.of(), index.frames("0000000000000000"));
  }

  private static List<Double> times(List<IndexedFrame> frames) {
    return frames.stream().map(IndexedFrame::time).toList();
  }

  @Test
  void aSegmentThatIsOneFrameKeepsItExactly() {
    float[] picture = archive.vector();
    IndexedVideo video = Archive.video("/a.png", 0);
    List<IndexedFrame> frames = List.of(new IndexedFrame(0.25, picture));
    index.upsert(video, List.of(new IndexedSegment(0.25, 0.25, picture, frames)));
    index.commit();
    IndexedFrame frame = index.frames(video.id()).getFirst();
    assertEquals(0.25, frame.time());
    assertArrayEquals(picture, frame.embedding());
    assertEquals(1, index.frames(video.id()).size());
  }

  @Test
  void refusesFramesThatAreNoEmbeddings() {
    IndexedVideo video = Archive.video("/a.mp4", 1);
    float[] tooLong = new float[Archive.DIMENSION + 1];
    tooLong[0] = 1;
    assertThrows(SpaceMismatchException.class, () -> index.upsert(video, ofFrame(tooLong)));
    float[] zero = new float[Archive.DIMENSION];
    assertThrows(IllegalArgumentException.class, () -> index.upsert(video, ofFrame(zero)));
  }

  private List<IndexedSegment> ofFrame(float[] embedding) {
    return List.of(
        new IndexedSegment(0, 1, archive.vector(), List.of(new IndexedFrame(0, embedding))));
  }

  @Test
  void keepsAllThatIsKnownOfAVideo() {
    IndexedVideo plain = Archive.video("/films/Ünï \"quoted\"\n- 日本 🎬.mp4", 12.5);
    IndexedVideo video =
        new IndexedVideo(
            plain.id(),
            plain.path(),
            3600.04,
            5_000_000_000L,
            plain.modified(),
            plain.added(),
            1079,
            1921,
            "2.0 fps; 10 s",
            List.of("decoded to 12.5 s of 60.0 s", "no audio"),
            Optional.of(Instant.parse("2024-02-29T12:00:00Z")),
            Set.of("a tag", "日本"),
            new IndexedWords("film.srt 12 34", Set.of("en", "ja"), List.of("film.srt: odd")),
            Optional.of("0123abcd"));
    index.upsert(video, archive.entry("/x", 3).segments());
    index.commit();
    reopen();
    assertEquals(Optional.of(video), index.video(video.id()));
    assertEquals(List.of(video), index.videosUnder(video.path()));
  }

  @Test
  void givesTheSegmentsOfAVideoBackWithTheirEmbeddings() {
    List<Archive.Entry> entries = archive.videos(20, 9);
    upsertAll(entries);
    Archive.Entry again = archive.entry(entries.get(3).video().path(), 9);
    upsertAll(List.of(again)); // the old segments are gone
    Archive.Entry none = new Archive.Entry(Archive.video("/empty.mp4", 1), List.of());
    upsertAll(List.of(none));
    entries.set(3, again);
    entries.add(none);
    for (Archive.Entry entry : entries) {
      List<IndexedSegment> found = index.segments(entry.video().id());
      assertEquals(entry.segments().size(), found.size());
      for (int i = 0; i < found.size(); i++) {
        assertEquals(entry.segments().get(i).start(), found.get(i).start());
        assertEquals(entry.segments().get(i).end(), found.get(i).end());
        assertArrayEquals(entry.segments().get(i).embedding(), found.get(i).embedding());
      }
    }
    index.delete(entries.get(5).video().id());
    index.commit();
    assertEquals(List.of(), index.segments(entries.get(5).video().id()));
    assertEquals(List.of(), index.segments("0000000000000000"));
  }

  @Test
  void findsWhatAPlainSearchFinds() {
    List<Archive.Entry> entries = archive.videos(60, 9);
    upsertAll(entries);
    for (int top : new int[] {1, 7, 60, 5000}) {
      for (Grouping by : Grouping.values()) {
        for (double minScore : new double[] {-1, 0.5, 2}) {
          SearchRequest request = new SearchRequest(archive.vector(), top, by, minScore);
          assertSameHits(Archive.plainSearch(entries, request), index.search(request));
        }
      }
    }
  }

  @Test
  void fillsTheListWithOtherVideosWhenOneHoldsAllTheBestMoments() {
    float[] wanted = archive.vector();
    List<IndexedSegment> alike = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      alike.add(new IndexedSegment(i, i + 1, wanted));
    }
    List<Archive.Entry> entries = new ArrayList<>(archive.videos(900, 9));
    entries.add(new Archive.Entry(Archive.video("/archive/loop.mp4", 3000), alike));
    upsertAll(entries);
    List<Hit> hits = index.search(videos(wanted, 10));
    assertSameHits(Archive.plainSearch(entries, videos(wanted, 10)), hits);
  }

  @Test
  void ordersEqualScoresByPathAndTime() {
    float[] same = archive.vector();
    List<Archive.Entry> entries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<IndexedSegment> segments =
          List.of(new IndexedSegment(3, 4, same), new IndexedSegment(1, 2, same));
      entries.add(new Archive.Entry(Archive.video("/v/%02d.mp4".formatted(i), 4), segments));
    }
    List<Hit> expected = Archive.plainSearch(entries, moments(same, 25));
    Collections.shuffle(entries, new Random(seed));
    for (int from = 0; from < entries.size(); from += 5) {
      upsertAll(entries.subList(from, from + 5)); // each commit may lay the documents out anew
    }
    assertSameHits(expected, index.search(moments(same, 25)));
    assertEquals("/v/00.mp4", index.search(videos(same, 3)).getFirst().video());
    assertEquals(1, index.search(videos(same, 3)).getFirst().start());
  }

  @Test
  void replacesAVideoWithAllItsSegments() {
    Archive.Entry longer = archive.entry("/a.mp4", 1);
    float[] gone = archive.vector();
    index.upsert(
        longer.video(),
        List.of(
            longer.segments().getFirst(),
            new IndexedSegment(50, 60, gone),
            new IndexedSegment(60, 70, gone)));
    index.commit();
    assertEquals(3, index.stats().segments());
    index.upsert(longer.video(), longer.segments());
    index.commit();
    assertEquals(1, index.stats().videos());
    assertEquals(1, index.stats().segments());
    List<Hit> hits = index.search(moments(gone, 10));
    assertEquals(1, hits.size());
    assertEquals(0, hits.getFirst().start());
  }

  @Test
  void keepsAVideoWithoutSegments() {
    index.upsert(Archive.video("/silent.mp4", 0), List.of());
    index.commit();
    assertEquals(1, index.stats().videos());
    assertEquals(0, index.stats().segments());
    assertEquals(List.of(), index.search(videos(archive.vector(), 10)));
  }

  @Test
  void deletesAVideoWithAllItsSegments() {
    List<Archive.Entry> entries = archive.videos(5, 9);
    upsertAll(entries);
    String id = entries.get(2).video().id();
    assertTrue(index.delete(id));
    assertFalse(index.delete(id));
    assertFalse(index.delete("0000000000000000"));
    index.commit();
    assertEquals(Optional.empty(), index.video(id));
    List<Archive.Entry> left = new ArrayList<>(entries);
    left.remove(2);
    SearchRequest all = moments(archive.vector(), 1000);
    assertSameHits(Archive.plainSearch(left, all), index.search(all));
  }

  @Test
  void deleteKnowsOfChangesThatAreNotYetCommitted() {
    Archive.Entry entry = archive.entry("/a.mp4", 3);
    index.upsert(entry.video(), entry.segments());
    assertTrue(index.delete(entry.video().id()));
    assertFalse(index.delete(entry.video().id()));
    index.upsert(entry.video(), entry.segments());
    index.commit();
    assertTrue(index.video(entry.video().id()).isPresent());
  }

  @Test
  void showsChangesOnCommitAndNotBefore() {
    Archive.Entry entry = archive.entry("/a.mp4", 3);
    index.upsert(entry.video(), entry.segments());
    assertEquals(0, index.stats().videos());
    assertEquals(Optional.empty(), index.video(entry.video().id()));
    index.commit();
    assertEquals(1, index.stats().videos());
    index.delete(entry.video().id());
    assertTrue(index.video(entry.video().id()).isPresent());
  }

  @Test
  void dropsWhatWasNotCommittedWhenClosed() {
    upsertAll(List.of(archive.entry("/kept.mp4", 3)));
    Archive.Entry lost = archive.entry("/lost.mp4", 3);
    index.upsert(lost.video(), lost.segments());
    reopen();
    assertEquals(
        List.of("/kept.mp4"), index.videosUnder("/").stream().map(IndexedVideo::path).toList());
  }

  @Test
  void findsVideosByTheSizeOfTheirFiles() {
    List<IndexedVideo> videos = new ArrayList<>();
    for (long bytes : new long[] {5, 7, 5, 5_000_000_000L}) {
      String path = "/%d.mp4".formatted(videos.size());
      IndexedVideo plain = Archive.video(path, 2);
      videos.add(
          new IndexedVideo(
              plain.id(),
              path,
              2,
              bytes,
              plain.modified(),
              plain.added(),
              640,
              480,
              "2 fps",
              List.of()));
      index.upsert(videos.getLast(), archive.entry(path, 3).segments());
    }
    index.commit();
    assertEquals(List.of(videos.get(0), videos.get(2)), index.videosOfSize(Set.of(5L)));
    assertEquals(
        List.of(videos.get(1), videos.get(3)), index.videosOfSize(Set.of(5_000_000_000L, 7L, 8L)));
    assertEquals(List.of(), index.videosOfSize(Set.of(6L)));
    assertEquals(List.of(), index.videosOfSize(Set.of()));
  }

  @Test
  void listsVideosBelowAFolderButNotBesideIt() {
    for (String path : List.of("/f/b.mp4", "/f/a/x.mp4", "/fa/y.mp4", "/f.mp4", "/f", "/g/z.mp4")) {
      index.upsert(Archive.video(path, 1), List.of());
    }
    index.commit();
    List<String> under = index.videosUnder("/f").stream().map(IndexedVideo::path).toList();
    assertEquals(List.of("/f", "/f/a/x.mp4", "/f/b.mp4"), under);
    assertEquals(under.subList(1, 3), paths("/f/"));
    assertEquals(List.of("/f.mp4"), paths("/f.mp4"));
    assertEquals(6, paths("/").size());
    assertEquals(List.of(), paths("/nowhere"));
  }

  private List<String> paths(String prefix) {
    return index.videosUnder(prefix).stream().map(IndexedVideo::path).toList();
  }

  @Test
  void refusesVectorsOfAnotherDimension() {
    float[] tooLong = new float[Archive.DIMENSION + 1];
    tooLong[0] = 1;
    IndexedVideo video = Archive.video("/a.mp4", 1);
    List<IndexedSegment> segments =
        List.of(
            new IndexedSegment(0, 1, archive.vector()), new IndexedSegment(1, 2, tooLong.clone()));
    SpaceMismatchException refusal =
        assertThrows(SpaceMismatchException.class, () -> index.upsert(video, segments));
    assertTrue(refusal.getMessage().contains("33 dimensions"), refusal.getMessage());
    assertThrows(SpaceMismatchException.class, () -> index.search(moments(tooLong, 1)));
    index.commit();
    assertEquals(0, index.stats().videos(), "all or nothing");
  }

  @Test
  void refusesVectorsThatAreNotOfLengthOne() {
    IndexedVideo video = Archive.video("/a.mp4", 1);
    for (float value : new float[] {0, 0.5f, Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] vector = new float[Archive.DIMENSION];
      Arrays.fill(vector, value);
      List<IndexedSegment> segments = List.of(new IndexedSegment(0, 1, vector));
      assertThrows(IllegalArgumentException.class, () -> index.upsert(video, segments));
      assertThrows(IllegalArgumentException.class, () -> moments(vector, 1));
    }
  }

  @Test
  void refusesAnImpossibleNumberOfResults() {
    float[] vector = archive.vector();
    assertThrows(BadInputException.class, () -> moments(vector, 0));
    assertThrows(BadInputException.class, () -> moments(vector, -1));
    assertThrows(BadInputException.class, () -> moments(vector, SearchRequest.MAX_TOP + 1));
    assertThrows(
        BadInputException.class, () -> new SearchRequest(vector, 1, Grouping.VIDEO, Double.NaN));
  }

  @Test
  void refusesAnotherSpace() {
    index.close();
    SpaceIdentity other = new SpaceIdentity("learned", "ffff0000ffff0000", Archive.DIMENSION);
    SpaceMismatchException refusal = assertThrows(SpaceMismatchException.class, () -> open(other));
    assertTrue(refusal.getMessage().contains("'test' (fingerprint 0123456789ab"));
    assertTrue(refusal.getMessage().contains("'learned' (fingerprint ffff0000ffff"));
    index = open(SPACE);
    index.close();
    SpaceIdentity renamed = new SpaceIdentity("other name", SPACE.fingerprint(), SPACE.dimension());
    index = open(renamed);
    assertEquals(SPACE, index.space());
  }

  @Test
  void servesSearchesWhileVideosAreWritten() throws Exception {
    List<Archive.Entry> entries = archive.videos(200, 5);
    upsertAll(entries.subList(0, 100));
    float[] query = archive.vector();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> searches = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        Callable<Integer> searching =
            () -> {
              int least = Integer.MAX_VALUE;
              for (int j = 0; j < 100; j++) {
                least = Math.min(least, index.search(videos(query, 200)).size());
              }
              return least;
            };
        searches.add(threads.submit(searching));
      }
      for (Archive.Entry entry : entries.subList(100, 200)) {
        index.upsert(entry.video(), entry.segments());
        if (Math.floorMod(entry.video().id().hashCode(), 10) == 0) {
          index.commit();
        }
      }
      index.commit();
      for (Future<Integer> search : searches) {
        assertTrue(search.get() >= 100, "videos of the first commit are always there");
      }
    }
    assertEquals(200, index.search(videos(query, 200)).size());
  }

  @Test
  void everyVideoIsHandedOverOnceWithAllThatIsKeptOfIt() {
    List<Archive.Entry> entries = archive.videos(60, 5);
    Collections.shuffle(entries, new Random(seed));
    for (Archive.Entry entry : entries) {
      List<IndexedLine> lines =
          List.of(new IndexedLine(0, 1, "of " + entry.video().path(), Optional.empty()));
      index.upsert(entry.video(), entry.segments(), lines);
      index.commit();
    }
    index.upsert(entries.getFirst().video(), entries.getFirst().segments()); // without words now
    index.delete(entries.get(1).video().id());
    index.commit();

    List<StoredVideo> stored = new ArrayList<>();
    index.forEach(stored::add);

    List<Archive.Entry> expected = new ArrayList<>(entries);
    expected.remove(1);
    expected.sort((one, other) -> one.video().path().compareTo(other.video().path()));
    assertEquals(expected.size(), stored.size());
    for (int i = 0; i < expected.size(); i++) {
      Archive.Entry entry = expected.get(i);
      assertEquals(entry.video(), stored.get(i).video());
      assertEquals(entry.segments().size(), stored.get(i).segments().size());
      for (int j = 0; j < entry.segments().size(); j++) {
        assertArrayEquals(
            entry.segments().get(j).embedding(), stored.get(i).segments().get(j).embedding());
      }
      int lines = entry.video().equals(entries.getFirst().video()) ? 0 : 1;
      assertEquals(lines, stored.get(i).lines().size());
    }
  }
}
