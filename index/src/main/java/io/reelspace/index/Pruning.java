package io.reelspace.index;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes videos from the index whose file is gone. A root that is not there, or that is a folder
 * without anything in it, may be a disk that is not mounted: nothing below it is removed.
 */
final class Pruning {

  private final VideoIndex index;
  private final IngestProgress progress;
  private final boolean wanted;

  Pruning(VideoIndex index, IngestProgress progress, boolean wanted) {
    this.index = index;
    this.progress = progress;
    this.wanted = wanted;
  }

  /**
   * Removes what is gone, where that was asked for and is safe.
   *
   * @param indexed the videos of the index at or below the roots
   * @return videos whose file is gone and that stay in the index
   */
  int run(MediaScan scan, Collection<IndexedVideo> indexed) {
    List<IndexedVideo> gone =
        indexed.stream()
            .filter(video -> !scan.contains(Path.of(video.path())))
            .filter(video -> Files.notExists(Path.of(video.path())))
            .toList();
    if (gone.isEmpty() || !wanted) {
      return gone.size();
    }
    Set<Path> doubtful = doubtfulRoots(scan, gone);
    List<IndexedVideo> removed = new ArrayList<>();
    for (IndexedVideo video : gone) {
      Path path = Path.of(video.path());
      if (doubtful.stream().noneMatch(path::startsWith)) {
        index.delete(video.id());
        removed.add(video);
      }
    }
    index.commit();
    removed.forEach(video -> progress.removed(Path.of(video.path())));
    return gone.size() - removed.size();
  }

  /**
   * Tells paths that may be gone only because their disk is not mounted: those below a root that is
   * not there or empty, and those elsewhere of which nothing but an empty folder is left.
   */
  static Predicate<Path> doubtful(List<Path> roots) {
    List<Path> empty =
        roots.stream().filter(root -> Files.notExists(root) || isEmptyFolder(root)).toList();
    return path ->
        empty.stream().anyMatch(path::startsWith)
            || (roots.stream().noneMatch(path::startsWith) && isBelowEmptyFolder(path));
  }

  private static boolean isBelowEmptyFolder(Path path) {
    Path folder = path.getParent();
    while (folder != null && Files.notExists(folder)) {
      folder = folder.getParent();
    }
    return folder != null && isEmptyFolder(folder);
  }

  private Set<Path> doubtfulRoots(MediaScan scan, List<IndexedVideo> gone) {
    Set<Path> doubtful = new HashSet<>();
    List<Path> roots = new ArrayList<>(scan.missingRoots());
    scan.presentRoots().stream().filter(Pruning::isEmptyFolder).forEach(roots::add);
    for (Path root : roots) {
      long below = gone.stream().filter(video -> Path.of(video.path()).startsWith(root)).count();
      if (below > 0) {
        doubtful.add(root);
        progress.failed(
            new IngestFailure(
                root,
                ("not pruned: it is %s, as when a disk is not mounted; its %d videos stay in the"
                        + " index (to remove them, prune the folder above)")
                    .formatted(Files.exists(root) ? "empty" : "not there", below)));
      }
    }
    return doubtful;
  }

  private static boolean isEmptyFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    } catch (IOException e) {
      return true; // what cannot be read may hold everything
    }
  }
}
