package io.reelspace.base;

import io.reelspace.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The sample clips that come with Reelspace: real videos of a few seconds. {@code LICENCES.md}
 * beside them says where each is from and what it may be used for.
 */
public final class SampleClips {

  private static final String LICENCES = "LICENCES.md";

  private static final List<String> NAMES =
      List.of(
          "bicycles.mp4", "car.mp4", "dog.mp4", "rabbit.mp4", "skyscrapers.webm", "terminal.ogv");

  private SampleClips() {}

  /** The file names of all clips. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * Puts the clips and their licences into a folder. A file that is there with the right length is
   * left as it is, so that an index of it stays up to date.
   *
   * @throws StorageException when they cannot be written
   */
  public static void unpackInto(Path folder) {
    try {
      Files.createDirectories(folder);
      for (String name : NAMES) {
        unpack(name, folder.resolve(name));
      }
      unpack(LICENCES, folder.resolve(LICENCES));
    } catch (IOException e) {
      throw new StorageException(
          "The sample clips cannot be written to "
              + folder
              + " ("
              + e.getMessage()
              + "). Make room there, or choose another folder with --home or REELSPACE_HOME.",
          e);
    }
  }

  private static void unpack(String name, Path file) throws IOException {
    byte[] content;
    try (InputStream resource = SampleClips.class.getResourceAsStream("clips/" + name)) {
      content = resource.readAllBytes();
    }
    if (Files.isRegularFile(file) && Files.size(file) == content.length) {
      return;
    }
    Path part = Files.createTempFile(file.getParent(), "unpacking", ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
