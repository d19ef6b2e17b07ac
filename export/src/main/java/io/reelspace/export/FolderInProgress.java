package io.reelspace.export;

import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that gets its name when all of it is written: until then it is {@code
 * NAME.partial-NUMBER} beside it. Closing before {@link #complete} deletes it; after a crash or a
 * kill it stays, under that name.
 */
final class FolderInProgress implements AutoCloseable {

  /** Writes files. */
  interface Writing {
    void run() throws IOException;
  }

  /** Opens something that writes files. */
  interface Making<T> {
    T make() throws IOException;
  }

  private final Path folder;
  private final Path partial;

  private FolderInProgress(Path folder, Path partial) {
    this.folder = folder;
    this.partial = partial;
  }

  static FolderInProgress of(Path named) {
    Path absolute = named.toAbsolutePath().normalize();
    requireFree(absolute);
    try {
      // Where a link leads to an empty folder, that is the one to be replaced, not the link.
      Path folder = Files.exists(absolute) ? absolute.toRealPath() : absolute;
      Path parent = folder.getParent();
      if (parent == null) {
        throw new BadInputException(folder + ": is no folder to export to; name one below it");
      }
      Files.createDirectories(parent);
      return new FolderInProgress(folder, make(parent, folder.getFileName() + ".partial-"));
    } catch (IOException e) {
      throw cannotWrite(absolute, e);
    }
  }

  /** Not a temporary folder of Java, which nobody else may read. */
  private static Path make(Path parent, String beginning) throws IOException {
    for (int number = 1; ; number++) {
      try {
        return Files.createDirectory(parent.resolve(beginning + number));
      } catch (FileAlreadyExistsException e) {
        // another export goes on, or left this behind
      }
    }
  }

  private static void requireFree(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new BadInputException(folder + ": is a file; name a new folder to export to");
    }
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        throw new BadInputException(
            folder + ": holds something already and is left alone; name a new folder to export to");
      }
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  Path file(String name) {
    return partial.resolve(name);
  }

  /** Does some of the writing; what goes wrong names the folder. */
  void writing(Writing writing) {
    make(() -> {
      writing.run();
      return true;
    });
  }

  /** As {@link #writing}, with something opened. */
  <T> T make(Making<T> making) {
    try {
      return making.make();
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    }
  }

  /** Puts all files on the disk, and the folder under its name. */
  void complete() {
    writing(() -> {
      for (Path file : files()) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
      requireFree(folder); // something may have come meanwhile
      Files.deleteIfExists(folder);
      Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    });
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(partial)) {
      return files.sorted().toList();
    }
  }

  @Override
  public void close() {
    if (!Files.isDirectory(partial)) {
      return; // it has its name
    }
    writing(() -> {
      for (Path file : files()) {
        Files.delete(file);
      }
      Files.delete(partial);
    });
  }

  private static StorageException cannotWrite(Path folder, IOException e) {
    String reason =
        e instanceof FileAlreadyExistsException there
            ? there.getFile() + " is a file"
            : String.valueOf(e.getMessage());
    return new StorageException(
        "cannot export to %s: %s; check that its disk has room and may be written to"
            .formatted(folder, reason),
        e);
  }
}
