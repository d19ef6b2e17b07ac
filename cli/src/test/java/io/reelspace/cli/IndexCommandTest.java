package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reelspace.base.BundledSpaces;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IndexCommandTest {

  @TempDir private Path folder;
  private Path videos;
  private String index;

  @BeforeEach
  void names() {
    videos = folder.resolve("videos");
    index = folder.resolve("index").toString();
  }

  @Test
  void aMissingPathIsNamedAndIsWrongUsage() {
    Path missing = folder.resolve("no such folder");
    Ran ran = Ran.with("index", "--index", index, missing.toString());

    assertEquals(ExitCode.WRONG_USAGE, ran.code());
    assertTrue(ran.err().startsWith("reelspace: " + missing + ": no such file or folder; "));
    assertFalse(Files.exists(Path.of(index)), "nothing was to be indexed");
  }

  @Test
  void aMissingPathDoesNotStopTheOthers() {
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    Path missing = folder.resolve("missing");
    Ran ran = Ran.with("index", "--index", index, missing.toString(), videos.toString());

    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertTrue(ran.err().contains("failed: " + missing + ": no such file or folder"), ran.err());
    assertTrue(ran.out().startsWith("1 indexed, 0 unchanged, 1 failed"), ran.out());
  }

  @Test
  void anEmptyFolderSaysThatNothingWasFoundAndWhatToDo() throws IOException {
    Files.createDirectory(videos);
    Ran ran = Ran.with("index", "--index", index, videos.toString());

    assertEquals(ExitCode.FAILED, ran.code());
    assertTrue(
        ran.err()
            .contains("failed: " + videos + ": no video or picture in this folder; name another"),
        ran.err());
  }

  @Test
  void aSecondRunLeavesWhatIsUnchangedAndPruneRemovesWhatIsGone() throws IOException {
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    TestFiles.copy("car.mp4", videos.resolve("car.mp4"));
    assertCounts(Ran.with("index", "--index", index, "--json", videos.toString()), 2, 0, 0);
    assertCounts(Ran.with("index", "--index", index, "--json", videos.toString()), 0, 2, 0);

    Files.delete(videos.resolve("car.mp4"));
    Ran kept = Ran.with("index", "--index", index, videos.toString());
    assertTrue(kept.out().contains("1 gone but kept (--prune removes them)"), kept.out());
    Ran pruned = Ran.with("index", "--index", index, "--json", "--prune", videos.toString());
    assertCounts(pruned, 0, 1, 1);
    assertEquals(1, Ran.with("status", "--index", index, "--json").json().path("videos").asInt());
  }

  private static void assertCounts(Ran ran, int indexed, int unchanged, int removed) {
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertEquals(indexed, ran.json().path("indexed").asInt(), ran.out());
    assertEquals(unchanged, ran.json().path("unchanged").asInt(), ran.out());
    assertEquals(removed, ran.json().path("removed").asInt(), ran.out());
  }

  @Test
  void anotherFrameRateIndexesAgain() {
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    Ran.with("index", "--index", index, videos.toString());
    Ran again = Ran.with("index", "--index", index, "--fps", "4", "--json", videos.toString());
    assertCounts(again, 1, 0, 0);
  }

  @Test
  void anIndexKeepsItsSpaceWhenNoneIsNamed() throws IOException {
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    String space = zippedCopyOfConcept().toString();
    Ran first = Ran.with("index", "--index", index, "--space", space, videos.toString());
    assertEquals(ExitCode.DONE, first.code(), first.err());
    TestFiles.copy("car.mp4", videos.resolve("car.mp4"));
    assertCounts(Ran.with("index", "--index", index, "--json", videos.toString()), 1, 1, 0);
    assertEquals(ExitCode.DONE, Ran.with("search", "--index", index, "a dog").code());
    assertEquals(
        "copy", Ran.with("status", "--index", index, "--json").json().path("space").asText());
  }

  /** A space under a name that is not bundled. */
  private Path zippedCopyOfConcept() throws IOException {
    Path bundle = BundledSpaces.unpack("concept", Ran.HOME.resolve("cache"));
    Path zip = folder.resolve("copy.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.walk(bundle).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        String name = bundle.relativize(file).toString();
        out.putNextEntry(new ZipEntry(name));
        byte[] content = Files.readAllBytes(file);
        out.write(
            name.equals("space.json")
                ? new String(content, StandardCharsets.UTF_8)
                    .replace("\"name\": \"concept\"", "\"name\": \"copy\"")
                    .getBytes(StandardCharsets.UTF_8)
                : content);
      }
    }
    return zip;
  }

  @Test
  void anIndexOfAnotherSpaceIsRefusedAndLeftAsItIs() {
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    VideoIndex.open(Path.of(index), new SpaceIdentity("other", "abcdef0123456789", 384)).close();

    Ran unnamed = Ran.with("index", "--index", index, videos.toString());
    assertEquals(ExitCode.FAILED, unnamed.code());
    assertTrue(unnamed.err().contains("'other'"), unnamed.err());
    assertTrue(unnamed.err().contains("--space"), unnamed.err());
    Ran indexing = Ran.with("index", "--index", index, "--space", "concept", videos.toString());
    assertEquals(ExitCode.FAILED, indexing.code());
    assertTrue(indexing.err().contains(index), indexing.err());
    assertTrue(indexing.err().contains("'other'"), indexing.err());
    Ran searching = Ran.with("search", "--index", index, "a dog");
    assertEquals(ExitCode.FAILED, searching.code());
    assertTrue(searching.err().contains("'other'"), searching.err());
    assertTrue(searching.err().contains("--space"), searching.err());
    assertEquals(
        "other", Ran.with("status", "--index", index, "--json").json().path("space").asText());
  }

  @Test
  void aDamagedIndexIsNamedByEveryCommand() throws IOException {
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    Ran.with("index", "--index", index, videos.toString());
    try (var files = Files.list(Path.of(index))) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("segments")).toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }
    for (String[] command :
        new String[][] {
          {"index", "--index", index, videos.toString()},
          {"search", "--index", index, "a dog"},
          {"status", "--index", index}
        }) {
      Ran ran = Ran.with(command);
      assertEquals(ExitCode.FAILED, ran.code(), ran.err());
      assertTrue(ran.err().contains(index), ran.err());
      assertEquals(1, ran.err().lines().count(), ran.err());
    }
    Ran doctor = Ran.with("doctor", "--index", index);
    assertEquals(ExitCode.FAILED, doctor.code());
    assertTrue(doctor.out().contains("FAILS  index"), doctor.out());
  }

  @Test
  void aFullDiskIsNamedAndWhatWasIndexedStays() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk.toString()),
        "a small file system can be mounted here");
    try {
      TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
      String full = disk.resolve("index").toString();
      assertEquals(ExitCode.DONE, Ran.with("index", "--index", full, videos.toString()).code());
      fill(disk);
      TestFiles.copy("car.mp4", videos.resolve("car.mp4"));

      Ran ran = Ran.with("index", "--index", full, videos.toString());

      assertEquals(ExitCode.FAILED, ran.code(), ran.err());
      assertTrue(ran.err().contains(full), ran.err());
      assertTrue(ran.err().contains("no space left"), ran.err());
      Ran search = Ran.with("search", "--index", full, "--json", "a dog");
      assertEquals(1, search.json().size(), search.err());
    } finally {
      assertTrue(succeeds("umount", disk.toString()));
    }
  }

  @Test
  void aHomeOnAFullDiskIsNamed() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        succeeds("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()),
        "a small file system can be mounted here");
    try {
      Ran ran = Ran.with(Map.of("REELSPACE_HOME", disk.toString()), "", "demo");
      assertEquals(ExitCode.FAILED, ran.code(), ran.err());
      assertTrue(ran.err().contains(disk.toString()), ran.err());
      assertTrue(ran.err().contains("REELSPACE_HOME"), ran.err());
    } finally {
      assertTrue(succeeds("umount", disk.toString()));
    }
  }

  @Test
  void aFolderWithoutReadPermissionIsNamedAndTheRestIsIndexed() throws Exception {
    TestFiles.copy("dog.mp4", videos.resolve("dog.mp4"));
    Path closed = Files.createDirectory(videos.resolve("closed"));
    TestFiles.copy("car.mp4", closed.resolve("car.mp4"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    // Root reads everything unless it gives up the capability to.
    List<String> unprivileged =
        Files.isReadable(closed)
            ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")
            : List.of();
    assumeTrue(
        unprivileged.isEmpty()
            || succeeds("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "true"),
        "setpriv is there to give up root's right to read everything");
    try {
      ChildCommand child =
          ChildCommand.start(unprivileged, "index", "--index", index, videos.toString());

      Ran ran = child.end();
      assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
      assertTrue(ran.err().contains("failed: " + closed + ": no permission to read it"), ran.err());
      assertTrue(ran.out().startsWith("1 indexed, 0 unchanged, 1 failed"), ran.out());
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void interruptionKeepsFinishedVideosAndTheNextRunGoesOn() throws Exception {
    int count = 40; // more than are done before an interrupt arrives
    for (int i = 0; i < count; i++) {
      TestFiles.copy("bicycles.mp4", videos.resolve("video" + i + ".mp4"));
    }
    ChildCommand child =
        ChildCommand.start(List.of(), "index", "--index", index, videos.toString());
    child.awaitError("reelspace: 1/" + count + " ");
    child.interrupt();
    Ran stopped = child.end();

    assertEquals(130, stopped.code(), stopped.err());
    assertTrue(stopped.err().contains("stopping; finished videos are kept"), stopped.err());
    assertFalse(stopped.err().contains("failed: "), stopped.err());
    int kept = Ran.with("status", "--index", index, "--json").json().path("videos").asInt();
    assertTrue(kept >= 1 && kept < count, "kept: " + kept);
    Ran rest = Ran.with("index", "--index", index, "--json", videos.toString());
    assertEquals(kept, rest.json().path("unchanged").asInt(), rest.out());
    assertEquals(count - kept, rest.json().path("indexed").asInt(), rest.out());
  }

  private static void fill(Path disk) throws IOException {
    Path ballast = disk.resolve("ballast");
    try (var out = Files.newOutputStream(ballast)) {
      byte[] page = new byte[1024];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      assertTrue(Files.size(ballast) > 0, "the disk was full from the start: " + e);
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
