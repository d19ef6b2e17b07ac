package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.export.ParquetVideos;
import io.reelspace.index.IngestFailure;
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

/** Videos embedded by two tasks at a time are those that an ingest on one machine makes. */
final class IngestTest {

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
    return Embedding.run(spark, videos, output);
  }

  private static Map<String, StoredVideo> read(Path output) {
    return Embedding.read(output);
  }

  @Test
  void givesWhatAnIngestOnOneMachineGives() throws Exception {
    Path output = folder.resolve("all");
    assertEquals(0, run(clips, output));
    Map<String, StoredVideo> expected = Embedding.alone(clips, folder.resolve("alone"));
    Embedding.assertSame(expected, read(output));
    takenIn(output, "6 indexed, 0 unchanged, 0 failed");
    takenIn(output, "0 indexed, 6 unchanged, 0 failed");
    Map<String, StoredVideo> indexed = new TreeMap<>();
    try (VideoIndex index = VideoIndex.openReadOnly(folder.resolve("index"))) {
      index.forEach(video -> indexed.put(video.video().path(), video));
    }
    Embedding.assertSame(expected, indexed);
  }

  /** By the command, in a process of its own. */
  private static void takenIn(Path output, String told) throws Exception {
    String result =
        Embedding.command(
            "index",
            "--home",
            folder.resolve("home").toString(),
            "--index",
            folder.resolve("index").toString(),
            "--from-parquet",
            output.toString());
    assertTrue(result.contains(told), result);
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

  @Test
  void aLineThatCanBeNoPathIsARowWithItsReason() throws IOException {
    Path list = folder.resolve("odd.txt");
    Files.writeString(list, clips.resolve("dog.mp4") + "\nfile:/no path.mp4\n");
    Path output = folder.resolve("odd");
    assertEquals(3, run(list, output));
    assertEquals(1, read(output).size());
    IngestFailure failure = new ParquetVideos(output).forEach(_ -> {}).getFirst();
    assertEquals("file:/no path.mp4", failure.path().toString());
    assertTrue(failure.reason().contains("Illegal character"), failure.reason());
  }

  private static long files(Path output) throws IOException {
    try (var all = Files.list(output)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }
}
