package io.reelspace.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reelspace.error.StorageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index on a disk that fills up. */
class FullDiskTest {

  @TempDir Path temporary;

  @Test
  void keepsTheLastCommitWhereverTheSpaceEnds() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<Archive.Entry> entries = new Archive(seed).videos(40, 9);
    for (int round = 0; round < 15; round++) {
      Path folder = temporary.resolve("index-" + round);
      int committed = fill(folder, entries, 2_000 + random.nextInt(250_000));
      assertTrue(LuceneVideoIndexTest.isClean(folder));
      try (VideoIndex index = VideoIndex.open(folder, VideoIndexContract.SPACE)) {
        assertEquals(committed, index.stats().videos());
        for (Archive.Entry entry : entries) {
          index.upsert(entry.video(), entry.segments());
        }
        index.commit();
        assertEquals(40, index.stats().videos());
      }
    }
  }

  @Test
  void keepsTheLastCommitOnARealDisk() throws Exception {
    // A file system of its own that goes away with the process; only root may make one.
    List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    command.add("mount -t tmpfs -o size=1m tmpfs \"$0\" && exec \"$@\"");
    Path disk = Files.createDirectory(temporary.resolve("disk"));
    command.add(disk.toString());
    List<String> trial = new ArrayList<>(command);
    trial.add("true");
    assumeTrue(canRun(trial), "needs root and unshare to make a small disk");
    Path folder = disk.resolve("index");
    command.addAll(ChildJvm.command(FullDiskProcess.class, folder.toString()));
    Process process = new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
    List<String> said;
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      said = lines.readAllLines();
    }
    assertEquals(0, process.waitFor(), said.toString());
    assertTrue(said.get(0).startsWith("failed index " + folder), said.toString());
    assertTrue(said.get(0).contains("no space left"), said.toString());
    String committed = said.get(1).substring("committed ".length());
    assertTrue(Integer.parseInt(committed) > 10, said.toString());
    assertEquals(List.of("reopened " + committed, "writable " + committed), said.subList(2, 4));
  }

  private static boolean canRun(List<String> command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectError(Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Commits video by video until the space ends; how many commits succeeded. */
  private static int fill(Path folder, List<Archive.Entry> entries, long bytes) throws IOException {
    int committed = 0;
    VideoIndex index;
    try {
      Directory directory = new SmallDisk(FSDirectory.open(folder), bytes);
      index = LuceneStore.open(folder, directory, VideoIndexContract.SPACE);
    } catch (StorageException e) {
      assertIsExplained(folder, e);
      VideoIndex.open(folder, VideoIndexContract.SPACE).close();
      return 0;
    }
    try (index) {
      try {
        for (Archive.Entry entry : entries) {
          index.upsert(entry.video(), entry.segments());
          index.commit();
          committed++;
        }
      } catch (StorageException e) {
        assertIsExplained(folder, e);
        assertThrows(StorageException.class, () -> upsertAgain(index, entries));
        assertEquals(committed, index.stats().videos(), "can still be searched");
      }
    }
    return committed;
  }

  private static void upsertAgain(VideoIndex index, List<Archive.Entry> entries) {
    for (Archive.Entry entry : entries) {
      index.upsert(entry.video(), entry.segments());
      index.commit();
    }
  }

  private static void assertIsExplained(Path folder, StorageException failure) {
    assertTrue(failure.getMessage().contains("no space left"), failure.getMessage());
    assertTrue(failure.getMessage().contains(folder.toString()), failure.getMessage());
  }

  /** A folder on which no more than so many bytes can be written. */
  private static final class SmallDisk extends FilterDirectory {

    private final AtomicLong left;

    SmallDisk(Directory delegate, long bytes) {
      super(delegate);
      this.left = new AtomicLong(bytes);
    }

    private void use(long bytes) throws IOException {
      if (left.addAndGet(-bytes) < 0) {
        throw new IOException("No space left on device");
      }
    }

    private IndexOutput limited(IndexOutput out) {
      return new FilterIndexOutput("limited " + out, out.getName(), out) {
        @Override
        public void writeByte(byte value) throws IOException {
          use(1);
          super.writeByte(value);
        }

        @Override
        public void writeBytes(byte[] values, int offset, int length) throws IOException {
          use(length);
          super.writeBytes(values, offset, length);
        }
      };
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      return limited(super.createOutput(name, context));
    }

    @Override
    public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
        throws IOException {
      return limited(super.createTempOutput(prefix, suffix, context));
    }
  }
}
