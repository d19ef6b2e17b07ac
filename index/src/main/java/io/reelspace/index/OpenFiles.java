package io.reelspace.index;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The files that processes of this machine have open, as far as Linux shows them to this one. */
final class OpenFiles {

  private static final Path PROCESSES = Path.of("/proc");

  /** The lowest two bits of the flags of open(2): 0 is for reading alone. */
  private static final int ACCESS_MODE = 3;

  private OpenFiles() {}

  /** Files that some process has open for writing; empty where that cannot be told. */
  static Set<Path> forWriting() {
    Set<Path> files = new HashSet<>();
    try (DirectoryStream<Path> processes =
        Files.newDirectoryStream(PROCESSES, path -> isNumber(path.getFileName().toString()))) {
      processes.forEach(process -> addWritten(process, files));
    } catch (IOException | DirectoryIteratorException e) {
      return files;
    }
    return files;
  }

  private static void addWritten(Path process, Set<Path> files) {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      open.forEach(descriptor -> addIfWritten(process, descriptor, files));
    } catch (IOException | DirectoryIteratorException e) {
      // a process of somebody else, or one that has ended: its files cannot be told
    }
  }

  private static void addIfWritten(Path process, Path descriptor, Set<Path> files) {
    try {
      Path file = Files.readSymbolicLink(descriptor);
      // Sockets and pipes are not absolute, devices are not what is looked for.
      boolean candidate = file.isAbsolute() && !file.startsWith("/dev");
      if (candidate && isWritten(process.resolve("fdinfo").resolve(descriptor.getFileName()))) {
        files.add(file);
      }
    } catch (IOException e) {
      // closed meanwhile
    }
  }

  /** Reads the line {@code flags: 0100001} (octal). */
  private static boolean isWritten(Path about) throws IOException {
    for (String line : Files.readAllLines(about)) {
      if (line.startsWith("flags:")) {
        return (Integer.parseInt(line.substring("flags:".length()).strip(), 8) & ACCESS_MODE) != 0;
      }
    }
    return false;
  }

  private static boolean isNumber(String name) {
    return name.chars().allMatch(letter -> letter >= '0' && letter <= '9');
  }
}
