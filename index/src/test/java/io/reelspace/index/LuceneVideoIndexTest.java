package io.reelspace.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.SpaceMismatchException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class LuceneVideoIndexTest extends VideoIndexContract {

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("index");
  }

  @Override
  VideoIndex open(SpaceIdentity space) {
    return VideoIndex.open(folder(), space);
  }

  @Override
  VideoIndex openAnother(SpaceIdentity space) {
    return VideoIndex.open(temporary.resolve("another"), space);
  }

  @Test
  void filesPassLucenesOwnCheck() throws IOException {
    upsertAll(archive.videos(50, 9));
    index.delete(index.videosUnder("/").getFirst().id());
    index.commit();
    index.close();
    assertTrue(isClean(folder()));
    index = open(SPACE);
  }

  static boolean isClean(Path folder) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        CheckIndex check = new CheckIndex(directory)) {
      return check.checkIndex().clean;
    }
  }

  @Test
  void keepsRawVectorsAndTheMeanOfAVideo() throws IOException {
    Archive.Entry entry = archive.entry("/a.mp4", 9);
    upsertAll(List.of(entry));
    float[] mean = new float[Archive.DIMENSION];
    for (IndexedSegment segment : entry.segments()) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += segment.embedding()[i];
      }
    }
    try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(folder()))) {
      FloatVectorValues segments =
          reader.leaves().getFirst().reader().getFloatVectorValues(Documents.EMBEDDING);
      for (int i = 0; i < entry.segments().size(); i++) {
        assertEquals(
            List.of(boxed(entry.segments().get(i).embedding())),
            List.of(boxed(segments.vectorValue(i))));
      }
      FloatVectorValues means =
          reader.leaves().getFirst().reader().getFloatVectorValues(Documents.MEAN);
      assertEquals(1, Archive.dot(Archive.unit(mean), means.vectorValue(0)), 1e-6);
      assertEquals(1, means.size());
    }
  }

  private static List<Float> boxed(float[] vector) {
    return IntStream.range(0, vector.length).mapToObj(i -> vector[i]).toList();
  }

  @Test
  void clustersFindWhatAPlainSearchFinds() throws IOException {
    List<Archive.Entry> entries = archive.videos(1500, 10);
    upsertAll(entries);
    SearchEffort clusters = new SearchEffort(0, 4_000, .05);
    int found = 0;
    try (VideoIndex reader =
        LuceneStore.openReadOnly(folder(), FSDirectory.open(folder()), clusters)) {
      for (int query = 0; query < 50; query++) {
        for (Grouping by : Grouping.values()) {
          SearchRequest request = new SearchRequest(archive.vector(), 10, by, -1);
          List<Hit> expected = Archive.plainSearch(entries, request);
          List<Hit> actual = reader.search(request);
          assertEquals(10, actual.size());
          List<String> ids = expected.stream().map(Hit::id).toList();
          found += (int) actual.stream().filter(hit -> ids.contains(hit.id())).count();
        }
      }
    }
    assertTrue(found >= 0.98 * 50 * 2 * 10, found + " of 1000");
  }

  @Test
  void readerNeedsNoLockAndFollowsTheWriter() throws Exception {
    List<Archive.Entry> entries = archive.videos(4, 3);
    upsertAll(entries.subList(0, 2));
    try (VideoIndex reader = VideoIndex.openReadOnly(folder())) {
      assertEquals(SPACE, reader.space());
      assertEquals(2, reader.stats().videos());
      upsertAll(entries.subList(2, 4));
      Thread.sleep(1100);
      assertEquals(4, reader.stats().videos());
      assertThrows(UnsupportedOperationException.class, reader::commit);
      IndexedVideo video = entries.getFirst().video();
      assertThrows(UnsupportedOperationException.class, () -> reader.upsert(video, List.of()));
      assertThrows(UnsupportedOperationException.class, () -> reader.delete(video.id()));
    }
  }

  @Test
  void readerFindsAFreshIndexEmpty() {
    try (VideoIndex reader = VideoIndex.openReadOnly(folder())) {
      assertEquals(0, reader.stats().videos());
    }
  }

  @Test
  void readerSaysWhenThereIsNoIndex() throws IOException {
    Path missing = temporary.resolve("missing");
    BadInputException refusal =
        assertThrows(BadInputException.class, () -> VideoIndex.openReadOnly(missing));
    assertTrue(refusal.getMessage().contains("reelspace index"));
    assertFalse(Files.exists(missing), "looking makes nothing");
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    assertThrows(BadInputException.class, () -> VideoIndex.openReadOnly(empty));
    try (Stream<Path> files = Files.list(empty)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void secondWriterIsToldOfTheFirst() {
    StorageException refusal = assertThrows(StorageException.class, () -> open(SPACE));
    assertTrue(refusal.getMessage().contains("another process is writing"), refusal.getMessage());
    SpaceIdentity other = new SpaceIdentity("learned", "ffff0000ffff0000", Archive.DIMENSION);
    assertThrows(SpaceMismatchException.class, () -> open(other));
    upsertAll(archive.videos(3, 3));
    assertEquals(3, index.stats().videos());
  }

  @Test
  void neverMixesWithOtherFiles() throws IOException {
    Path videos = Files.createDirectory(temporary.resolve("videos"));
    Files.writeString(videos.resolve("film.mp4"), "x");
    BadInputException refusal =
        assertThrows(BadInputException.class, () -> VideoIndex.open(videos, SPACE));
    assertTrue(refusal.getMessage().contains("film.mp4"), refusal.getMessage());
    try (Stream<Path> files = Files.list(videos)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void everyTruncatedFileIsReportedAndNothingDeleted() throws IOException {
    upsertAll(archive.videos(300, 5));
    index.close();
    List<Path> files;
    try (Stream<Path> all = Files.list(folder())) {
      files = all.filter(file -> !file.endsWith("write.lock")).sorted().toList();
    }
    assertTrue(files.size() > 2);
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
        opened.setLength(content.length / 2);
      }
      assertDamageIsReported(file);
      Files.delete(file);
      assertDamageIsReported(file);
      Files.write(file, content);
    }
    index = open(SPACE);
    assertEquals(300, index.stats().videos());
  }

  private void assertDamageIsReported(Path file) throws IOException {
    List<Path> before = listed();
    for (boolean writing : new boolean[] {false, true}) {
      // Where the list of files itself is gone, a reader may say that there is no index.
      RuntimeException failure =
          assertThrows(
              RuntimeException.class,
              () -> {
                try (VideoIndex opened =
                    writing ? open(SPACE) : VideoIndex.openReadOnly(folder())) {
                  opened.search(moments(archive.vector(), 10));
                }
              },
              file.toString());
      assertEquals(StorageException.class, failure.getClass(), failure.toString());
      assertTrue(failure.getMessage().contains("damaged"), failure.getMessage());
      assertTrue(failure.getMessage().contains(folder().toString()), failure.getMessage());
      assertFalse(failure.getMessage().contains("path=\""), failure.getMessage());
    }
    assertEquals(before, listed());
  }

  private List<Path> listed() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.sorted().toList();
    }
  }

  @Test
  void anIndexOfAnotherLayoutIsNamed() throws IOException {
    Path old = temporary.resolve("old");
    Map<String, String> header = new HashMap<>(IndexHeader.write(SPACE));
    header.put("reelspace.layout", "1");
    try (Directory directory = FSDirectory.open(old);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.setLiveCommitData(header.entrySet());
      writer.commit();
    }
    for (Executable opening :
        List.<Executable>of(
            () -> VideoIndex.openReadOnly(old),
            () -> VideoIndex.open(old, SPACE),
            () -> VideoIndex.spaceIn(old))) {
      StorageException refusal = assertThrows(StorageException.class, opening);
      assertEquals(
          old
              + ": the index has layout 1, this program reads 3 and 4; index again into another folder",
          refusal.getMessage());
    }
  }

  @Test
  void garbageInPlaceOfTheListOfFilesIsReported() throws IOException {
    upsertAll(archive.videos(3, 3));
    index.close();
    Path list;
    try (Stream<Path> files = Files.list(folder())) {
      list =
          files
              .filter(file -> file.getFileName().toString().startsWith("segments_"))
              .findFirst()
              .orElseThrow();
    }
    byte[] content = Files.readAllBytes(list);
    for (byte[] garbage : List.of(new byte[0], new byte[100], "hello".getBytes(UTF_8))) {
      Files.write(list, garbage);
      assertDamageIsReported(list);
    }
    Files.write(list, content);
    index = open(SPACE);
  }
}
