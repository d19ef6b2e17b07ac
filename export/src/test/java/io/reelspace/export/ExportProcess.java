package io.reelspace.export;

import io.reelspace.index.VideoIndex;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * An export in a process of its own, to be killed. Says {@code video N} after each video and {@code
 * finished} at the end.
 */
final class ExportProcess {

  private ExportProcess() {}

  /** Takes the index's folder, that of the export, and a number of videos to wait after. */
  public static void main(String[] arguments) {
    try (VideoIndex index = VideoIndex.openReadOnly(Path.of(arguments[0]))) {
      new IndexExport(
              index,
              Path.of(arguments[1]),
              summary -> {
                System.out.println("video " + summary.videos());
                if (summary.videos() == Long.parseLong(arguments[2])) {
                  LockSupport.park();
                }
              })
          .run();
      System.out.println("finished");
    }
  }
}
