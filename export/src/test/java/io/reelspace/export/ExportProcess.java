package io.reelspace.export;

import io.reelspace.index.VideoIndex;
import java.nio.file.Path;

/**
 * An export in a process of its own, to be killed. Says {@code video N} after each video and {@code
 * finished} at the end.
 */
final class ExportProcess {

  private ExportProcess() {}

  /** Takes the index's folder and that of the export. */
  public static void main(String[] arguments) {
    try (VideoIndex index = VideoIndex.openReadOnly(Path.of(arguments[0]))) {
      new IndexExport(
              index,
              Path.of(arguments[1]),
              summary -> System.out.println("video " + summary.videos()))
          .run();
      System.out.println("finished");
    }
  }
}
