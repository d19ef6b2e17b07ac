package io.reelspace.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.SpaceMismatchException;
import io.reelspace.media.Sampler;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {

  @TempDir Path temporary;
  private Path videos;
  private final ColourSpace space = new ColourSpace();
  private final FilmStrips media = new FilmStrips();
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

  private IngestSummary ingest(IngestOptions options, IngestListener listener, Path... paths) {
    return new Ingest(index, space, media, options, listener).run(List.of(paths));
  }

  private IngestSummary ingest(Path... paths) {
    return ingest(IngestOptions.DEFAULT, IngestListener.SILENT, paths);
  }

  private List<String> indexed() {
    return index.videosUnder("/").stream()
        .map(video -> temporary.relativize(Path.of(video.path())).toString())
        .toList();
  }

  private List<Hit> find(String colour) {
    return index.search(new SearchRequest(space.embedText(colour), 1, Grouping.MOMENT, -1));
  }

  @Test
  void findsMomentsOfWhatItIndexed() throws IOException {
    FilmStrips.write(videos.resolve("a/traffic.png"), Color.RED, Color.ORANGE, Color.GREEN);
    Path sea = FilmStrips.write(videos.resolve("sea.png"), Color.GRAY, Color.BLUE);
    IngestSummary summary = ingest(videos);
    assertEquals(2, summary.done());
    assertEquals(List.of(), summary.failed());
    assertEquals(5, index.stats().segments());
    Hit hit = find("blue").getFirst();
    assertEquals(sea.toString(), hit.video());
    assertEquals(Identifiers.video(sea) + "@1.000", hit.id());
    assertEquals(1, hit.start());
    assertEquals(2, hit.end());
    assertEquals(0, find("red").getFirst().start());
    assertEquals(2, find("green").getFirst().start());
    IndexedVideo video = index.video(Identifiers.video(sea)).orElseThrow();
    assertEquals(2, video.duration());
    assertEquals(Files.size(sea), video.bytes());
    assertEquals(Files.getLastModifiedTime(sea).toInstant(), video.modified());
    assertEquals(FilmStrips.SIDE, video.width());
  }

  @Test
  void doesOnlyWhatChanged() throws IOException {
    Path same = FilmStrips.write(videos.resolve("same.png"), Color.RED);
    Path touched = FilmStrips.write(videos.resolve("touched.png"), Color.RED);
    Path rewritten = FilmStrips.write(videos.resolve("rewritten.png"), Color.RED);
    assertEquals(3, ingest(videos).done());
    IndexedVideo before = index.video(Identifiers.video(touched)).orElseThrow();

    IngestSummary second = ingest(videos);
    assertEquals(0, second.done());
    assertEquals(3, second.unchanged());

    FileTime later = FileTime.from(before.modified().plusNanos(1000));
    Files.setLastModifiedTime(touched, later);
    FileTime sameTime = Files.getLastModifiedTime(rewritten);
    FilmStrips.write(rewritten, Color.BLUE, Color.GREEN);
    Files.setLastModifiedTime(rewritten, sameTime);
    FilmStrips.write(videos.resolve("added.png"), Color.RED);
    IngestSummary third = ingest(videos);
    assertEquals(3, third.done());
    assertEquals(1, third.unchanged());
    assertEquals(rewritten.toString(), find("blue").getFirst().video());
    IndexedVideo after = index.video(Identifiers.video(touched)).orElseThrow();
    assertEquals(later.toInstant(), after.modified());
    assertEquals(before.added(), after.added());

    Sampler denser = new Sampler(4, 10);
    IngestSummary other =
        ingest(IngestOptions.DEFAULT.withSampler(denser), IngestListener.SILENT, same);
    assertEquals(1, other.done());
    assertEquals(1, ingest(same).done());
    assertEquals(4, index.stats().videos());
  }

  @Test
  void reportsWhatFailsAndGoesOn() throws IOException {
    FilmStrips.write(videos.resolve("a.png"), Color.RED);
    Path text = Files.writeString(videos.resolve("b.png"), "not a picture");
    FilmStrips.write(videos.resolve("c.png"), Color.BLUE);
    List<IngestFailure> heard = new ArrayList<>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void failed(IngestFailure failure) {
            heard.add(failure);
          }
        };
    IngestSummary summary = ingest(IngestOptions.DEFAULT, listener, videos);
    assertEquals(2, summary.done());
    assertEquals(List.of(new IngestFailure(text, text + ": not a picture")), summary.failed());
    assertEquals(summary.failed(), heard);
    assertEquals(List.of("videos/a.png", "videos/c.png"), indexed());
  }

  @Test
  void takesMediaOfAFolderAndAnyFileThatIsNamed() throws IOException {
    FilmStrips.write(videos.resolve("shown.PNG"), Color.RED);
    FilmStrips.write(videos.resolve(".hidden.png"), Color.RED);
    FilmStrips.write(videos.resolve(".cache/thumbnail.png"), Color.RED);
    Path unusual = FilmStrips.write(videos.resolve("film.unusual"), Color.RED);
    Files.writeString(videos.resolve("notes.txt"), "x");
    ingest(videos);
    assertEquals(List.of("videos/shown.PNG"), indexed());
    ingest(unusual, videos.resolve(".hidden.png"));
    assertEquals(
        List.of("videos/.hidden.png", "videos/film.unusual", "videos/shown.PNG"), indexed());
  }

  @Test
  void namesOfAnyKindAreIndexed() throws IOException {
    List<String> names =
        List.of("-dash.png", " space .png", "new\nline.png", "\"quoted' $(x).png", "日本🎬é.png");
    for (String name : names) {
      FilmStrips.write(videos.resolve(name), Color.RED);
    }
    IngestSummary summary = ingest(videos);
    assertEquals(List.of(), summary.failed());
    assertEquals(names.size(), summary.done());
    assertEquals(names.size(), ingest(videos).unchanged());
  }

  @Test
  void followsLinksOnceAndEndsLoops() throws IOException {
    Path outside = temporary.resolve("outside");
    FilmStrips.write(outside.resolve("far.png"), Color.RED);
    Path near = FilmStrips.write(videos.resolve("z/near.png"), Color.RED);
    Files.createSymbolicLink(videos.resolve("a-loop"), videos);
    Files.createSymbolicLink(videos.resolve("z/up"), videos.resolve("z"));
    Files.createSymbolicLink(videos.resolve("b-outside"), outside);
    Files.createSymbolicLink(videos.resolve("c-again"), outside);
    Files.createSymbolicLink(videos.resolve("d-near.png"), near);
    Files.createSymbolicLink(videos.resolve("e-far.png"), outside.resolve("far.png"));
    Files.createSymbolicLink(videos.resolve("f-broken.png"), temporary.resolve("nothing.png"));
    IngestSummary summary = ingest(videos, videos.resolve("z"), near);
    assertEquals(List.of("videos/b-outside/far.png", "videos/z/near.png"), indexed());
    assertEquals(
        List.of(videos.resolve("f-broken.png")),
        summary.failed().stream().map(IngestFailure::path).toList());
    assertEquals(2, ingest(videos).unchanged());
  }

  @Test
  void aRootThatIsALinkIsWalkedUnderItsName() throws IOException {
    FilmStrips.write(videos.resolve("a.png"), Color.RED);
    Path link = Files.createSymbolicLink(temporary.resolve("link"), videos);
    ingest(link);
    assertEquals(List.of("link/a.png"), indexed());
  }

  @Test
  void saysWhatOfTheRootsIsMissingOrEmpty() throws IOException {
    Path missing = temporary.resolve("missing");
    Path empty = Files.createDirectories(temporary.resolve("empty/.hidden")).getParent();
    Path device = Path.of("/dev/null");
    FilmStrips.write(videos.resolve("a.png"), Color.RED);
    IngestSummary summary = ingest(missing, empty, device, videos);
    assertEquals(1, summary.done());
    assertEquals(
        List.of(missing, empty, device),
        summary.failed().stream().map(IngestFailure::path).toList());
    assertTrue(summary.failed().get(0).reason().contains("no such file or folder"));
    assertTrue(summary.failed().get(1).reason().contains("no video or picture"));
    assertTrue(summary.failed().get(2).reason().contains("neither a file nor a folder"));
  }

  @Test
  void removesWhatIsGoneOnlyWhenAskedTo() throws IOException {
    Path gone = FilmStrips.write(videos.resolve("gone.png"), Color.RED);
    FilmStrips.write(videos.resolve("kept.png"), Color.RED);
    FilmStrips.write(temporary.resolve("other/elsewhere.png"), Color.RED);
    ingest(videos, temporary.resolve("other"));
    Files.delete(gone);
    Files.delete(temporary.resolve("other/elsewhere.png"));
    IngestSummary without = ingest(videos);
    assertEquals(1, without.missing());
    assertEquals(3, indexed().size());
    List<Path> heard = new ArrayList<>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void removed(Path video) {
            heard.add(video);
          }
        };
    IngestSummary with = ingest(IngestOptions.DEFAULT.withPrune(true), listener, videos);
    assertEquals(1, with.removed());
    assertEquals(0, with.missing());
    assertEquals(List.of(gone), heard);
    assertEquals(List.of("other/elsewhere.png", "videos/kept.png"), indexed());
  }

  @Test
  void prunesNothingBelowARootThatMayNotBeMounted() throws IOException {
    Path disk = temporary.resolve("disk");
    Path film = FilmStrips.write(disk.resolve("films/film.png"), Color.RED);
    ingest(disk);
    Files.delete(film);
    Files.delete(film.getParent());
    IngestOptions prune = IngestOptions.DEFAULT.withPrune(true);
    for (String state : List.of("empty", "not there")) {
      IngestSummary summary = ingest(prune, IngestListener.SILENT, disk);
      assertEquals(0, summary.removed());
      assertEquals(1, summary.missing());
      String reasons = summary.failed().toString();
      assertTrue(reasons.contains("not pruned: it is " + state), reasons);
      Files.deleteIfExists(disk);
    }
    assertEquals(List.of("disk/films/film.png"), indexed());
    assertEquals(1, ingest(prune, IngestListener.SILENT, temporary).removed());
  }

  @Test
  void reportsAVideoAsDoneOnlyOnceItSurvivesAKill() throws IOException {
    for (int i = 0; i < 30; i++) {
      FilmStrips.write(videos.resolve(i + ".png"), Color.RED, Color.BLUE);
    }
    List<Path> early = new ArrayList<>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void done(Path video, int segments, List<String> warnings) {
            try (VideoIndex reader = VideoIndex.openReadOnly(temporary.resolve("index"))) {
              if (reader.video(Identifiers.video(video)).isEmpty()) {
                early.add(video);
              }
            }
          }
        };
    assertEquals(30, ingest(IngestOptions.DEFAULT, listener, videos).done());
    assertEquals(List.of(), early);
  }

  @Test
  void encodesManySmallPicturesTogether() throws IOException {
    for (int i = 0; i < 100; i++) {
      FilmStrips.write(videos.resolve(i + ".png"), Color.RED);
    }
    assertEquals(100, ingest(videos).done());
    assertEquals(100, space.batches.stream().mapToInt(Integer::intValue).sum());
    assertTrue(space.batches.contains(16), space.batches.toString());
    assertTrue(space.batches.stream().allMatch(size -> size <= 16));
    assertTrue(space.batches.size() < 50, space.batches.toString());
  }

  @Test
  void eachSegmentHasTheFeaturesOfItsOwnFrames() throws IOException {
    Color[] colours =
        IntStream.range(0, 100).mapToObj(i -> new Color(2 * i, 100, 200 - i)).toArray(Color[]::new);
    for (int video = 0; video < 3; video++) {
      FilmStrips.write(videos.resolve(video + ".png"), colours);
    }
    IngestOptions odd = new IngestOptions(Sampler.DEFAULT, false, 3, 7);
    assertEquals(3, ingest(odd, IngestListener.SILENT, videos).done());
    for (int i = 0; i < colours.length; i++) {
      float[] wanted =
          Archive.unit(
              new float[] {colours[i].getRed(), colours[i].getGreen(), colours[i].getBlue()});
      List<Hit> hits = index.search(new SearchRequest(wanted, 3, Grouping.VIDEO, -1));
      for (Hit hit : hits) {
        assertEquals(i, hit.start());
      }
    }
  }

  @Test
  void decodersDoNotRunAheadOfTheEncoder() throws IOException {
    Color[] minutes = new Color[1000];
    Arrays.fill(minutes, Color.RED);
    FilmStrips.write(videos.resolve("long.png"), minutes);
    FilmStrips.write(videos.resolve("longer.png"), minutes);
    List<Integer> ahead = new ArrayList<>();
    space.beforeBatch =
        () -> {
          pause(5);
          int encoded = space.batches.stream().mapToInt(Integer::intValue).sum();
          ahead.add(media.decoded.get() - encoded);
        };
    assertEquals(2, ingest(videos).done());
    assertTrue(ahead.stream().allMatch(frames -> frames <= 8 * 16 + 2), ahead.toString());
  }

  @Test
  void cancelledKeepsWhatIsDoneAndTheNextRunGoesOn() throws IOException {
    for (int i = 0; i < 200; i++) {
      FilmStrips.write(videos.resolve(i + ".png"), Color.RED);
    }
    AtomicReference<Ingest> running = new AtomicReference<>();
    IngestListener listener =
        new IngestListener() {
          @Override
          public void done(Path video, int segments, List<String> warnings) {
            running.get().cancel();
          }
        };
    space.beforeBatch = () -> pause(150);
    running.set(new Ingest(index, space, media, IngestOptions.DEFAULT, listener));
    IngestSummary first = running.get().run(List.of(videos));
    assertTrue(first.cancelled());
    assertEquals(List.of(), first.failed());
    assertTrue(first.done() > 0 && first.done() < 200, "done: " + first.done());
    assertEquals(first.done(), index.stats().videos());
    space.beforeBatch = () -> {};
    IngestSummary second = ingest(videos);
    assertFalse(second.cancelled());
    assertEquals(first.done(), second.unchanged());
    assertEquals(200, index.stats().videos());
  }

  @Test
  void anInterruptCancels() throws IOException {
    for (int i = 0; i < 50; i++) {
      FilmStrips.write(videos.resolve(i + ".png"), Color.RED);
    }
    Thread caller = Thread.currentThread();
    space.beforeBatch = caller::interrupt;
    IngestSummary summary = ingest(videos);
    assertTrue(Thread.interrupted());
    assertTrue(summary.cancelled());
    assertEquals(summary.done(), index.stats().videos());
  }

  private static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFailureOfTheEncoderEndsTheRun() throws IOException {
    for (int i = 0; i < 50; i++) {
      FilmStrips.write(videos.resolve(i + ".png"), Color.RED);
    }
    space.beforeBatch =
        () -> {
          throw new IllegalStateException("out of order");
        };
    assertThrows(IllegalStateException.class, () -> ingest(videos));
    assertEquals(0, index.stats().videos());
  }

  @Test
  void refusesAnIndexOfAnotherSpace() throws IOException {
    Files.writeString(videos.resolve("x"), "x", UTF_8);
    SpaceIdentity other = new SpaceIdentity("other", "0123456789", 3);
    try (VideoIndex ofOther = VideoIndex.open(temporary.resolve("other"), other)) {
      assertThrows(
          SpaceMismatchException.class,
          () -> new Ingest(ofOther, space, media, IngestOptions.DEFAULT, IngestListener.SILENT));
    }
  }
}
