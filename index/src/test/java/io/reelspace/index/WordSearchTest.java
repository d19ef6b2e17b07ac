package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.index.filter.Filter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordSearchTest {

  private final Archive archive = new Archive(new Random().nextLong());

  @TempDir Path temporary;
  private VideoIndex index;

  @BeforeEach
  void open() {
    index = opened(VideoIndexContract.SPACE);
  }

  /** An empty index. */
  VideoIndex opened(SpaceIdentity space) {
    return VideoIndex.open(temporary.resolve("i"), space);
  }

  @AfterEach
  void close() {
    index.close();
  }

  private IndexedVideo put(String path, IndexedLine... lines) {
    IndexedVideo video = Archive.video(path, 30);
    List<IndexedSegment> segments = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      segments.add(new IndexedSegment(i * 10, i * 10 + 10, archive.vector()));
    }
    index.upsert(video, segments, List.of(lines));
    index.commit();
    return video;
  }

  private static IndexedLine line(double start, String text, String language) {
    return new IndexedLine(
        start, start + 2, text, Optional.of(language).filter(code -> !code.isEmpty()));
  }

  private List<Hit> said(String words) {
    return index.search(new WordSearchRequest(words, 10, Grouping.MOMENT, Filter.all()));
  }

  @Test
  void aLineIsFoundAtItsMomentWithItsTime() {
    put("/a.mp4", line(3, "hello there", "en"), line(14.5, "What a save!", "en"));
    put("/b.mp4", line(1, "nothing of that", "en"));
    List<Hit> hits = said("what a save");
    assertEquals(1, hits.size());
    assertEquals("/a.mp4", hits.getFirst().video());
    assertEquals(10, hits.getFirst().start());
    assertEquals(20, hits.getFirst().end());
    assertEquals(Optional.of(new Said("What a save!", 14.5, 16.5)), hits.getFirst().said());
    assertTrue(hits.getFirst().score() > 0);
  }

  @Test
  void endingsDoNotMatterWhereTheLanguageIsKnown() {
    put("/en.mp4", line(0, "the keeper saves it", "en"));
    put("/de.mp4", line(0, "Die Häuser am Meer", "de"));
    put("/ja.mp4", line(0, "日本語の字幕です", "ja"));
    put("/el.mp4", line(0, "Καλημέρα κόσμε", ""));
    assertEquals("/en.mp4", said("saved").getFirst().video());
    assertEquals("/de.mp4", said("Haus").getFirst().video());
    assertEquals("/ja.mp4", said("字幕").getFirst().video());
    assertEquals("/el.mp4", said("κόσμε").getFirst().video());
    assertEquals(List.of(), said("字語"), "letters that do not stand together");
  }

  @Test
  void commonWordsAloneAreFound() {
    put("/hamlet.mp4", line(0, "To be, or not to be", "en"));
    assertEquals(1, said("to be or not to be").size());
  }

  @Test
  void wordsThatMatchNothingChangeNoRanking() {
    for (Archive.Entry entry : archive.videos(50, 9)) {
      index.upsert(entry.video(), entry.segments());
    }
    put("/talk.mp4", line(0, "quite another thing", "en"));
    for (Grouping by : Grouping.values()) {
      SearchRequest seen = new SearchRequest(archive.vector(), 20, by, -1);
      assertEquals(
          ids(index.search(seen)),
          ids(index.search(seen.withWords(new WordQuery("a dog on the beach", false)))));
      assertEquals(
          List.of(), index.search(seen.withWords(new WordQuery("a dog on the beach", true))));
    }
  }

  @Test
  void wordsThatMatchLiftTheirMoment() {
    for (Archive.Entry entry : archive.videos(200, 9)) {
      index.upsert(entry.video(), entry.segments());
    }
    put("/talk.mp4", line(12, "a dog runs on the beach", "en"), line(25, "a dog", "en"));
    for (Grouping by : Grouping.values()) {
      SearchRequest seen = new SearchRequest(archive.vector(), 10, by, -1);
      List<Hit> both = index.search(seen.withWords(new WordQuery("dog on a beach", false)));
      assertEquals(10, both.size());
      Hit lifted =
          both.subList(0, 2).stream()
              .filter(hit -> hit.said().isPresent())
              .findFirst()
              .orElseThrow();
      assertEquals("/talk.mp4", lifted.video());
      assertEquals(12, lifted.said().orElseThrow().start());
      List<Hit> required = index.search(seen.withWords(new WordQuery("dog", true)));
      assertEquals(by == Grouping.MOMENT ? 2 : 1, required.size());
      assertTrue(required.stream().allMatch(hit -> hit.video().equals("/talk.mp4")));
    }
  }

  @Test
  void wordsOfTheWholeVideoAndBeyondItsEndHaveAPlace() {
    put(
        "/a.mp4",
        new IndexedLine(0, Double.POSITIVE_INFINITY, "Holidays in Spain", Optional.empty()),
        line(500, "after the end", "en"));
    assertEquals(30, said("spain").getFirst().said().orElseThrow().end());
    assertEquals(20, said("after the end").getFirst().start());
  }

  @Test
  void tagsAndWordsStayTogetherWithTheSegments() {
    IndexedVideo video = put("/a.mp4", line(3, "hello there", "en"));
    float[] embedding = index.segments(video.id()).getFirst().embedding();
    assertTrue(index.tag(video.id(), Set.of("x", "y"), Set.of()));
    index.commit();
    assertTrue(index.tag(video.id(), Set.of("z"), Set.of("x")));
    index.commit();
    assertFalse(index.tag("0000000000000000", Set.of("z"), Set.of()));
    assertEquals(Set.of("y", "z"), index.video(video.id()).orElseThrow().tags());
    assertEquals(List.of(line(3, "hello there", "en")), index.lines(video.id()));
    assertEquals(3, index.segments(video.id()).size());
    assertEquals(
        List.of(embedding[0], embedding[1]),
        List.of(
            index.segments(video.id()).getFirst().embedding()[0],
            index.segments(video.id()).getFirst().embedding()[1]));
    assertEquals(
        new IndexStats(
            1, 3, "test", VideoIndexContract.SPACE.fingerprint(), Archive.DIMENSION, 1, 0),
        index.stats());
    index.delete(video.id());
    index.commit();
    assertEquals(List.of(), said("hello"));
    assertEquals(0, index.stats().lines());
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(Hit::id).toList();
  }
}
