package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.export.ParquetVideos;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.IngestFailure;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.milvus.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Executors that are killed at work as the kernel kills what takes too much memory: by a signal
 * that no process can catch, each time that they begin with a video.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class ExecutorMemoryTest {

  private static SparkSession spark;
  @TempDir private Path folder;
  private Path clips;

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.task.maxFailures", 2)
            .config("spark.worker.timeout", 600) // on a machine that stands still for a while
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executor.extraJavaOptions", System.getProperty("reelspace.jvm"))
            .config("spark.reelspace.milvus.token", TestServer.TOKEN)
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @BeforeEach
  void unpack() {
    clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
  }

  private Embedding.Told run(String... options) {
    return Embedding.told(spark, clips.toString(), options);
  }

  private Path output() {
    return folder.resolve("output");
  }

  @Test
  void areNamedAndTheSameCommandCompletesOnceThereIsEnough() throws IOException {
    try (Killer _ = new Killer(clips)) {
      Embedding.Told told = run("--output", output().toString());
      assertEquals(1, told.code(), told.err());
      assertTrue(told.err().contains("executors ran out of memory"), told.err());
      assertTrue(told.err().contains("spark.executor.memory"), told.err());
      assertTrue(told.err().contains("among what they embedded were " + clips), told.err());
    }
    assertEquals(0, run("--output", output().toString()).code());
    Embedding.assertSame(Embedding.alone(clips, folder.resolve("alone")), Embedding.read(output()));
  }

  @Test
  void ofOneGreedyVideoAreItsRowAndNotTheEndOfTheJob() throws IOException {
    Path greedy = clips.resolve("dog.mp4");
    try (Killer killer = new Killer(greedy)) {
      Embedding.Told told = run("--output", output().toString());
      assertEquals(3, told.code(), told.err());
      assertTrue(killer.kills() >= 3, "kills: " + killer.kills());
      assertTrue(told.err().contains("failed: " + greedy + ": each executor"), told.err());
      assertTrue(told.err().contains("spark.executor.memory"), told.err());
    }
    Map<String, StoredVideo> expected = Embedding.alone(clips, folder.resolve("alone"));
    StoredVideo last = expected.remove(greedy.toString());
    Embedding.assertSame(expected, Embedding.read(output()));
    List<IngestFailure> failures = new ParquetVideos(output()).forEach(_ -> {});
    assertEquals(List.of(greedy), failures.stream().map(IngestFailure::path).toList());
    // With enough memory.
    assertEquals(0, run("--output", output().toString()).code());
    expected.put(greedy.toString(), last);
    Embedding.assertSame(expected, Embedding.read(output()));
  }

  @Test
  void ofOneGreedyVideoAreNoLossToAnIndex() throws IOException {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    IndexLocation location = TestServer.shared().orElseThrow().fresh(folder);
    Path greedy = clips.resolve("dog.mp4");
    try (Killer _ = new Killer(greedy)) {
      Embedding.Told told = run("--index", location.toString());
      assertEquals(3, told.code(), told.err());
      assertTrue(told.err().contains("failed: " + greedy + ": each executor"), told.err());
      assertTrue(told.out().contains("with 5 videos"), told.out());
    }
    Embedding.Told told = run("--index", location.toString());
    assertTrue(told.out().startsWith("1 indexed, 5 unchanged, 0 failed."), told.out());
    try (VideoIndex index = location.openReadOnly()) {
      Embedding.assertSame(Embedding.alone(clips, folder.resolve("alone")), Embedding.read(index));
    }
  }

  /** Kills whichever executor has a file, or one of a folder, decoded. */
  private static final class Killer implements AutoCloseable {
    /** Nanoseconds; a decoder reads a clip for some tenths of a second. */
    private static final long PAUSE = 3_000_000;

    private final Path file;
    private final AtomicInteger kills = new AtomicInteger();
    private final Thread thread;
    private volatile boolean isClosed;

    Killer(Path file) throws IOException {
      this.file = file.toRealPath();
      this.thread = Thread.ofPlatform().daemon().start(this::watch);
    }

    int kills() {
      return kills.get();
    }

    private void watch() {
      while (!isClosed) {
        ProcessHandle.allProcesses()
            .filter(this::reads)
            .flatMap(decoder -> decoder.parent().stream())
            .filter(Killer::isExecutor)
            .filter(ProcessHandle::destroyForcibly)
            .findAny()
            .ifPresent(_ -> kills.incrementAndGet());
        LockSupport.parkNanos(PAUSE);
      }
    }

    /** Of this test, whose cluster starts them; a decoder that outlives its own belongs to init. */
    private static boolean isExecutor(ProcessHandle process) {
      return process.parent().filter(ProcessHandle.current()::equals).isPresent();
    }

    /** A decoder has the video as its standard input. */
    private boolean reads(ProcessHandle process) {
      try {
        return Files.readSymbolicLink(Path.of("/proc", "" + process.pid(), "fd", "0"))
            .startsWith(file);
      } catch (IOException e) {
        return false; // it has ended
      }
    }

    @Override
    public void close() {
      isClosed = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
