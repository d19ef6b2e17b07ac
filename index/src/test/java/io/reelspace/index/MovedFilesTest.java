package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.media.Sampler;
import java.awt.Color;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that move, are copied, exchanged or touched: what of the index stays. */
class MovedFilesTest {

  @TempDir Path temporary;
  private Path videos;
  private final ColourSpace space = new ColourSpace();
  private final FilmStrips media = new FilmStrips();
  private final List<String> moves = new ArrayList<>();
  private VideoIndex index;

  @BeforeEach
  void openIndex() throws IOException {
    videos = Files.createDirectory(temporary.resolve("videos"));
    index = VideoIndex.open(temporary.resolve("index"), SpaceIdentity.of(space));
  }

  @AfterEach
  void closeIndex() {
    index.close();
  }

  private IngestSummary ingest(IngestOptions options, Path... paths) {
    IngestListener listener =
        new IngestListener() {
          @Override
          public void moved(Path from, Path to) {
            moves.add(temporary.relativize(from) + " > " + temporary.relativize(to));
          }
        };
    media.decoded.set(0);
    return new Ingest(index, space, media, options, listener).run(List.of(paths));
  }

  private IngestSummary ingest(Path... paths) {
    return ingest(IngestOptions.DEFAULT, paths);
  }

  private List<String> indexed() {
    return index.videosUnder("/").stream()
        .map(video -> temporary.relativize(Path.of(video.path())).toString())
        .toList();
  }

  private IndexedVideo video(Path path) {
    return index.video(Identifiers.video(path)).orElseThrow();
  }

  private void tag(Path path, String tag) {
    assertTrue(index.tag(Identifiers.video(path), Set.of(tag), Set.of()));
    index.commit();
  }

  private List<String> vectors(Path path) {
    return index.segments(Identifiers.video(path)).stream()
        .map(
            segment -> segment.start() + "-" + segment.end() + Arrays.toString(segment.embedding()))
        .toList();
  }

  /** A film of many bytes that no compression makes fewer. */
  private static Path large(Path file, int seed) throws IOException {
    FilmStrips.write(file, Color.RED, Color.BLUE);
    byte[] noise = new byte[3 << 20];
    new java.util.Random(seed).nextBytes(noise);
    try (RandomAccessFile end = new RandomAccessFile(file.toFile(), "rw")) {
      end.seek(end.length()); // readers of PNG stop at its end
      end.write(noise);
    }
    return file;
  }

  @Test
  void aMovedFileKeepsEmbeddingsTagsAndTimeOfComingWithoutDecoding() throws IOException {
    Path before = FilmStrips.write(videos.resolve("a/film.png"), Color.RED, Color.BLUE);
    FilmStrips.write(videos.resolve("a/other.png"), Color.GREEN);
    ingest(videos);
    tag(before, "holiday");
    IndexedVideo old = video(before);
    List<String> vectors = vectors(before);

    Path after = videos.resolve("b/renamed.png");
    Files.createDirectory(after.getParent());
    Files.move(before, after);
    IngestSummary summary = ingest(videos);

    assertEquals(0, media.decoded.get());
    assertEquals(List.of(1, 1, 1, 0), counts(summary));
    assertEquals(List.of("videos/a/film.png > videos/b/renamed.png"), moves);
    assertEquals(List.of("videos/a/other.png", "videos/b/renamed.png"), indexed());
    assertEquals(
        old.withFile(
            Identifiers.video(after), after.toString(), old.modified(), old.added(), old.content()),
        video(after));
    assertEquals(vectors, vectors(after));
    assertEquals(3, index.stats().segments());
    assertEquals(2, ingest(videos).unchanged());
  }

  /** Done, reused, unchanged, missing. */
  private static List<Integer> counts(IngestSummary summary) {
    assertEquals(List.of(), summary.failed());
    return List.of(summary.done(), summary.reused(), summary.unchanged(), summary.missing());
  }

  @Test
  void aMovedFolderMovesEachOfItsFilesToItsOwnName() throws IOException {
    for (String name : List.of("a/1.png", "a/sub/2.png", "a/3.png")) {
      tag(ingested(name, Color.RED), name.replace('/', '-')); // all of the same content
    }
    Files.move(videos.resolve("a"), videos.resolve("b"));
    assertEquals(List.of(3, 3, 0, 0), counts(ingest(videos)));
    assertEquals(0, media.decoded.get());
    assertEquals(List.of("videos/b/1.png", "videos/b/3.png", "videos/b/sub/2.png"), indexed());
    assertEquals(Set.of("a-1.png"), video(videos.resolve("b/1.png")).tags());
    assertEquals(Set.of("a-sub-2.png"), video(videos.resolve("b/sub/2.png")).tags());
    assertEquals(Set.of("a-3.png"), video(videos.resolve("b/3.png")).tags());
  }

  @Test
  void thousandsOfEqualFilesMoveToTheirOwnNames() throws IOException {
    Path first = ingested("a/0.png", Color.RED);
    for (int i = 1; i < 3000; i++) {
      Files.copy(first, videos.resolve("a/" + i + ".png"));
    }
    ingest(videos);
    tag(videos.resolve("a/1234.png"), "marked");
    Files.move(videos.resolve("a"), videos.resolve("b"));
    assertEquals(List.of(3000, 3000, 0, 0), counts(ingest(videos)));
    assertEquals(3000, moves.size());
    assertEquals(Set.of("marked"), video(videos.resolve("b/1234.png")).tags());
    assertEquals(3000, index.stats().videos());
  }

  private Path ingested(String name, Color... colours) throws IOException {
    Path file = FilmStrips.write(videos.resolve(name), colours);
    ingest(file);
    return file;
  }

  @Test
  void aFileThatMovedFromAFolderThatIsNotNamedIsFoundToo() throws IOException {
    Path inbox = FilmStrips.write(temporary.resolve("inbox/film.png"), Color.RED);
    FilmStrips.write(temporary.resolve("inbox/more.png"), Color.BLUE);
    ingest(temporary.resolve("inbox"));
    tag(inbox, "new");
    Files.move(inbox, videos.resolve("film.png"));
    assertEquals(List.of(1, 1, 0, 0), counts(ingest(videos)));
    assertEquals(List.of("inbox/more.png", "videos/film.png"), indexed());
    assertEquals(Set.of("new"), video(videos.resolve("film.png")).tags());
  }

  @Test
  void aCopyReusesEmbeddingsAndIsAVideoOfItsOwn() throws IOException {
    Path first = ingested("first.png", Color.RED, Color.BLUE);
    tag(first, "original");
    Path copy = videos.resolve("copy.png");
    Files.copy(first, copy); // with a time of its own
    assertEquals(List.of(1, 1, 1, 0), counts(ingest(videos)));
    assertEquals(0, media.decoded.get());
    assertEquals(List.of(), moves);
    assertEquals(vectors(first), vectors(copy));
    assertEquals(Set.of("original"), video(first).tags());
    assertEquals(Set.of(), video(copy).tags());
    assertTrue(video(copy).added().isAfter(video(first).added()));
    assertEquals(Files.getLastModifiedTime(copy).toInstant(), video(copy).modified());
  }

  @Test
  void exchangedFilesExchangeWhatIsKnownOfThem() throws IOException {
    Path red = ingested("one.png", Color.RED);
    Path blue = ingested("two.png", Color.BLUE);
    tag(red, "red");
    tag(blue, "blue");
    List<String> redVectors = vectors(red);
    Files.move(red, videos.resolve("three"));
    Files.move(blue, red);
    Files.move(videos.resolve("three"), blue);
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 5000);
    Files.setLastModifiedTime(red, later); // else nothing may tell that they changed
    Files.setLastModifiedTime(blue, later);
    ingest(videos);
    assertEquals(Set.of("blue"), video(red).tags());
    assertEquals(Set.of("red"), video(blue).tags());
    assertEquals(redVectors, vectors(blue));
    assertEquals(2, index.stats().videos());
  }

  @Test
  void aNewFileUnderTheOldNameStartsAnew() throws IOException {
    Path film = ingested("film.png", Color.RED);
    tag(film, "old");
    Path old = videos.resolve("film (1).png");
    Files.move(film, old);
    FilmStrips.write(film, Color.BLUE, Color.GREEN);
    assertEquals(List.of(2, 1, 0, 0), counts(ingest(videos)));
    assertEquals(Set.of("old"), video(old).tags());
    assertEquals(Set.of(), video(film).tags());
    assertEquals(1, vectors(old).size());
    assertEquals(2, vectors(film).size());
  }

  @Test
  void aTouchedFileIsNotDecodedAgain() throws IOException {
    Path film = ingested("film.png", Color.RED);
    FileTime later = FileTime.from(video(film).modified().plusSeconds(100));
    Files.setLastModifiedTime(film, later);
    assertEquals(List.of(1, 1, 0, 0), counts(ingest(videos)));
    assertEquals(0, media.decoded.get());
    assertEquals(later.toInstant(), video(film).modified());
  }

  @Test
  void aLargeFileIsKnownByItsBlocksOnlyTogetherWithItsTime() throws IOException {
    Path film = large(videos.resolve("film.png"), 1);
    ingest(videos);
    Path moved = videos.resolve("moved.png");
    Files.move(film, moved);
    assertEquals(List.of(1, 1, 0, 0), counts(ingest(videos)));

    Path again = videos.resolve("again.png");
    Files.move(moved, again);
    Files.setLastModifiedTime(again, FileTime.from(video(moved).modified().plusSeconds(10)));
    IngestSummary summary = ingest(videos);
    assertEquals(1, summary.done());
    assertEquals(0, summary.reused());
    assertEquals(2, media.decoded.get());
  }

  @Test
  void filesThatDifferInOneBlockAreNotTheSame() throws IOException {
    Path film = large(videos.resolve("film.png"), 1);
    Path other = large(videos.resolve("other.png"), 2);
    Optional<String> hash = hash(film);
    assertTrue(hash.isPresent());
    assertNotEquals(hash, hash(other));
    for (long position : new long[] {0, Files.size(film) / 2, Files.size(film) - 1}) {
      // The middle is no block of its own, the nearest begins a little before or after.
      Path changed = videos.resolve("changed");
      Files.write(changed, Files.readAllBytes(film));
      int reach = position == 0 || position == Files.size(film) - 1 ? 1 : 3 << 20 >> 4;
      byte[] flipped = Files.readAllBytes(changed);
      for (int i = 0; i < reach; i++) {
        int at = (int) Math.min(flipped.length - 1, position - reach / 2 + i);
        flipped[at] ^= 1;
      }
      Files.write(changed, flipped);
      assertNotEquals(hash, hash(changed), "at " + position);
    }
  }

  private static Optional<String> hash(Path file) throws IOException {
    return ContentHash.of(
        new MediaFile(file, Files.size(file), Files.getLastModifiedTime(file).toInstant()));
  }

  @Test
  void aFileThatChangedSinceItWasFoundHasNoHash() throws IOException {
    Path film = FilmStrips.write(videos.resolve("film.png"), Color.RED);
    long bytes = Files.size(film);
    FileTime time = Files.getLastModifiedTime(film);
    assertEquals(
        Optional.empty(), ContentHash.of(new MediaFile(film, bytes + 1, time.toInstant())));
    assertEquals(
        Optional.empty(),
        ContentHash.of(new MediaFile(film, bytes, time.toInstant().minusSeconds(1))));
    assertEquals(
        Optional.empty(),
        ContentHash.of(new MediaFile(videos.resolve("gone"), bytes, time.toInstant())));
  }

  @Test
  void aDiskThatIsNotMountedKeepsItsVideosWhileACopyTakesWhatIsKnown() throws IOException {
    Path disk = temporary.resolve("disk");
    Path film = FilmStrips.write(disk.resolve("film.png"), Color.RED);
    ingest(disk);
    tag(film, "mine");
    Path backup = videos.resolve("film.png");
    Files.move(film, backup); // all that is left of the disk is where it is mounted
    for (Path[] roots : new Path[][] {{videos}, {videos, disk}}) {
      ingest(IngestOptions.DEFAULT.withPrune(true), roots);
      assertEquals(List.of("disk/film.png", "videos/film.png"), indexed());
      assertEquals(Set.of("mine"), video(backup).tags());
      assertEquals(List.of(), moves);
    }
  }

  @Test
  void pruneDoesNotTakeAwayWhatMoved() throws IOException {
    Path film = ingested("a.png", Color.RED);
    tag(film, "kept");
    ingested("b.png", Color.BLUE);
    Files.move(film, videos.resolve("c.png"));
    Files.delete(videos.resolve("b.png"));
    IngestSummary summary = ingest(IngestOptions.DEFAULT.withPrune(true), videos);
    assertEquals(1, summary.removed());
    assertEquals(1, summary.reused());
    assertEquals(List.of("videos/c.png"), indexed());
    assertEquals(Set.of("kept"), video(videos.resolve("c.png")).tags());
  }

  @Test
  void aMovedFileIsDecodedWhereTheSamplerIsAnother() throws IOException {
    Path film = ingested("a.png", Color.RED);
    tag(film, "kept");
    Files.move(film, videos.resolve("b.png"));
    IngestOptions denser = IngestOptions.DEFAULT.withSampler(new Sampler(4, 10));
    IngestSummary summary = ingest(denser, videos);
    assertEquals(0, summary.reused());
    assertEquals(1, media.decoded.get());
  }
}
