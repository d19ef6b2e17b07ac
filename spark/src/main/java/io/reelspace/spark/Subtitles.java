package io.reelspace.spark;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.TaskContext;

/**
 * The files of words in folders of file systems that are no disk. A folder is listed once for all
 * tasks of a stage on an executor: a bucket gives a thousand names at a time, and a folder of a
 * million videos would else be listed a million times.
 */
final class Subtitles {

  private static final List<String> EXTENSIONS = List.of(".srt", ".vtt", ".ass", ".json");

  /** Folders that are remembered, the least recently used goes. */
  private static final int FOLDERS = 16;

  private record Folder(Path path, int stage) {}

  private static final Map<Folder, NavigableMap<String, FileStatus>> LISTED =
      new LinkedHashMap<>(FOLDERS, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Folder, NavigableMap<String, FileStatus>> e) {
          return size() > FOLDERS;
        }
      };

  private Subtitles() {}

  /**
   * Those whose names begin with that of a video without its extension.
   *
   * @throws IOException when the video's folder cannot be listed
   */
  static Collection<FileStatus> beside(Path video, FileSystem system) throws IOException {
    String name = video.getName();
    String stem = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    return stem.isEmpty()
        ? List.of()
        : in(video.getParent(), system)
            .subMap(stem, true, stem + Character.MAX_VALUE, false)
            .values();
  }

  private static NavigableMap<String, FileStatus> in(Path folder, FileSystem system)
      throws IOException {
    Folder key = new Folder(folder, TaskContext.get().stageId());
    synchronized (LISTED) {
      NavigableMap<String, FileStatus> listed = LISTED.get(key);
      if (listed == null) {
        listed = list(folder, system);
        LISTED.put(key, listed);
      }
      return listed;
    }
  }

  private static NavigableMap<String, FileStatus> list(Path folder, FileSystem system)
      throws IOException {
    NavigableMap<String, FileStatus> listed = new TreeMap<>();
    RemoteIterator<FileStatus> files = system.listStatusIterator(folder);
    while (files.hasNext()) {
      FileStatus file = files.next();
      String lower = file.getPath().getName().toLowerCase(Locale.ROOT);
      if (file.isFile() && EXTENSIONS.stream().anyMatch(lower::endsWith)) {
        listed.put(file.getPath().getName(), file);
      }
    }
    return listed;
  }
}
