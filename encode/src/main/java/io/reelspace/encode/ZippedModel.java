package io.reelspace.encode;

import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A model packed as a zip, from anywhere: no entry gets outside of the folder, none grows beyond
 * what it states.
 */
final class ZippedModel {
  private ZippedModel() {}

  /**
   * Unpacks into a folder that is not there yet.
   *
   * @return the folder of the model: the only one in the zip, or what was unpacked
   * @throws MissingModelException when the zip is damaged or a path leads outside
   */
  static Path unpack(Path zip, Path folder) throws IOException {
    Files.createDirectory(folder);
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      List<? extends ZipEntry> entries = archive.stream().filter(e -> !e.isDirectory()).toList();
      for (ZipEntry entry : entries) {
        requireInside(zip, entry.getName());
      }
      for (ZipEntry entry : entries) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream in = archive.getInputStream(entry);
            OutputStream out = Files.newOutputStream(file)) {
          copy(in, out, entry, zip);
        }
      }
    } catch (ZipException e) {
      throw new MissingModelException(
          zip + " is no whole zip (" + e.getMessage() + "). Fetch it again.", e);
    }
    try (Stream<Path> top = Files.list(folder)) {
      List<Path> all = top.toList();
      return all.size() == 1 && Files.isDirectory(all.getFirst()) ? all.getFirst() : folder;
    }
  }

  private static void requireInside(Path zip, String name) {
    boolean inside =
        name.chars().noneMatch(c -> c == '\\' || c == ':' || c < ' ')
            && Stream.of(name.split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!inside) {
      throw new MissingModelException(
          zip + " holds the path '" + name + "', which leads outside. Nothing of it is taken.");
    }
  }

  private static void copy(InputStream in, OutputStream out, ZipEntry entry, Path zip)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long written = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      written += n;
      if (entry.getSize() >= 0 && written > entry.getSize()) {
        throw new MissingModelException(
            entry.getName() + " in " + zip + " is longer than it states. Fetch it again.");
      }
      out.write(buffer, 0, n);
    }
  }
}
