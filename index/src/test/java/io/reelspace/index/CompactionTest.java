package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompactionTest {

  private static final SpaceIdentity SPACE =
      new SpaceIdentity("test", "fedcba9876543210", Archive.DIMENSION);
  private static final int VIDEOS_OF_A_PART = 400;

  @TempDir Path folder;
  private final Archive archive = new Archive(31);
  private VideoIndex index;

  @BeforeEach
  void open() {
    index = VideoIndex.open(folder.resolve("index"), SPACE);
  }

  @Test
  void joinsPartsWithoutChangingAResult() throws IOException {
    addParts(4);
    assertTrue(parts() > 1, "parts: " + parts());
    SearchRequest request = new SearchRequest(archive.vector(), 2000, Grouping.VIDEO, -1);
    List<Hit> before = exactly(request);
    index.compact(() -> false);
    assertEquals(1, parts());
    assertEquals(before, exactly(request));
    index.close();
  }

  private List<Hit> exactly(SearchRequest request) {
    try (VideoIndex reader = VideoIndex.openReadOnly(folder.resolve("index"), SearchEffort.EXACT)) {
      return reader.search(request);
    }
  }

  @Test
  void leavesOutWhatIsNotCommitted() throws IOException {
    addParts(4);
    Archive.Entry late = archive.entry("/archive/late.mp4", 3);
    index.compact(() -> false);
    long videos = index.stats().videos();
    index.upsert(late.video(), late.segments());
    index.close();
    try (VideoIndex reopened = VideoIndex.open(folder.resolve("index"), SPACE)) {
      assertEquals(videos, reopened.stats().videos());
    }
  }

  @Test
  void stopsWhenToldTo() throws IOException {
    addParts(4);
    int parts = parts();
    index.compact(() -> true);
    assertEquals(parts, parts());
    index.close();
  }

  @Test
  void leavesAloneWhatIsSmall() throws IOException {
    addParts(2);
    int parts = parts();
    assertTrue(parts > 1, "parts: " + parts);
    index.compact(() -> false);
    assertEquals(parts, parts());
    index.close();
  }

  private void addParts(int count) {
    for (int part = 0; part < count; part++) {
      for (int i = 0; i < VIDEOS_OF_A_PART; i++) {
        Archive.Entry entry = archive.entry("/archive/%d/%d.mp4".formatted(part, i), 7);
        index.upsert(entry.video(), entry.segments());
      }
      index.commit();
    }
  }

  private int parts() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder.resolve("index")))) {
      return reader.leaves().size();
    }
  }
}
