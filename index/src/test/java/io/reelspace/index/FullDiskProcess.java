package io.reelspace.index;

import io.reelspace.error.StorageException;
import java.nio.file.Path;
import java.util.List;

/**
 * Fills the disk that holds an index, and says what became of it: {@code failed MESSAGE}, {@code
 * committed N}, {@code reopened N}.
 */
final class FullDiskProcess {

  private FullDiskProcess() {}

  /** Takes the index's folder. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    List<Archive.Entry> entries = new Archive(1).videos(20_000, 20);
    int committed = 0;
    try (VideoIndex index = VideoIndex.open(folder, VideoIndexContract.SPACE)) {
      for (Archive.Entry entry : entries) {
        index.upsert(entry.video(), entry.segments());
        index.commit();
        committed++;
      }
    } catch (StorageException e) {
      System.out.println("failed " + e.getMessage());
    }
    System.out.println("committed " + committed);
    try (VideoIndex index = VideoIndex.openReadOnly(folder)) {
      System.out.println("reopened " + index.stats().videos());
    }
    try (VideoIndex index = VideoIndex.open(folder, VideoIndexContract.SPACE)) {
      System.out.println("writable " + index.stats().videos());
    }
  }
}
