package io.reelspace.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.IndexedWords;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexExportTest {

  private static final int DIMENSION = 24;
  private static final SpaceIdentity SPACE = new SpaceIdentity("test", "0123abcd", DIMENSION);

  @TempDir private Path folder;
  private VideoIndex index;
  private final Random random = new Random(5);

  @BeforeEach
  void open() {
    index = VideoIndex.open(folder.resolve("index"), SPACE);
  }

  @AfterEach
  void close() {
    index.close();
  }

  private float[] unit() {
    float[] vector = new float[DIMENSION];
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  private List<IndexedSegment> segments(int count) {
    List<IndexedSegment> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<IndexedFrame> frames =
          List.of(new IndexedFrame(i * 2, unit()), new IndexedFrame(i * 2 + 0.5, unit()));
      segments.add(new IndexedSegment(i * 2, i * 2 + 2, unit(), frames));
    }
    return segments;
  }

  private static IndexedVideo video(String path) {
    return new IndexedVideo(
        Identifiers.video(Path.of(path)),
        path,
        12.5,
        1234,
        Instant.parse("2025-03-04T05:06:07.123456789Z"),
        Instant.parse("2025-04-04T05:06:07Z"),
        1280,
        720,
        "2 fps",
        List.of());
  }

  private ExportSummary export(Path target) {
    return new IndexExport(index, target, summary -> {}).run();
  }

  @Test
  void eachRowOfTheTablesAndTheArrayIsWhatTheIndexHolds() throws IOException {
    List<IndexedSegment> ofBeach = segments(3);
    List<IndexedSegment> ofHarbour = segments(2);
    IndexedVideo beach =
        new IndexedVideo(
            Identifiers.video(Path.of("/v/beach ☀.mp4")),
            "/v/beach ☀.mp4",
            12.5,
            5_000_000_000L,
            Instant.parse("2025-03-04T05:06:07.123456789Z"),
            Instant.parse("2025-04-04T05:06:07Z"),
            1920,
            1080,
            "2 fps",
            List.of("a frame is damaged"),
            Optional.of(Instant.parse("1969-07-20T20:17:40Z")),
            Set.of("work", "holiday"),
            new IndexedWords("beach.srt", Set.of("en", "de"), List.of("line 3 has no time")),
            Optional.of("cafe"));
    // Put in the other order: an export is in the order of paths.
    index.upsert(video("/v/harbour.mp4"), ofHarbour);
    index.upsert(
        beach,
        ofBeach,
        List.of(
            new IndexedLine(0, 1.5, "what a save", Optional.of("en")),
            new IndexedLine(1.5, 3, "ein Tor", Optional.empty())));
    index.commit();

    Path target = folder.resolve("new/export");
    assertEquals(new ExportSummary(2, 5, 10, 0, 2), export(target));

    List<Map<String, Object>> videos = ArrowRows.read(target.resolve("videos.arrow"));
    Map<String, Object> first = videos.getFirst();
    assertEquals(beach.id(), first.get("id"));
    assertEquals("/v/beach ☀.mp4", first.get("video"));
    assertEquals(12.5, first.get("duration"));
    assertEquals(1920, first.get("width"));
    assertEquals(1080, first.get("height"));
    assertEquals(5_000_000_000L, first.get("bytes"));
    assertEquals(1_741_064_767_123_456L, first.get("modified"));
    assertEquals(1_743_743_167_000_000L, first.get("added"));
    assertEquals(-14_182_940_000_000L, first.get("recorded"));
    assertEquals(List.of("holiday", "work"), first.get("tags"));
    assertEquals(List.of("de", "en"), first.get("languages"));
    assertEquals(List.of("a frame is damaged"), first.get("warnings"));
    assertEquals(List.of("line 3 has no time"), first.get("words_warnings"));
    assertEquals("2 fps", first.get("sampler"));
    assertEquals("cafe", first.get("content"));
    assertEquals(0L, first.get("first_segment"));
    assertEquals(3, first.get("segments"));
    Map<String, Object> second = videos.get(1);
    assertEquals("/v/harbour.mp4", second.get("video"));
    assertNull(second.get("recorded"));
    assertNull(second.get("content"));
    assertEquals(List.of(), second.get("tags"));
    assertEquals(3L, second.get("first_segment"));
    assertEquals(2, second.get("segments"));

    List<IndexedSegment> all = Stream.concat(ofBeach.stream(), ofHarbour.stream()).toList();
    List<Map<String, Object>> segments = ArrowRows.read(target.resolve("segments.arrow"));
    List<Map<String, Object>> frames = ArrowRows.read(target.resolve("frames.arrow"));
    float[][] array = NpyRows.read(target.resolve("embeddings.npy"));
    assertEquals(all.size(), segments.size());
    assertEquals(all.size(), array.length);
    for (int i = 0; i < all.size(); i++) {
      Map<String, Object> row = segments.get(i);
      assertEquals(i < 3 ? "/v/beach ☀.mp4" : "/v/harbour.mp4", row.get("video"));
      assertEquals(all.get(i).start(), row.get("start"));
      assertEquals(all.get(i).end(), row.get("end"));
      assertArrayEquals(all.get(i).embedding(), array[i]);
      assertArrayEquals(all.get(i).embedding(), ArrowRows.floats(row.get("embedding")));
      for (int j = 0; j < 2; j++) {
        Map<String, Object> frame = frames.get(2 * i + j);
        assertEquals((long) i, frame.get("segment"));
        assertEquals(all.get(i).frames().get(j).time(), frame.get("time"));
        assertArrayEquals( // in 8 bits in the index
            all.get(i).frames().get(j).embedding(),
            ArrowRows.floats(frame.get("embedding")),
            0.01f);
      }
    }
    assertEquals(beach.id() + "@2.000", segments.get(1).get("id"));

    List<Map<String, Object>> words = ArrowRows.read(target.resolve("words.arrow"));
    assertEquals("what a save", words.getFirst().get("text"));
    assertEquals(0.0, words.getFirst().get("start"));
    assertEquals(1.5, words.getFirst().get("end"));
    assertEquals("en", words.getFirst().get("language"));
    assertNull(words.get(1).get("language"));

    JsonNode about = new ObjectMapper().readTree(target.resolve("export.json").toFile());
    assertEquals("test", about.path("space").path("name").asText());
    assertEquals(DIMENSION, about.path("space").path("dimension").asInt());
    assertEquals(5, about.path("segments").asInt());
  }

  @Test
  void manyBatchesKeepTheirRowsAndTheSameContentGivesTheSameBytes() throws IOException {
    List<IndexedSegment> long1 = segments(3000); // more than a record batch, in one video
    index.upsert(video("/v/b.mp4"), long1);
    for (int i = 0; i < 50; i++) {
      index.upsert(video("/v/a%02d.mp4".formatted(i)), segments(50));
    }
    index.commit();
    export(folder.resolve("one"));

    List<Map<String, Object>> segments = ArrowRows.read(folder.resolve("one/segments.arrow"));
    float[][] array = NpyRows.read(folder.resolve("one/embeddings.npy"));
    assertEquals(5500, segments.size());
    for (int i = 0; i < 5500; i++) {
      assertArrayEquals(array[i], ArrowRows.floats(segments.get(i).get("embedding")), "row " + i);
    }
    assertArrayEquals(long1.get(2999).embedding(), array[5499]);

    // The same videos, put in again in another order: another layout of the same content.
    index.upsert(video("/v/b.mp4"), long1);
    index.commit();
    export(folder.resolve("two"));
    for (String name :
        List.of(
            "videos.arrow",
            "segments.arrow",
            "frames.arrow",
            "windows.arrow",
            "words.arrow",
            "embeddings.npy",
            "export.json")) {
      assertEquals(
          -1, Files.mismatch(folder.resolve("one/" + name), folder.resolve("two/" + name)), name);
    }
  }

  @Test
  void anEmptyIndexGivesEmptyTables() throws IOException {
    Files.createDirectory(folder.resolve("export")); // an empty folder may be there
    assertEquals(new ExportSummary(0, 0, 0, 0, 0), export(folder.resolve("export")));
    assertEquals(List.of(), ArrowRows.read(folder.resolve("export/segments.arrow")));
    assertEquals(0, NpyRows.read(folder.resolve("export/embeddings.npy")).length);
  }

  @Test
  void whatAnotherProcessCommitsMeanwhileIsNotInIt() throws IOException {
    index.upsert(video("/v/a.mp4"), segments(2));
    index.upsert(video("/v/b.mp4"), segments(2));
    index.commit();
    try (VideoIndex reader = VideoIndex.openReadOnly(folder.resolve("index"))) {
      AtomicReference<Integer> told = new AtomicReference<>(0);
      IndexExport export =
          new IndexExport(
              reader,
              folder.resolve("export"),
              summary -> {
                if (told.getAndUpdate(n -> n + 1) == 0) {
                  index.upsert(video("/v/c.mp4"), segments(2));
                  index.delete(Identifiers.video(Path.of("/v/b.mp4")));
                  index.commit();
                  reader.refresh();
                }
              });
      assertEquals(new ExportSummary(2, 4, 8, 0, 0), export.run());
    }
    assertEquals(
        List.of("/v/a.mp4", "/v/b.mp4"),
        ArrowRows.read(folder.resolve("export/videos.arrow")).stream()
            .map(row -> row.get("video"))
            .toList());
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
    Path target = Files.createDirectory(folder.resolve("export"));
    Files.writeString(target.resolve("letter.txt"), "dear");
    assertThrows(BadInputException.class, () -> export(target));
    assertEquals("dear", Files.readString(target.resolve("letter.txt")));
    Path file = Files.writeString(folder.resolve("file"), "dear");
    assertThrows(BadInputException.class, () -> export(file));
    assertThrows(StorageException.class, () -> export(file.resolve("below")));
  }

  @Test
  void anExportThatIsStoppedLeavesNothing() throws IOException {
    index.upsert(video("/v/a.mp4"), segments(2));
    index.upsert(video("/v/b.mp4"), segments(2));
    index.commit();
    Path target = folder.resolve("exports/export");
    AtomicReference<IndexExport> running = new AtomicReference<>();
    running.set(new IndexExport(index, target, summary -> running.get().cancel()));
    assertThrows(CancellationException.class, () -> running.get().run());
    assertFalse(Files.exists(target));
    try (Stream<Path> left = Files.list(target.getParent())) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void untilItIsDoneItHasAnotherName() {
    index.upsert(video("/v/a.mp4"), segments(1));
    index.commit();
    Path target = folder.resolve("export");
    new IndexExport(
            index,
            target,
            summary -> {
              assertFalse(Files.exists(target)); // what a kill would leave now
              assertTrue(Files.isDirectory(folder.resolve("export.partial-1")));
            })
        .run();
    assertTrue(Files.isDirectory(target));
    assertFalse(Files.exists(folder.resolve("export.partial-1")));
  }
}
