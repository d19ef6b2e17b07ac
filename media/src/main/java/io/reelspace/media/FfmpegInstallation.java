package io.reelspace.media;

import io.reelspace.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Unpacks the bundled programs into a folder named after their version.
 *
 * <p>A folder appears under its final name only when it is complete (written elsewhere, then
 * renamed), so a process that starts meanwhile sees all or nothing, and of two that unpack at once
 * the first wins. Its list {@code files} holds each file's size and SHA-256.
 */
final class FfmpegInstallation {
  /** Changes when the way of unpacking does, so that older folders are not taken. */
  private static final int LAYOUT = 1;

  private static final String LIST = "files";
  private static final String ROOT = "org/bytedeco/ffmpeg/";
  private static final String TEMPORARY = "ffmpeg-unpacking-";
  private static final Duration ABANDONED = Duration.ofHours(1);

  /** Libraries of capture devices and hardware that servers lack and decoding does not use. */
  private static final Set<String> DROPPED_LIBRARIES =
      Set.of("libpulse.so.0", "libasound.so.2", "libxcb.so.1", "libxcb-shm.so.0", "libudev.so.1");

  private record Installed(String name, long size, String sha256) {}

  private FfmpegInstallation() {}

  /** The folder of the unpacked programs under {@code cache}, after unpacking where needed. */
  static Path in(Path cache) {
    String platform = platform();
    String resources = ROOT + platform + "/";
    URL program = FfmpegInstallation.class.getClassLoader().getResource(resources + "ffmpeg");
    if (program == null) {
      throw new StorageException(
          "this build of Reelspace carries no ffmpeg for "
              + platform
              + "; use one that was built for this platform");
    }
    Path folder =
        cache.toAbsolutePath().resolve("ffmpeg-" + version() + "-" + platform + "-" + LAYOUT);
    try {
      if (!isComplete(folder)) {
        unpack(program, resources, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new StorageException(
          "cannot unpack ffmpeg into "
              + folder
              + " ("
              + e
              + "); make the folder writable, free some 70 MB, or choose another home folder",
          e);
    }
  }

  /** Compares every file's content with the list. */
  static void verify(Path folder) {
    try {
      for (Installed file : list(folder)) {
        if (!sha256(Files.readAllBytes(folder.resolve(file.name()))).equals(file.sha256())) {
          throw new StorageException(
              folder.resolve(file.name())
                  + " was changed since it was unpacked; delete its folder, it is unpacked again"
                  + " at the next start");
        }
      }
    } catch (IOException e) {
      throw new StorageException(
          "cannot read " + folder + " (" + e + "); delete it, it is unpacked again", e);
    }
  }

  private static boolean isComplete(Path folder) throws IOException {
    if (!Files.isRegularFile(folder.resolve(LIST))) {
      return false;
    }
    List<Installed> files = list(folder);
    for (Installed file : files) {
      Path path = folder.resolve(file.name());
      if (!Files.isRegularFile(path) || Files.size(path) != file.size()) {
        return false;
      }
    }
    return !files.isEmpty();
  }

  private static List<Installed> list(Path folder) throws IOException {
    List<Installed> files = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(LIST))) {
      String[] field = line.split(" ", 3);
      if (field.length == 3 && field[0].matches("\\d{1,18}")) {
        files.add(new Installed(field[2], Long.parseLong(field[0]), field[1]));
      }
    }
    return files;
  }

  private static void unpack(URL program, String resources, Path folder) throws IOException {
    Path cache = folder.getParent();
    Files.createDirectories(cache);
    deleteAbandoned(cache);
    Path temporary = Files.createTempDirectory(cache, TEMPORARY);
    try {
      StringBuilder list = new StringBuilder();
      JarURLConnection connection = (JarURLConnection) program.openConnection();
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        for (JarEntry entry : jar.stream().filter(e -> isWanted(e, resources)).toList()) {
          String name = entry.getName().substring(resources.length());
          byte[] content = content(jar, entry, name);
          Path path = temporary.resolve(name);
          Files.write(path, content);
          if (!path.toFile().setExecutable(true, false)) {
            throw new FileSystemException(path.toString(), null, "cannot be made executable");
          }
          list.append(content.length).append(' ').append(sha256(content)).append(' ');
          list.append(name).append('\n');
        }
      }
      Files.writeString(temporary.resolve(LIST), list);
      temporary.toFile().setReadable(true, false);
      temporary.toFile().setExecutable(true, false);
      publish(temporary, folder);
    } finally {
      delete(temporary);
    }
  }

  private static boolean isWanted(JarEntry entry, String resources) {
    return entry.getName().startsWith(resources)
        && !entry.isDirectory()
        && !entry.getName().startsWith("libjni", resources.length());
  }

  private static byte[] content(JarFile jar, JarEntry entry, String name) throws IOException {
    byte[] content;
    try (InputStream in = jar.getInputStream(entry)) {
      content = in.readAllBytes();
    }
    if (name.contains(".so.")) {
      ElfDependencies.drop(content, DROPPED_LIBRARIES);
    }
    return content;
  }

  /** Renames the finished folder; a damaged one that is in the way is moved aside first. */
  private static void publish(Path temporary, Path folder) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (FileSystemException e) {
        if (isComplete(folder)) {
          return;
        }
        if (attempt == 3 || !Files.exists(folder)) {
          throw e;
        }
        Path damaged = Files.createTempDirectory(folder.getParent(), TEMPORARY);
        Files.move(folder, damaged.resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
        delete(damaged);
      }
    }
  }

  private static void deleteAbandoned(Path cache) throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (Stream<Path> children = Files.list(cache)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith(TEMPORARY)
            && Files.getLastModifiedTime(child).toInstant().isBefore(limit)) {
          delete(child);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static String version() {
    Properties pom = new Properties();
    try (InputStream in =
        FfmpegInstallation.class
            .getClassLoader()
            .getResourceAsStream("META-INF/maven/org.bytedeco/ffmpeg/pom.properties")) {
      if (in != null) {
        pom.load(in);
      }
    } catch (IOException e) {
      throw new StorageException("cannot read the bundled ffmpeg's version (" + e + ")", e);
    }
    return pom.getProperty("version", "unknown");
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "macosx" : "windows")
        + "-"
        + switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm64";
          default -> arch;
        };
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
