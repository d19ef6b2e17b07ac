package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.Ffmpeg;
import io.reelspace.milvus.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A video of two minutes that is embedded in parts of half a minute; the oracle is all at once. */
final class LongVideoTest {

  private static final String[] DIVIDED = {"--space", "base", "--divide", "0.5"};

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static Path videos;
  private static Map<String, StoredVideo> expected;

  @BeforeAll
  static void start() throws Exception {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.reelspace.milvus.token", TestServer.TOKEN)
            .getOrCreate();
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    videos = Files.createDirectories(folder.resolve("videos"));
    List<Path> shots = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      for (String name : List.of("dog", "bicycles", "car", "rabbit")) {
        shots.add(clips.resolve(name + ".mp4"));
      }
    }
    join(shots, videos.resolve("long.mp4"));
    Files.writeString(
        videos.resolve("long.srt"),
        "1\n00:00:01,000 --> 00:00:02,000\nA dog\n\n2\n00:01:30,000 --> 00:01:42,000\nA car\n");
    Files.copy(clips.resolve("dog.mp4"), videos.resolve("short.mp4"));
    byte[] whole = Files.readAllBytes(videos.resolve("long.mp4"));
    Files.write(videos.resolve("cut-off.mp4"), Arrays.copyOf(whole, whole.length * 2 / 5));
    expected = Embedding.alone("base", videos, folder.resolve("alone"));
    double seconds = expected.get(videos.resolve("long.mp4").toString()).video().duration();
    assertTrue(seconds > 90, "seconds: " + seconds);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** One after another, with a sound that the space knows. */
  private static void join(List<Path> clips, Path file) throws Exception {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(Embedding.CACHE);
    List<String> line = new ArrayList<>();
    line.addAll(List.of(ffmpeg.folder().resolve("ffmpeg").toString(), "-v", "error", "-nostdin"));
    StringBuilder filters = new StringBuilder();
    StringBuilder joints = new StringBuilder();
    for (int i = 0; i < clips.size(); i++) {
      line.addAll(List.of("-i", clips.get(i).toString()));
      filters.append(
          "[%d:v]trim=duration=5,scale=320:240,setsar=1,fps=25,format=yuv420p[v%d];"
              .formatted(i, i));
      joints.append("[v%d]".formatted(i));
    }
    line.addAll(List.of("-f", "lavfi", "-i", "anoisesrc=c=pink:a=.2:r=16000:seed=7"));
    line.add("-filter_complex");
    line.add(filters + joints.toString() + "concat=n=" + clips.size() + "[v]");
    line.addAll(List.of("-map", "[v]", "-map", clips.size() + ":a", "-shortest"));
    line.addAll(List.of("-c:v", "mpeg4", "-q:v", "4", "-g", "60", "-movflags", "+faststart"));
    line.add(file.toString());
    ProcessBuilder builder = new ProcessBuilder(line).inheritIO();
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg.folder().toString());
    assertEquals(0, builder.start().waitFor());
  }

  @Test
  void isTheSameInParquetFilesAsUndivided() {
    Path output = folder.resolve("output");
    String[] options = Arrays.copyOf(DIVIDED, DIVIDED.length + 2);
    options[DIVIDED.length] = "--output";
    options[DIVIDED.length + 1] = output.toString();
    Embedding.Told told = Embedding.told(spark, videos.toString(), options);
    assertEquals(0, told.code(), told.err());
    assertTrue(told.err().contains("2 divided, in 8 parts"), told.err());
    assertSame(Embedding.read(output));
  }

  private static void assertSame(Map<String, StoredVideo> given) {
    StoredVideo video = given.get(videos.resolve("long.mp4").toString());
    assertEquals(2, video.lines().size());
    assertFalse(video.windows().isEmpty());
    Embedding.assertSame(expected, given);
  }

  @Test
  void isTheSameInAnIndexAsUndividedAndLeftAloneThen() throws IOException {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    IndexLocation location = TestServer.shared().orElseThrow().fresh(folder);
    String[] options = Arrays.copyOf(DIVIDED, DIVIDED.length + 2);
    options[DIVIDED.length] = "--index";
    options[DIVIDED.length + 1] = location.toString();
    Embedding.Told told = Embedding.told(spark, videos.toString(), options);
    assertTrue(told.out().startsWith("3 indexed, 0 unchanged, 0 failed."), told.out());
    try (VideoIndex index = location.openReadOnly()) {
      assertSame(Embedding.read(index));
    }
    Embedding.Told again = Embedding.told(spark, videos.toString(), options);
    assertTrue(again.out().startsWith("0 indexed, 3 unchanged, 0 failed."), again.out());
    assertFalse(again.err().contains("divided"), again.err());
  }
}
