package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.milvus.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Videos that tasks bring straight into an index on a real Milvus server. */
final class SharedIndexTest {

  private static SparkSession spark;
  private static TestServer server;
  @TempDir private static Path folder;
  private static Path clips;

  @BeforeAll
  static void start() {
    Assumptions.assumeTrue(TestServer.shared().isPresent(), "no Milvus server");
    server = TestServer.shared().orElseThrow();
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .config("spark.reelspace.milvus.token", TestServer.TOKEN)
            .getOrCreate();
    clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
  }

  @AfterAll
  static void stop() {
    if (spark != null) {
      spark.stop();
    }
  }

  private static Embedding.Told index(String videos, Object index, String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "--index";
    all[1] = index.toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return Embedding.told(spark, videos, all);
  }

  @Test
  void givesWhatAnIngestOnOneMachineGivesAndLeavesAloneWhatIsCurrent() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own"));
    SampleClips.unpackInto(own);
    IndexLocation location = server.fresh(folder);
    Embedding.Told first = index(own.toString(), location);
    assertEquals(0, first.code(), first.err());
    assertTrue(first.out().startsWith("6 indexed, 0 unchanged, 0 failed."), first.out());
    Map<String, StoredVideo> expected = Embedding.alone(own, folder.resolve("alone"));
    try (VideoIndex index = location.openReadOnly()) {
      Embedding.assertSame(expected, Embedding.read(index));
    }

    // Again: one that was changed and tagged, one with new words beside it, all others as they are.
    Path changed = own.resolve("dog.mp4");
    String dog = expected.get(changed.toString()).video().id();
    try (VideoIndex index = location.open(space(location))) {
      index.tag(dog, Set.of("a tag"), Set.of());
      index.commit();
    }
    Files.setLastModifiedTime(changed, FileTime.from(Instant.now().minusSeconds(99)));
    Files.writeString(own.resolve("car.srt"), "1\n00:00:01,000 --> 00:00:02,000\nWhat a car\n");
    Embedding.Told second = index(own.toString(), location);
    assertTrue(second.out().startsWith("2 indexed, 4 unchanged, 0 failed."), second.out());
    expected = Embedding.alone(own, folder.resolve("alone"));
    try (VideoIndex index = location.openReadOnly()) {
      assertEquals(Set.of("a tag"), index.video(dog).orElseThrow().tags());
      Map<String, StoredVideo> given = Embedding.read(index);
      Map<String, StoredVideo> untagged = new TreeMap<>();
      given.forEach((path, video) ->
          untagged.put(
              path,
              new StoredVideo(
                  video.video().withTags(Set.of()),
                  video.segments(),
                  video.windows(),
                  video.lines())));
      Embedding.assertSame(expected, untagged);
      assertEquals(6, index.stats().videos());
    }
  }

  private static SpaceIdentity space(IndexLocation location) {
    return location.space().orElseThrow();
  }

  @Test
  void aListWithMissingDamagedAndDoubledVideosGivesEachOnceAndTheOthersAReason()
      throws IOException {
    Path damaged = Files.write(folder.resolve("damaged.mp4"), new byte[5000]);
    Path list = folder.resolve("list.txt");
    Path dog = clips.resolve("dog.mp4");
    Files.writeString(list, "%s\n%s\n%s\n/nowhere/at-all.mp4\n".formatted(dog, damaged, dog));
    IndexLocation location = server.fresh(folder);
    Embedding.Told told = index(list.toString(), location);
    assertEquals(3, told.code(), told.err());
    assertTrue(told.out().startsWith("1 indexed, 0 unchanged, 2 failed."), told.out());
    assertTrue(told.err().contains("failed: /nowhere/at-all.mp4: there is no such file"));
    assertTrue(told.err().contains("failed: " + damaged + ": "), told.err());
    try (VideoIndex index = location.openReadOnly()) {
      assertEquals(Set.of(dog.toString()), Embedding.read(index).keySet());
    }
  }

  @Test
  void whatCannotBeWrittenToIsRefusedBeforeAnyWork() throws IOException {
    refused(2, "--output FOLDER here", folder.resolve("an-index"));
    refused(2, "not the address of a collection", "milvus://localhost/no-name");
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    refused(1, "no Milvus server answers", "milvus://localhost:" + port + "/archive");
    IndexLocation fresh = server.fresh(folder);
    spark.conf().set("spark.reelspace.milvus.token", "root:wrong");
    refused(1, "REELSPACE_MILVUS_TOKEN", fresh);
    spark.conf().set("spark.reelspace.milvus.token", TestServer.TOKEN);
    assertEquals(Optional.empty(), fresh.space());
    refused(2, "not an index of Reelspace", server.foreign());
    fresh.open(new SpaceIdentity("other", "0123456789abcdef", 8)).close();
    refused(1, "the index is of space", fresh);
    Embedding.Told missing = index("/nowhere/list.txt", server.fresh(folder));
    assertEquals(2, missing.code(), missing.err());
  }

  private static void refused(int code, String reason, Object index) {
    Embedding.Told told = index(clips.toString(), index);
    assertEquals(code, told.code(), told.err());
    assertTrue(told.err().contains(reason), told.err());
    assertTrue(!told.err().contains("to do"), told.err());
    assertTrue(!told.err().contains(TestServer.TOKEN), told.err());
  }
}
