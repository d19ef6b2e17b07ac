package io.reelspace.space;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes the folder of a space: it appears whole, in place of an earlier one, or not at all. */
public final class SpaceWriter {

  private static final ObjectWriter JSON =
      new ObjectMapper()
          .writer(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                  .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

  private SpaceWriter() {}

  /**
   * Copies the files of a space, sums them up and writes {@code space.json} and the card.
   *
   * @param folder where the space is to be; an earlier space there is replaced
   * @param manifest all but {@code files}, which are filled in here
   * @param files what is copied, by the path in the bundle
   * @param card the text of {@code README.md}
   * @return the bundle as it was written, read back
   * @throws StorageException when it could not be written, or the folder holds something else
   * @throws io.reelspace.error.MissingModelException when what was put together is no whole space
   */
  public static SpaceBundle write(
      Path folder, SpaceManifest manifest, Map<String, Path> files, String card) {
    Path target = folder.toAbsolutePath().normalize();
    requireReplaceable(target);
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      delete(part);
      Files.createDirectories(part);
      for (Map.Entry<String, Path> file : files.entrySet()) {
        Path to = part.resolve(file.getKey());
        Files.createDirectories(to.getParent());
        Files.copy(file.getValue(), to);
      }
      Files.writeString(part.resolve("README.md"), card);
      JSON.writeValue(
          part.resolve(SpaceBundle.MANIFEST).toFile(), manifest.withFiles(hashes(part)));
      SpaceBundle.read(part);
      Path old = target.resolveSibling(target.getFileName() + ".old");
      delete(old);
      if (Files.exists(target)) {
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      delete(old);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot write the space "
              + folder
              + ": "
              + e.getMessage()
              + ". Make room there, or choose another folder.",
          e);
    }
    return SpaceBundle.read(folder);
  }

  private static void requireReplaceable(Path folder) {
    if (Files.exists(folder) && !Files.exists(folder.resolve(SpaceBundle.MANIFEST))) {
      throw new StorageException(
          folder + " is there and is no space; choose another folder, or remove it.", null);
    }
  }

  private static Map<String, SpaceManifest.FileHash> hashes(Path folder) throws IOException {
    Map<String, SpaceManifest.FileHash> hashes = new TreeMap<>();
    for (Path file : filesOf(folder)) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      hashes.put(path, new SpaceManifest.FileHash(Files.size(file), Sha256.of(file)));
    }
    return hashes;
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
