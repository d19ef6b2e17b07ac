package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.export.ParquetVideos;
import io.reelspace.index.IngestListener;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/** Runs of the ingest on Spark, and the same on one machine. */
final class Embedding {

  private static final Path CACHE = Path.of("target/test-home/cache").toAbsolutePath();
  private static final String SPACE = "fast";

  private Embedding() {}

  static int run(SparkSession spark, Path videos, Path output) {
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

  /** What is in the Parquet files, by path. */
  static Map<String, StoredVideo> read(Path output) {
    Map<String, StoredVideo> videos = new TreeMap<>();
    new ParquetVideos(output)
        .forEach(video ->
            assertTrue(
                videos.put(video.video().path(), video) == null, "twice: " + video.video().path()));
    return videos;
  }

  /** What an ingest on this machine makes of a folder. */
  static Map<String, StoredVideo> alone(Path videos, Path index) {
    EmbeddingSettings settings = new EmbeddingSettings(SPACE, false, CACHE.toString(), 2);
    Embedder embedder = Embedder.of(settings);
    Map<String, StoredVideo> found = new TreeMap<>();
    try (VideoIndex written = VideoIndex.open(index, embedder.identity())) {
      new io.reelspace.index.Ingest(
              written, embedder.space(), embedder.media(), settings.ingest(), IngestListener.SILENT)
          .run(List.of(videos));
      written.forEach(video -> found.put(video.video().path(), video));
    }
    return found;
  }

  /** What the command prints to stdout. */
  static String command(String... words) throws Exception {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of(System.getProperty("reelspace.jvm").split(" ")));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.reelspace.cli.Main"));
    line.addAll(List.of(words));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), told);
    return told;
  }
}
