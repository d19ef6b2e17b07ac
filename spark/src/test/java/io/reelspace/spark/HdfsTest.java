package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.milvus.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists, videos and output on HDFS; the oracle are the same videos on a disk. */
final class HdfsTest {

  private static final List<String> NAMES = List.of("dog", "car");

  @TempDir private static Path folder;
  private static MiniDFSCluster cluster;
  private static SparkSession spark;
  private static FileSystem hdfs;
  private static String root;
  private static Map<String, StoredVideo> expected;

  @BeforeAll
  static void start() throws IOException {
    Configuration settings = new Configuration();
    settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(settings).numDataNodes(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
    root = hdfs.getUri().toString();
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    Path local = Files.createDirectories(folder.resolve("local"));
    hdfs.mkdirs(at("/videos"));
    StringBuilder list = new StringBuilder();
    for (String name : NAMES) {
      Files.copy(clips.resolve(name + ".mp4"), local.resolve(name + ".mp4"));
      upload(local.resolve(name + ".mp4"));
      list.append(root).append("/videos/").append(name).append(".mp4\n");
    }
    upload(
        Files.writeString(
            local.resolve("car.srt"), "1\n00:00:01,000 --> 00:00:02,000\nWhat a car\n"));
    list.append(root).append("/videos/none.mp4\n");
    try (var out = hdfs.create(at("/list.txt"))) {
      out.write(list.toString().getBytes(StandardCharsets.UTF_8));
    }
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.reelspace.milvus.token", TestServer.TOKEN)
            .getOrCreate();
    expected = Embedding.alone(local, folder.resolve("alone"));
  }

  private static org.apache.hadoop.fs.Path at(String path) {
    return new org.apache.hadoop.fs.Path(root, path);
  }

  private static void upload(Path file) throws IOException {
    hdfs.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(file.toUri()), at("/videos/" + file.getFileName()));
  }

  @AfterAll
  static void stop() {
    if (spark != null) {
      spark.stop();
    }
    if (cluster != null) {
      cluster.shutdown(true);
    }
  }

  private static void assertAsOnADisk(Map<String, StoredVideo> given) {
    assertEquals(NAMES.size(), given.size());
    for (String name : NAMES) {
      StoredVideo video = given.get(root + "/videos/" + name + ".mp4");
      StoredVideo onDisk = expected.get(folder.resolve("local").resolve(name + ".mp4").toString());
      assertEquals(onDisk.lines(), video.lines());
      assertEquals(onDisk.video().content(), video.video().content());
      assertEquals(onDisk.video().duration(), video.video().duration());
      Embedding.assertSameSegments(onDisk, video);
    }
  }

  @Test
  void aListOfItGivesParquetFilesOnIt() throws IOException {
    Embedding.Told told = Embedding.told(spark, root + "/list.txt", "--output", root + "/embedded");
    assertEquals(3, told.code(), told.err());
    assertTrue(told.err().contains("failed: " + root + "/videos/none.mp4: "), told.err());
    org.apache.hadoop.fs.Path copy =
        new org.apache.hadoop.fs.Path(folder.resolve("embedded").toUri());
    hdfs.copyToLocalFile(at("/embedded"), copy);
    assertAsOnADisk(Embedding.read(folder.resolve("embedded")));
  }

  @Test
  void aFolderOfItGoesIntoAnIndexOnce() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    IndexLocation location = TestServer.shared().orElseThrow().fresh(folder);
    String videos = root + "/videos";
    Embedding.Told first = Embedding.told(spark, videos, "--index", location.toString());
    assertTrue(first.out().startsWith("2 indexed, 0 unchanged, 0 failed."), first.toString());
    Embedding.Told again = Embedding.told(spark, videos, "--index", location.toString());
    assertTrue(again.out().startsWith("0 indexed, 2 unchanged, 0 failed."), again.toString());
    try (VideoIndex index = location.openReadOnly()) {
      assertAsOnADisk(Embedding.read(index));
    }
  }
}
