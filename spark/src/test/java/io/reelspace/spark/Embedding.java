package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.export.ParquetVideos;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.IngestListener;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
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

  static final Path CACHE = Path.of("target/test-home/cache").toAbsolutePath();
  static final String SPACE = "fast";

  private Embedding() {}

  static int run(SparkSession spark, Path videos, Path output) {
    return run(spark, videos.toString(), "--output", output.toString());
  }

  /** Runs the ingest with further options. */
  static int run(SparkSession spark, String videos, String... options) {
    List<String> line = new ArrayList<>(List.of("--videos", videos, "--cache", CACHE.toString()));
    line.addAll(List.of(options));
    if (!line.contains("--space")) {
      line.addAll(List.of("--space", SPACE));
    }
    Ingest ingest = new Ingest();
    new CommandLine(ingest).parseArgs(line.toArray(String[]::new));
    return ingest.run(spark);
  }

  /** What a run prints, and its exit code. */
  record Told(int code, String out, String err) {}

  /** Runs the ingest and takes down what it prints. */
  static Told told(SparkSession spark, String videos, String... options) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    System.setOut(new PrintStream(data, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(messages, true, StandardCharsets.UTF_8));
    try {
      int code = run(spark, videos, options);
      return new Told(
          code, data.toString(StandardCharsets.UTF_8), messages.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** What is in an index, by path. */
  static Map<String, StoredVideo> read(VideoIndex index) {
    Map<String, StoredVideo> videos = new TreeMap<>();
    index.forEach(video ->
        assertTrue(
            videos.put(video.video().path(), video) == null, "twice: " + video.video().path()));
    return videos;
  }

  /** Compares all but the times at which videos came. */
  static void assertSame(Map<String, StoredVideo> expected, Map<String, StoredVideo> given) {
    assertEquals(expected.keySet(), given.keySet());
    expected.forEach((path, video) -> assertSame(video, given.get(path)));
  }

  private static void assertSame(StoredVideo video, StoredVideo other) {
    assertEquals(withoutFile(video, other), withoutFile(other, other));
    assertEquals(video.video().modified(), other.video().modified());
    assertEquals(video.lines(), other.lines());
    assertEquals(video.windows().size(), other.windows().size());
    assertSameSegments(video, other);
  }

  /** Compares borders, embeddings and times of frames. */
  static void assertSameSegments(StoredVideo video, StoredVideo other) {
    assertEquals(video.segments().size(), other.segments().size());
    for (int i = 0; i < video.segments().size(); i++) {
      IndexedSegment one = video.segments().get(i);
      IndexedSegment two = other.segments().get(i);
      assertEquals(one.start(), two.start());
      assertEquals(one.end(), two.end());
      assertArrayEquals(one.embedding(), two.embedding(), 1e-5f);
      assertEquals(
          one.frames().stream().map(IndexedFrame::time).toList(),
          two.frames().stream().map(IndexedFrame::time).toList());
    }
  }

  private static IndexedVideo withoutFile(StoredVideo video, StoredVideo times) {
    return video
        .video()
        .withFile("", "", times.video().modified(), times.video().added(), video.video().content());
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
    return alone(SPACE, videos, index);
  }

  /** The same by a space. */
  static Map<String, StoredVideo> alone(String space, Path videos, Path index) {
    EmbeddingSettings settings =
        new EmbeddingSettings(space, false, CACHE.toString(), 2, Double.POSITIVE_INFINITY);
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
