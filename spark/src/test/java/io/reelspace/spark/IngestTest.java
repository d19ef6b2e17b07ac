package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.export.ParquetVideos;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IngestFailure;
import io.reelspace.index.IngestListener;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Videos embedded by two tasks at a time are those that an ingest on one machine makes. */
final class IngestTest {

  private static final Path CACHE = Path.of("target/test-home/cache").toAbsolutePath();
  private static final String SPACE = "fast";

  private static SparkSession spark;
  @TempDir private static Path folder;
  private static Path clips;

  @BeforeAll
  static void start() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
    clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static int run(Path videos, Path output) {
    Ingest ingest = new Ingest();
    new CommandLine(ingest)
        .parseArgs(
            "--videos",
            videos.toString(),
            "--output",
            output.toString(),
            "--space",
            SPACE,
            "--cache",
            CACHE.toString());
    return ingest.run(spark);
  }

  private static Map<String, StoredVideo> read(Path output) {
    Map<String, StoredVideo> videos = new TreeMap<>();
    new ParquetVideos(output)
        .forEach(video ->
            assertTrue(
                videos.put(video.video().path(), video) == null, "twice: " + video.video().path()));
    return videos;
  }

  /** What an ingest on this machine makes of the same files. */
  private static Map<String, StoredVideo> ingested(Path path) {
    EmbeddingSettings settings = new EmbeddingSettings(SPACE, false, CACHE.toString(), 2);
    Embedder embedder = Embedder.of(settings);
    Map<String, StoredVideo> videos = new TreeMap<>();
    try (VideoIndex index = VideoIndex.open(folder.resolve("alone"), embedder.identity())) {
      new io.reelspace.index.Ingest(
              index, embedder.space(), embedder.media(), settings.ingest(), IngestListener.SILENT)
          .run(List.of(path));
      index.forEach(video -> videos.put(video.video().path(), video));
    }
    return videos;
  }

  @Test
  void givesWhatAnIngestOnOneMachineGives() {
    Path output = folder.resolve("all");
    assertEquals(0, run(clips, output));
    Map<String, StoredVideo> expected = ingested(clips);
    Map<String, StoredVideo> given = read(output);
    assertEquals(expected.keySet(), given.keySet());
    expected.forEach((path, video) -> {
      StoredVideo other = given.get(path);
      assertEquals(
          video
              .video()
              .withFile(
                  "", "", other.video().modified(), other.video().added(), video.video().content()),
          other
              .video()
              .withFile(
                  "",
                  "",
                  other.video().modified(),
                  other.video().added(),
                  other.video().content()));
      assertEquals(video.video().modified(), other.video().modified());
      assertEquals(video.lines(), other.lines());
      assertEquals(video.windows().size(), other.windows().size());
      assertEquals(video.segments().size(), other.segments().size());
      for (int i = 0; i < video.segments().size(); i++) {
        IndexedSegment one = video.segments().get(i);
        IndexedSegment two = other.segments().get(i);
        assertEquals(one.start(), two.start());
        assertEquals(one.end(), two.end());
        assertArrayEquals(one.embedding(), two.embedding(), 1e-5f);
        assertEquals(one.frames().size(), two.frames().size());
      }
    });
  }

  @Test
  void aListWithMissingAndDoubledVideosGivesEachOnceAndTheOthersAReason() throws IOException {
    List<Path> some;
    try (var all = Files.list(clips)) {
      some = all.filter(file -> file.toString().endsWith(".mp4")).sorted().limit(2).toList();
    }
    Path damaged = Files.write(folder.resolve("damaged.mp4"), new byte[5000]);
    Path list = folder.resolve("list.txt");
    Files.writeString(
        list,
        """
        # two videos, one of them twice
        %s
        %s

        %s
        %s/../clips/%s
        %s
        /nowhere/at-all.mp4
        """
            .formatted(
                some.get(0), some.get(1), some.get(0), clips, some.get(0).getFileName(), damaged));
    Path output = folder.resolve("listed");
    assertEquals(3, run(list, output));
    assertEquals(2, read(output).size());
    List<IngestFailure> failures = new ParquetVideos(output).forEach(_ -> {});
    assertEquals(
        List.of("/nowhere/at-all.mp4", damaged.toString()),
        failures.stream().map(failure -> failure.path().toString()).sorted().toList());
    assertTrue(
        failures.stream().allMatch(failure -> !failure.reason().isBlank()), failures.toString());

    // Again: what is there is left alone, what failed is tried again.
    Files.delete(damaged);
    Files.copy(some.get(1), damaged);
    long before = files(output);
    assertEquals(3, run(list, output));
    assertEquals(3, read(output).size());
    assertEquals(1, new ParquetVideos(output).forEach(_ -> {}).size());
    assertTrue(files(output) > before);
  }

  private static long files(Path output) throws IOException {
    try (var all = Files.list(output)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }
}
