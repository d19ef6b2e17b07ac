package io.reelspace.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.StorageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From folder to folder; {@code MilvusMigrationTest} has the way to a server and back. */
class MigrationTest {

  private static final int VIDEOS = 15; // fewer than are compared in full

  @TempDir private Path temporary;
  private final Archive archive = new Archive(5);
  private final List<Archive.Entry> entries = archive.videos(VIDEOS, 6);
  private VideoIndex source;
  private VideoIndex target;

  @BeforeEach
  void open() {
    source = VideoIndex.open(temporary.resolve("source"), VideoIndexContract.SPACE);
    target = VideoIndex.open(temporary.resolve("target"), VideoIndexContract.SPACE);
    entries.forEach(entry -> source.upsert(entry.video(), entry.segments()));
    source.commit();
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  private Migration.Summary migrate() {
    return new Migration(source, target, _ -> {}, () -> false).run();
  }

  @Test
  void bringsAllOverAndFindsItThereTheNextTime() {
    assertEquals(new Migration.Summary(VIDEOS, 0, false, 1), migrate());
    assertEquals(new Migration.Summary(0, VIDEOS, false, 1), migrate());
    assertEquals(source.stats(), target.stats());
  }

  @Test
  void whatTheOtherHasBesideStays() {
    Archive.Entry other = archive.entry("/other.mp4", 3);
    target.upsert(other.video(), other.segments());
    target.commit();
    assertEquals(new Migration.Summary(VIDEOS, 0, false, 1), migrate());
    assertEquals(VIDEOS + 1, target.stats().videos());
  }

  @Test
  void aVideoThatIsListedAlikeAndNotTheSameIsFound() {
    Archive.Entry changed = entries.get(7);
    List<IndexedSegment> segments = new ArrayList<>(changed.segments());
    IndexedSegment last = segments.removeLast();
    segments.add(new IndexedSegment(last.start(), last.end(), archive.vector()));
    target.upsert(changed.video(), segments);
    target.commit();
    StorageException refused = assertThrows(StorageException.class, this::migrate);
    assertTrue(refused.getMessage().contains(changed.video().path()), refused.getMessage());
  }

  @Test
  void countsThatDifferAreSaid() {
    Archive.Entry shorter = entries.get(3);
    target.upsert(shorter.video(), List.of());
    target.commit();
    StorageException refused = assertThrows(StorageException.class, this::migrate);
    assertTrue(refused.getMessage().contains(VIDEOS + " videos"), refused.getMessage());
  }
}
