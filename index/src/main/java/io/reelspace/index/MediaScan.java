package io.reelspace.index;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Walks files and folders and collects what may be media.
 *
 * <p>Folders are walked to any depth. Hidden files and folders are left out, and files without the
 * extension of a medium; what is named by the caller is always taken. Symbolic links are followed
 * after everything else, so that what can be reached by several ways is found once and at its real
 * place where that is among what was asked for; loops end for the same reason.
 */
final class MediaScan {

  private final SequencedMap<Path, MediaFile> files = new TreeMap<>();
  private final List<IngestFailure> failures = new ArrayList<>();
  private final List<Path> presentRoots = new ArrayList<>();
  private final List<Path> missingRoots = new ArrayList<>();
  private final PriorityQueue<Path> links = new PriorityQueue<>();
  private final Set<Path> walkedFolders = new HashSet<>();
  private final Set<Path> linkedFiles = new HashSet<>();

  private final Consumer<Path> onFolder;
  private final boolean emptyIsFailure;
  private boolean followedLinks;

  private MediaScan(Consumer<Path> onFolder, boolean emptyIsFailure) {
    this.onFolder = onFolder;
    this.emptyIsFailure = emptyIsFailure;
  }

  /** Walks once; a folder without media is a failure. */
  static MediaScan of(List<Path> roots) {
    return of(new MediaScan(_ -> {}, true), roots);
  }

  /**
   * Walks as one of many times; a folder without media is as good as any.
   *
   * @param onFolder hears of each folder before its files are listed
   */
  static MediaScan watching(List<Path> roots, Consumer<Path> onFolder) {
    return of(new MediaScan(onFolder, false), roots);
  }

  private static MediaScan of(MediaScan scan, List<Path> roots) {
    for (Path root : roots) {
      scan.addRoot(root.toAbsolutePath().normalize());
    }
    scan.followedLinks = !scan.links.isEmpty();
    while (!scan.links.isEmpty()) {
      scan.follow(scan.links.remove());
    }
    return scan;
  }

  /** In the order of their paths. */
  List<MediaFile> files() {
    return List.copyOf(files.sequencedValues());
  }

  /** Whether a part alone might be found otherwise than it is in the whole. */
  boolean followedLinks() {
    return followedLinks;
  }

  boolean contains(Path path) {
    return files.containsKey(path);
  }

  List<IngestFailure> failures() {
    return failures;
  }

  /** What of the roots is there. */
  List<Path> presentRoots() {
    return presentRoots;
  }

  /** What of the roots is not there: removed, mistyped, or on a disk that is not mounted. */
  List<Path> missingRoots() {
    return missingRoots;
  }

  private void addRoot(Path root) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
      presentRoots.add(root);
      if (attributes.isDirectory()) {
        int before = files.size() + links.size() + failures.size();
        walk(root);
        if (emptyIsFailure && files.size() + links.size() + failures.size() == before) {
          reportNothingFound(root);
        }
      } else if (attributes.isRegularFile()) {
        add(root, attributes);
      } else {
        fail(root, "neither a file nor a folder");
      }
    } catch (NoSuchFileException e) {
      missingRoots.add(root);
      fail(root, "no such file or folder; check the name, and that its disk is mounted");
    } catch (IOException e) {
      presentRoots.add(root);
      fail(root, reason(e));
    }
  }

  private void reportNothingFound(Path root) {
    boolean seenBefore =
        files.keySet().stream().anyMatch(file -> file.startsWith(root)); // below an earlier root
    if (!seenBefore) {
      fail(root, "no video or picture in this folder; name another, or the file itself");
    }
  }

  private void walk(Path folder) throws IOException {
    Path real = folder.toRealPath();
    // The "." makes a folder of a link to one; it goes away when paths are normalised.
    Path start = folder.resolve(".");
    Files.walkFileTree(start, new Visitor(start, real));
  }

  private final class Visitor extends SimpleFileVisitor<Path> {

    private final Path start;
    private final Path realStart;

    Visitor(Path start, Path realStart) {
      this.start = start;
      this.realStart = realStart;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean isStart = folder.equals(start);
      Path real = isStart ? realStart : realStart.resolve(start.relativize(folder));
      boolean skip = (!isStart && MediaNames.isHidden(folder)) || !walkedFolders.add(real);
      if (!skip) {
        onFolder.accept(folder.normalize());
      }
      return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (MediaNames.isHidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (attributes.isSymbolicLink()) {
        links.add(file.normalize());
      } else if (attributes.isRegularFile() && MediaNames.isMedia(file)) {
        add(file.normalize(), attributes);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) {
      if (!(failure instanceof NoSuchFileException)) { // one that vanished meanwhile is no failure
        fail(path.normalize(), reason(failure));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
      if (failure != null) {
        fail(folder.normalize(), reason(failure));
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private void follow(Path link) {
    try {
      Path target = link.toRealPath();
      BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        walk(link);
      } else if (attributes.isRegularFile()
          && MediaNames.isMedia(link)
          && !isFound(target)
          && linkedFiles.add(target)) {
        add(link, attributes);
      }
    } catch (NoSuchFileException e) {
      if (MediaNames.isMedia(link)) {
        fail(link, "a link to something that is not there");
      }
    } catch (IOException e) {
      fail(link, reason(e));
    }
  }

  /** Whether the walk came upon this real file, perhaps by way of a link to one of its folders. */
  private boolean isFound(Path realFile) {
    return walkedFolders.contains(realFile.getParent())
        && MediaNames.isMedia(realFile)
        && !MediaNames.isHidden(realFile);
  }

  private void add(Path path, BasicFileAttributes attributes) {
    if (path.toString().indexOf('\uFFFD') >= 0 && !Files.exists(Path.of(path.toString()))) {
      fail(path, "its name is not valid UTF-8; rename it");
      return;
    }
    files.putIfAbsent(path, MediaFile.of(path, attributes));
  }

  private void fail(Path path, String reason) {
    failures.add(new IngestFailure(path, reason));
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ ->
          "no permission to read it; change its permissions (chmod), or leave it out";
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }
}
