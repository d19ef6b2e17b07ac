package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.space.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sounds beside pictures in one index: what is found by which, and what it leaves alone. */
class WindowSearchTest {

  private static final SpaceIdentity SPACE = new SpaceIdentity("plane", "ab12", 3);
  private static final float[] X = {1, 0, 0};
  private static final float[] Y = {0, 1, 0};
  private static final float[] Z = {0, 0, 1};

  /** Sounds count half. */
  private static final Map<Modality, LinearScale> BOTH =
      Map.of(Modality.VISUAL, LinearScale.IDENTITY, Modality.AUDIO, new LinearScale(0, 0.5));

  @TempDir Path folder;
  private VideoIndex index;

  @BeforeEach
  void fill() {
    index = opened(SPACE);
    index.upsert(
        Archive.video("/dog.mp4", 20),
        List.of(new IndexedSegment(0, 10, X), new IndexedSegment(10, 20, Y)),
        List.of(window(0, 5, Z), window(12, 17, X)),
        List.of());
    index.upsert(Archive.video("/mute.mp4", 10), List.of(new IndexedSegment(0, 10, Z)));
    index.commit();
  }

  /** An empty index. */
  VideoIndex opened(SpaceIdentity space) {
    return VideoIndex.open(folder.resolve("index"), space);
  }

  @AfterEach
  void close() {
    index.close();
  }

  private static IndexedWindow window(double start, double end, float[] embedding) {
    return new IndexedWindow(Modality.AUDIO, start, end, embedding);
  }

  private static SearchRequest request(float[] vector, Grouping by) {
    return new SearchRequest(vector, 10, by, 0.01).withModalities(BOTH);
  }

  @Test
  void whatIsHeardIsFoundBesideWhatIsSeen() {
    List<Hit> hits = index.search(request(Z, Grouping.MOMENT));
    assertEquals(2, hits.size());
    assertEquals(Modality.VISUAL, hits.getFirst().modality());
    assertEquals("/mute.mp4", hits.getFirst().video());
    Hit heard = hits.getLast();
    assertEquals(Modality.AUDIO, heard.modality());
    assertEquals("/dog.mp4", heard.video());
    assertEquals(0, heard.start());
    assertEquals(5, heard.end());
    assertEquals(0.5, heard.score(), 1e-6);
    assertTrue(heard.id().endsWith("@0.000-5.000"), heard.id());
  }

  @Test
  void aSearchInPicturesHearsNothing() {
    List<Hit> hits = index.search(new SearchRequest(Z, 10, Grouping.MOMENT, 0.01));
    assertEquals(List.of("/mute.mp4"), hits.stream().map(Hit::video).toList());
  }

  @Test
  void aSearchInSoundsSeesNothing() {
    SearchRequest sounds =
        new SearchRequest(Z, 10, Grouping.MOMENT, 0.01)
            .withModalities(Map.of(Modality.AUDIO, LinearScale.IDENTITY));
    assertEquals(List.of("/dog.mp4"), index.search(sounds).stream().map(Hit::video).toList());
  }

  @Test
  void ofWhatIsSeenAndHeardAtOnceTheBetterCounts() {
    float[] seen = {0, 0.8f, 0.6f};
    index.upsert(
        Archive.video("/both.mp4", 10),
        List.of(new IndexedSegment(0, 10, seen)),
        List.of(window(2, 7, Y)),
        List.of());
    index.commit();
    List<Hit> hits =
        index.search(request(Y, Grouping.MOMENT)).stream()
            .filter(hit -> hit.video().equals("/both.mp4"))
            .toList();
    assertEquals(1, hits.size());
    assertEquals(Modality.VISUAL, hits.getFirst().modality());
    assertEquals(0.8, hits.getFirst().score(), 1e-6);
  }

  @Test
  void aVideoIsFoundOnceByItsBestMoment() {
    List<Hit> hits = index.search(request(X, Grouping.VIDEO));
    assertEquals(1, hits.size());
    assertEquals(1, hits.getFirst().score(), 1e-6);
  }

  @Test
  void windowsAreReadBackAndStayWithTags() {
    String id = Identifiers.video(Path.of("/dog.mp4"));
    index.tag(id, Set.of("pet"), Set.of());
    index.commit();
    List<IndexedWindow> windows = index.windows(id);
    assertEquals(2, windows.size());
    assertEquals(12, windows.getLast().start());
    assertArrayEquals(X, windows.getLast().embedding());
    assertEquals(2, index.segments(id).size(), "windows are no segments");
    assertEquals(2, index.stats().windows());
    assertEquals(3, index.stats().segments());
    assertEquals(2, index.similarities(X, Modality.AUDIO).count());
  }

  @Test
  void aFilterHoldsForSoundsToo() {
    SearchRequest request =
        request(Z, Grouping.MOMENT).withFilter(io.reelspace.index.filter.Filter.name("mute.mp4"));
    assertEquals(List.of("/mute.mp4"), index.search(request).stream().map(Hit::video).toList());
  }

  @Test
  void theZeroVectorIsNoSound() {
    List<IndexedWindow> nothing = List.of(window(0, 5, new float[3]));
    assertThrows(
        IllegalArgumentException.class,
        () -> index.upsert(Archive.video("/x.mp4", 5), List.of(), nothing, List.of()));
  }

  @Test
  void stretchesThatSoundAlikeAreOne() {
    HeardStretches heard = new HeardStretches();
    heard.add(0, 5, X);
    heard.add(2.5, 7.5, X);
    heard.add(7.5, 12.5, Y);
    heard.add(20, 25, Y);
    List<IndexedWindow> windows = heard.windows(1, 22);
    assertEquals(List.of(1.0, 7.5, 20.0), windows.stream().map(IndexedWindow::start).toList());
    assertEquals(List.of(7.5, 12.5, 22.0), windows.stream().map(IndexedWindow::end).toList());
  }
}
