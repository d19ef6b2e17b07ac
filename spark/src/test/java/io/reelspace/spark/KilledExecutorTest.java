package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.milvus.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two processes on this machine, of which one dies at work. */
final class KilledExecutorTest {

  @TempDir private Path folder;
  private Path clips;
  private SparkSession spark;
  private final AtomicBoolean killed = new AtomicBoolean();

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    for (Path clip : files(clips)) { // as many again, so that there is work left after a death
      Files.copy(clip, clips.resolve("again-" + clip.getFileName()));
    }
    spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", System.getProperty("reelspace.jvm"))
            .config("spark.reelspace.milvus.token", TestServer.TOKEN)
            .getOrCreate();
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  /** Once something is there: what the others of that executor do is lost. */
  private void killAnExecutorOnce(BooleanSupplier begun) {
    long executor = executors(spark).iterator().next();
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onTaskEnd(SparkListenerTaskEnd end) {
                if (!killed.get() && begun.getAsBoolean()) {
                  killed.set(
                      ProcessHandle.of(executor)
                          .filter(ProcessHandle::destroyForcibly)
                          .isPresent());
                }
              }
            });
  }

  @Test
  void everyVideoIsThereOnceAllTheSame() {
    killAnExecutorOnce(() ->
        files(folder.resolve("output")).stream()
            .anyMatch(file -> file.toString().endsWith(".parquet")));
    assertEquals(0, Embedding.run(spark, clips, folder.resolve("output")));
    assertTrue(killed.get(), "no executor was killed");
    Map<String, StoredVideo> given = Embedding.read(folder.resolve("output"));
    Embedding.assertSame(Embedding.alone(clips, folder.resolve("alone")), given);
  }

  @Test
  void everyVideoIsInTheIndexOnceAllTheSame() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    IndexLocation location = TestServer.shared().orElseThrow().fresh(folder);
    killAnExecutorOnce(() -> videos(location) > 0);
    assertEquals(0, Embedding.run(spark, clips.toString(), "--index", location.toString()));
    assertTrue(killed.get(), "no executor was killed");
    Map<String, StoredVideo> expected = Embedding.alone(clips, folder.resolve("alone"));
    try (VideoIndex index = location.openReadOnly()) {
      Embedding.assertSame(expected, Embedding.read(index));
      assertEquals(expected.size(), index.stats().videos());
      assertEquals(
          expected.values().stream().mapToInt(video -> video.segments().size()).sum(),
          index.stats().segments());
    }
  }

  private static long videos(IndexLocation location) {
    try (VideoIndex index = location.openReadOnly()) {
      return index.stats().videos();
    }
  }

  private static Set<Long> executors(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return Set.copyOf(
        context
            .parallelize(Collections.nCopies(8, 0), 8)
            .map(_ -> ProcessHandle.current().pid())
            .distinct()
            .collect());
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
