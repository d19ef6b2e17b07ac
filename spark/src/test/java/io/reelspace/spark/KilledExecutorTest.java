package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.index.StoredVideo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two processes on this machine, of which one dies at work. */
final class KilledExecutorTest {

  @TempDir private Path folder;

  @Test
  void everyVideoIsThereOnceAllTheSame() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    for (Path clip : files(clips)) { // as many again, so that there is work left after a death
      Files.copy(clip, clips.resolve("again-" + clip.getFileName()));
    }
    SparkSession spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", System.getProperty("reelspace.jvm"))
            .getOrCreate();
    AtomicBoolean killed = new AtomicBoolean();
    try {
      long executor = executors(spark).iterator().next();
      spark
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                  // Once something is embedded; what the others of that executor do is lost.
                  boolean begun =
                      files(folder.resolve("output")).stream()
                          .anyMatch(file -> file.toString().endsWith(".parquet"));
                  if (begun && !killed.get()) {
                    killed.set(
                        ProcessHandle.of(executor)
                            .filter(ProcessHandle::destroyForcibly)
                            .isPresent());
                  }
                }
              });
      assertEquals(0, Embedding.run(spark, clips, folder.resolve("output")));
    } finally {
      spark.stop();
    }
    assertTrue(killed.get(), "no executor was killed");
    Map<String, StoredVideo> given = Embedding.read(folder.resolve("output"));
    Map<String, StoredVideo> expected = Embedding.alone(clips, folder.resolve("alone"));
    assertEquals(expected.keySet(), given.keySet());
    expected.forEach((path, video) ->
        assertEquals(video.segments().size(), given.get(path).segments().size(), path));
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
