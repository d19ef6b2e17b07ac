package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor whose memory does not suffice. */
final class PoorExecutorTest {

  @TempDir private Path folder;

  /**
   * @param heap of the executor, after what Spark sets it to
   */
  private static SparkSession cluster(String heap) {
    return SparkSession.builder()
        .master("local-cluster[1,1,1024]")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config(
            "spark.executor.extraJavaOptions",
            System.getProperty("reelspace.jvm") + " -XX:MaxHeapSize=" + heap)
        .getOrCreate();
  }

  @Test
  void isNamedAndLosesNothing() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    Path output = folder.resolve("output");
    SparkSession poor = cluster("72m");
    Embedding.Told told;
    try {
      told = Embedding.told(poor, clips.toString(), "--output", output.toString());
    } finally {
      poor.stop();
    }
    assertEquals(1, told.code(), told.err());
    assertTrue(told.err().contains("ran out of memory"), told.err());
    assertTrue(told.err().contains("spark.executor.memory"), told.err());
    SparkSession rich = cluster("1g");
    try {
      assertEquals(0, Embedding.run(rich, clips, output));
    } finally {
      rich.stop();
    }
    Embedding.assertSame(Embedding.alone(clips, folder.resolve("alone")), Embedding.read(output));
  }
}
