package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.index.filter.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters against a plain loop over all videos. */
class FilteredSearchTest {

  private final long seed = new Random().nextLong();
  private final Archive archive = new Archive(seed);
  private final List<Archive.Entry> entries = new ArrayList<>();

  @TempDir Path temporary;
  private VideoIndex index;

  @BeforeEach
  void fill() {
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    index = opened(VideoIndexContract.SPACE);
    for (Archive.Entry plain : archive.videos(400, 9)) {
      IndexedVideo video = plain.video();
      Set<String> tags = new HashSet<>(random.nextInt(3) == 0 ? Set.of("holiday") : Set.of());
      tags.addAll(random.nextBoolean() ? Set.of("work") : Set.of());
      IndexedVideo described =
          new IndexedVideo(
              video.id(),
              video.path(),
              video.duration(),
              video.bytes(),
              video.modified(),
              Instant.parse("2026-01-01T12:00:00Z").plusSeconds(86_400L * random.nextInt(60)),
              random.nextBoolean() ? 1920 : 640,
              random.nextBoolean() ? 1080 : 360,
              video.sampler(),
              List.of(),
              random.nextBoolean()
                  ? Optional.of(Instant.parse("2020-06-01T12:00:00Z"))
                  : Optional.empty(),
              tags,
              new IndexedWords("", random.nextBoolean() ? Set.of("en", "de") : Set.of(), List.of()),
              Optional.empty());
      entries.add(new Archive.Entry(described, plain.segments()));
    }
    for (Archive.Entry entry : entries) {
      List<IndexedLine> lines = List.of(new IndexedLine(0, 1, "some words", Optional.of("en")));
      index.upsert(entry.video(), entry.segments(), lines);
      if (random.nextInt(50) == 0) {
        index.commit();
      }
    }
    Archive.Entry gone = entries.removeLast();
    index.delete(gone.video().id());
    index.commit();
  }

  /** An empty index. */
  VideoIndex opened(SpaceIdentity space) {
    return VideoIndex.open(temporary.resolve("i"), space);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void everyFieldAgreesWithAPlainLoop() {
    Instant day = Instant.parse("2026-01-20T12:00:00Z");
    check("duration < 10", video -> video.duration() < 10);
    check("duration >= 0:10", video -> video.duration() >= 10);
    check("duration = 10", video -> Math.abs(video.duration() - 10) < 0.5);
    check("duration != 10", video -> Math.abs(video.duration() - 10) >= 0.5);
    check("width > 640", video -> video.width() > 640);
    check("height <= 360", video -> video.height() <= 360);
    check("resolution = 1080p", video -> Math.min(video.width(), video.height()) == 1080);
    check("tag = Holiday", video -> video.tags().contains("holiday"));
    check("tag != holiday", video -> !video.tags().contains("holiday"));
    check("tag ~ ho*", video -> video.tags().contains("holiday"));
    check("language = de", video -> !video.words().languages().isEmpty());
    check("path ~ \"03/*\"", video -> video.path().startsWith("/archive/03/"));
    check("path ~ \"/archive/03/*\"", video -> video.path().startsWith("/archive/03/"));
    check("path ~ \"rchive/*\"", video -> false);
    check("name = \"video 7.mp4\"", video -> video.path().endsWith("/video 7.mp4"));
    check("name ~ \"video ?.mp4\"", video -> video.path().matches(".*/video .\\.mp4"));
    check("added > 2026-01-20T12:00:00Z", video -> video.added().isAfter(day));
    check("added <= 2026-01-20T12:00:00Z", video -> !video.added().isAfter(day));
    check("recorded < 2021", video -> video.recorded().isPresent());
    check("recorded > 2021", video -> false);
    check("not recorded < 2021", video -> video.recorded().isEmpty());
    check(
        "(tag = work or duration < 5) and not height = 360",
        video -> (video.tags().contains("work") || video.duration() < 5) && video.height() != 360);
  }

  private void check(String filter, Predicate<IndexedVideo> oracle) {
    Filter parsed = Filter.parse(filter);
    List<Archive.Entry> kept =
        entries.stream().filter(entry -> oracle.test(entry.video())).toList();
    List<IndexedVideo> expected =
        kept.stream()
            .map(Archive.Entry::video)
            .sorted(Comparator.comparing(IndexedVideo::path))
            .toList();
    assertEquals(expected, index.videos(parsed), filter);
    for (Grouping by : Grouping.values()) {
      SearchRequest request = new SearchRequest(archive.vector(), 15, by, -1);
      List<Hit> hits = index.search(request.withFilter(parsed));
      VideoIndexContract.assertSameHits(Archive.plainSearch(kept, request), hits);
    }
    long videos = kept.stream().filter(entry -> !entry.segments().isEmpty()).count();
    assertEquals(
        videos,
        index.search(new WordSearchRequest("some words", 1000, Grouping.VIDEO, parsed)).size(),
        filter);
  }

  @Test
  void clustersAreSearchedWithinTheFilter() throws IOException {
    SearchEffort clustersOnly = new SearchEffort(0, 4_000, .05);
    try (VideoIndex reader =
        LuceneStore.openReadOnly(
            temporary.resolve("i"), FSDirectory.open(temporary.resolve("i")), clustersOnly)) {
      List<Archive.Entry> kept =
          entries.stream().filter(entry -> entry.video().tags().contains("work")).toList();
      int found = 0;
      for (int i = 0; i < 50; i++) {
        SearchRequest request = new SearchRequest(archive.vector(), 2, Grouping.MOMENT, -1);
        List<Hit> hits = reader.search(request.withFilter(Filter.tag("work")));
        List<String> truth = Archive.plainSearch(kept, request).stream().map(Hit::id).toList();
        assertEquals(2, hits.size());
        found += (int) hits.stream().filter(hit -> truth.contains(hit.id())).count();
      }
      assertTrue(found >= 90, found + " of 100");
    }
  }
}
