package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.StorageException;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch over real folders, with the system's own events. */
class WatchTest {

  private static final Duration SETTLE = Duration.ofMillis(400);
  private static final WatchOptions WATCHING =
      new WatchOptions(SETTLE, Duration.ofMinutes(10), Duration.ofMillis(300), Integer.MAX_VALUE);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  @TempDir Path temporary;
  private Path videos;
  private final ColourSpace space = new ColourSpace();
  private final FilmStrips media = new FilmStrips();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Optional<Watch> watch = Optional.empty();
  private CompletableFuture<IngestSummary> ended;

  private final IngestListener listener =
      new IngestListener() {
        @Override
        public void watching(int folders, Optional<String> problem) {
          heard.add("watching" + problem.map(" "::concat).orElse(""));
        }

        @Override
        public void done(Path video, int segments, List<String> warnings) {
          heard.add("done " + temporary.relativize(video) + " " + segments);
        }

        @Override
        public void moved(Path from, Path to) {
          heard.add("moved " + temporary.relativize(from) + " " + temporary.relativize(to));
        }

        @Override
        public void removed(Path video) {
          heard.add("removed " + temporary.relativize(video));
        }

        @Override
        public void failed(IngestFailure failure) {
          heard.add("failed " + temporary.relativize(failure.path()));
        }
      };

  @BeforeEach
  void makeFolder() throws IOException {
    videos = Files.createDirectory(temporary.resolve("videos"));
  }

  @AfterEach
  void end() throws Exception {
    if (watch.isPresent()) {
      stop();
    }
  }

  private void start(WatchOptions options, IngestOptions ingest, Path... roots) {
    Watch starting =
        new Watch(
            () -> VideoIndex.open(temporary.resolve("index"), SpaceIdentity.of(space)),
            space,
            media,
            ingest,
            options,
            listener);
    watch = Optional.of(starting);
    ended = CompletableFuture.supplyAsync(() -> starting.run(List.of(roots)));
    until(() -> heard.stream().anyMatch(line -> line.startsWith("watching")));
  }

  private void start() {
    start(WATCHING, IngestOptions.DEFAULT, videos);
  }

  /** Starts where some files are there, which are new and must be still for a while like others. */
  private void startWith(int files) {
    start();
    until(() -> heard.stream().filter(line -> line.startsWith("done")).count() == files);
  }

  private IngestSummary stop() throws Exception {
    watch.orElseThrow().cancel();
    watch = Optional.empty();
    return ended.get(20, TimeUnit.SECONDS);
  }

  private interface Condition {
    boolean isTrue();
  }

  private void until(Condition condition) {
    long limit = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.isTrue()) {
      if (ended.isCompletedExceptionally()) {
        ended.join();
      }
      assertTrue(System.nanoTime() < limit, "never came true; heard so far: " + heard);
      pause(20);
    }
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void untilHeard(String line) {
    until(() -> heard.contains(line));
  }

  private List<String> indexed() {
    try (VideoIndex index = VideoIndex.openReadOnly(temporary.resolve("index"))) {
      return index.videosUnder("/").stream()
          .map(video -> temporary.relativize(Path.of(video.path())).toString())
          .toList();
    }
  }

  @Test
  void takesInWhatIsThereAndWhatComes() throws Exception {
    FilmStrips.write(videos.resolve("first.png"), Color.RED);
    start();
    FilmStrips.write(videos.resolve("second.png"), Color.RED, Color.BLUE);
    untilHeard("done videos/second.png 2");
    FilmStrips.write(videos.resolve("new/sub/third.png"), Color.GREEN); // in folders that are new
    untilHeard("done videos/new/sub/third.png 1");
    FilmStrips.write(videos.resolve("new/sub/fourth.png"), Color.GREEN, Color.RED);
    untilHeard("done videos/new/sub/fourth.png 2");
    FilmStrips.write(videos.resolve("first.png"), Color.BLUE, Color.RED, Color.GREEN);
    untilHeard("done videos/first.png 3");
    FilmStrips.write(videos.resolve(".hidden/no.png"), Color.GREEN);
    Files.writeString(videos.resolve("notes.txt"), "no medium");
    IngestSummary summary = stop();
    assertEquals(5, summary.done());
    assertEquals(List.of(), summary.failed());
    assertEquals(4, indexed().size());
  }

  @Test
  void neverIndexesAFileThatIsHalfCopied() throws Exception {
    byte[] film = Files.readAllBytes(noisy(temporary.resolve("film.png")));
    start();
    Path slow = videos.resolve("slow.png");
    try (OutputStream out = Files.newOutputStream(slow)) {
      for (int i = 0; i < 8; i++) { // in all longer than a file must be still
        out.write(film, i * film.length / 8, (i + 1) * film.length / 8 - i * film.length / 8);
        out.flush();
        pause(SETTLE.toMillis() / 3);
      }
      pause(3 * SETTLE.toMillis()); // still for long, but open
      assertFalse(heard.toString().contains("slow.png"), heard.toString());
    }
    untilHeard("done videos/slow.png 2");
    assertEquals(1, heard.stream().filter(line -> line.contains("slow.png")).count());
  }

  @Test
  void waitsForAFileThatIsWrittenInPartsAndClosedBetween() throws Exception {
    byte[] film = Files.readAllBytes(noisy(temporary.resolve("film.png")));
    start();
    Path slow = Files.createFile(videos.resolve("slow.png"));
    for (int i = 0; i < 10; i++) {
      try (OutputStream out =
          Files.newOutputStream(slow, java.nio.file.StandardOpenOption.APPEND)) {
        out.write(film, i * film.length / 10, (i + 1) * film.length / 10 - i * film.length / 10);
      }
      assertFalse(heard.toString().contains("slow.png"), heard.toString());
      pause(SETTLE.toMillis() / 4);
    }
    untilHeard("done videos/slow.png 2");
    assertEquals(1, heard.stream().filter(line -> line.contains("slow.png")).count());
  }

  /** A film that cannot be read to its end before all of it is there. */
  private static Path noisy(Path file) throws IOException {
    FilmStrips.write(file, Color.RED, Color.BLUE);
    byte[] film = Files.readAllBytes(file);
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    byte[] all = new byte[film.length + noise.length];
    System.arraycopy(film, 0, all, 0, film.length);
    System.arraycopy(noise, 0, all, film.length, noise.length);
    return Files.write(file, all);
  }

  @Test
  void takesAFileThatIsRenamedIntoPlace() throws Exception {
    start();
    Path part = FilmStrips.write(videos.resolve("film.part"), Color.RED);
    pause(2 * SETTLE.toMillis());
    Files.move(part, videos.resolve("film.png"), StandardCopyOption.ATOMIC_MOVE);
    untilHeard("done videos/film.png 1");
    assertEquals(List.of("videos/film.png"), indexed());
  }

  @Test
  void removesWhatIsDeletedAndFollowsWhatMoves() throws Exception {
    FilmStrips.write(videos.resolve("a/gone.png"), Color.RED);
    FilmStrips.write(videos.resolve("a/moves.png"), Color.RED, Color.BLUE);
    FilmStrips.write(videos.resolve("b/folder.png"), Color.GREEN, Color.BLUE);
    FilmStrips.write(videos.resolve("c/all.png"), Color.GRAY);
    startWith(4);
    int decoded = media.decoded.get();
    Files.delete(videos.resolve("a/gone.png"));
    Files.move(videos.resolve("a/moves.png"), videos.resolve("moved.png"));
    Files.move(videos.resolve("b"), videos.resolve("d")); // a folder with what is in it
    untilHeard("removed videos/a/gone.png");
    untilHeard("moved videos/a/moves.png videos/moved.png");
    untilHeard("moved videos/b/folder.png videos/d/folder.png");
    Files.delete(videos.resolve("c/all.png"));
    Files.delete(videos.resolve("c"));
    untilHeard("removed videos/c/all.png");
    assertEquals(decoded, media.decoded.get());
    FilmStrips.write(videos.resolve("d/later.png"), Color.RED); // watched under its new name
    untilHeard("done videos/d/later.png 1");
    stop();
    assertEquals(
        List.of("videos/d/folder.png", "videos/d/later.png", "videos/moved.png"), indexed());
  }

  @Test
  void aFolderThatMovesAwayTakesItsVideosOutOfTheIndex() throws Exception {
    FilmStrips.write(videos.resolve("a/one.png"), Color.RED);
    FilmStrips.write(videos.resolve("stays.png"), Color.RED);
    startWith(2);
    Files.move(videos.resolve("a"), temporary.resolve("elsewhere"));
    untilHeard("removed videos/a/one.png");
    assertEquals(List.of("videos/stays.png"), indexed());
  }

  @Test
  void aRestartFindsWhatHappenedMeanwhile() throws Exception {
    Path film = FilmStrips.write(videos.resolve("film.png"), Color.RED);
    FilmStrips.write(videos.resolve("gone.png"), Color.BLUE, Color.RED, Color.GRAY, Color.GREEN);
    startWith(2);
    stop();
    Files.move(film, videos.resolve("renamed.png"));
    Files.delete(videos.resolve("gone.png"));
    FilmStrips.write(videos.resolve("new.png"), Color.GREEN);
    heard.clear();
    start();
    untilHeard("done videos/new.png 1");
    untilHeard("moved videos/film.png videos/renamed.png");
    // What went while nobody watched stays unless pruning was asked for.
    assertEquals(List.of("videos/gone.png", "videos/new.png", "videos/renamed.png"), indexed());
    assertEquals(1, stop().missing());
    heard.clear();
    start(WATCHING, IngestOptions.DEFAULT.withPrune(true), videos);
    untilHeard("removed videos/gone.png");
  }

  @Test
  void aRootThatGoesAwayKeepsItsVideos() throws Exception {
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    FilmStrips.write(disk.resolve("film.png"), Color.RED);
    start(WATCHING, IngestOptions.DEFAULT.withPrune(true), disk, videos);
    untilHeard("done disk/film.png 1");
    Files.move(disk, temporary.resolve("disk away")); // as near to an unmounted disk as may be
    FilmStrips.write(videos.resolve("other.png"), Color.RED, Color.RED);
    untilHeard("done videos/other.png 2");
    pause(4 * SETTLE.toMillis());
    assertEquals(List.of("disk/film.png", "videos/other.png"), indexed());
  }

  @Test
  void looksThroughEverythingWhereNotAllFoldersCanBeWatched() throws Exception {
    WatchOptions few = new WatchOptions(SETTLE, Duration.ofMinutes(10), Duration.ofMillis(300), 1);
    Files.createDirectories(videos.resolve("a/b"));
    start(few, IngestOptions.DEFAULT, videos);
    assertEquals(List.of("watching more than 1 folders"), heard);
    FilmStrips.write(videos.resolve("a/b/unseen.png"), Color.RED);
    untilHeard("done videos/a/b/unseen.png 1");
  }

  @Test
  void loopsOfLinksDoNoHarm() throws Exception {
    Path sub = Files.createDirectories(videos.resolve("sub"));
    Files.createSymbolicLink(sub.resolve("up"), videos);
    Files.createSymbolicLink(sub.resolve("self"), sub);
    start();
    FilmStrips.write(sub.resolve("film.png"), Color.RED);
    untilHeard("done videos/sub/film.png 1");
    pause(2 * SETTLE.toMillis());
    assertEquals(List.of("videos/sub/film.png"), indexed());
  }

  @Test
  void aBrokenFileIsToldOfOnceAndTriedAgainWhenItChanges() throws Exception {
    start();
    Path film = Files.writeString(videos.resolve("film.png"), "no picture");
    untilHeard("failed videos/film.png");
    FilmStrips.write(videos.resolve("other.png"), Color.RED);
    untilHeard("done videos/other.png 1");
    FilmStrips.write(film, Color.RED, Color.BLUE);
    untilHeard("done videos/film.png 2");
    assertEquals(1, heard.stream().filter("failed videos/film.png"::equals).count());
  }

  @Test
  void othersMayWriteBetweenLooks() throws Exception {
    Path film = FilmStrips.write(videos.resolve("film.png"), Color.RED);
    startWith(1);
    until(() -> {
      try (VideoIndex index =
          VideoIndex.open(temporary.resolve("index"), SpaceIdentity.of(space))) {
        boolean there = index.tag(Identifiers.video(film), Set.of("mine"), Set.of());
        FilmStrips.write(videos.resolve("while.png"), Color.RED, Color.RED);
        pause(3 * SETTLE.toMillis()); // the watch waits until this is closed
        index.commit();
        return there;
      } catch (StorageException e) {
        return false; // it looks just now
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
    untilHeard("done videos/while.png 2");
    try (VideoIndex index = VideoIndex.openReadOnly(temporary.resolve("index"))) {
      assertEquals(Set.of("mine"), index.video(Identifiers.video(film)).orElseThrow().tags());
    }
  }

  @Test
  void aFileFromTheFutureIsTakenOnceItWasStill() throws Exception {
    start();
    Path film = FilmStrips.write(videos.resolve("film.png"), Color.RED);
    Files.setLastModifiedTime(
        film, FileTime.fromMillis(System.currentTimeMillis() + Duration.ofDays(9).toMillis()));
    untilHeard("done videos/film.png 1");
  }
}
