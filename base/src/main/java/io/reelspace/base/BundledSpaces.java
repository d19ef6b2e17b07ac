package io.reelspace.base;

import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import io.reelspace.space.SpaceBundle;
import io.reelspace.space.SpaceManifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The spaces that come with Reelspace, by name. */
public final class BundledSpaces {
  /** The space that is used where none is named. */
  public static final String DEFAULT = "concept";

  private static final List<String> NAMES = List.of("concept");

  /** Models that come in other jars, by their path in a bundle. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "encoders/all-minilm-l6-v2/model.onnx", "/all-minilm-l6-v2.onnx",
          "encoders/all-minilm-l6-v2/tokenizer.json", "/all-minilm-l6-v2-tokenizer.json");

  private BundledSpaces() {}

  /** The names of all bundled spaces. */
  public static List<String> names() {
    return NAMES;
  }

  /**
   * The folder of a bundled space below a cache folder, unpacked when it is not there yet. Several
   * processes may do so at once: the folder appears whole, verified, or not at all.
   *
   * @throws MissingModelException when there is no space of that name
   * @throws StorageException when it cannot be unpacked
   */
  public static Path unpack(String name, Path cache) {
    if (!NAMES.contains(name)) {
      throw new MissingModelException(
          "No space named '" + name + "'. Bundled are " + NAMES + "; or name a space's folder.");
    }
    byte[] json = read(name);
    SpaceManifest manifest = SpaceBundle.parse(json, "the bundled " + name + "/space.json");
    String version = SpaceBundle.fingerprint(manifest).substring(0, 16);
    Path folder = cache.resolve("spaces").resolve(name + "-" + version);
    if (Files.isRegularFile(folder.resolve("space.json"))) {
      return folder;
    }
    try {
      Files.createDirectories(folder.getParent());
      Path part = Files.createTempDirectory(folder.getParent(), name + "-unpacking-");
      try {
        fill(part, name, json, manifest);
        new SpaceBundle(part, manifest).verify();
        moveInto(part, folder);
      } finally {
        deleteTree(part);
      }
    } catch (IOException e) {
      throw new StorageException(
          "Cannot unpack the space "
              + name
              + " to "
              + folder
              + " ("
              + e.getMessage()
              + "). Make room there, or choose another folder with --home or REELSPACE_HOME.",
          e);
    }
    return folder;
  }

  private static byte[] read(String name) {
    try (InputStream in = resource(name, "space.json").orElseThrow()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new StorageException("Cannot read the bundled space " + name, e);
    }
  }

  private static void fill(Path folder, String name, byte[] json, SpaceManifest manifest)
      throws IOException {
    for (String path : manifest.files().keySet()) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      try (InputStream in =
          resource(name, path)
              .orElseThrow(() ->
                  new MissingModelException(
                      "The installation lacks "
                          + path
                          + " of the space "
                          + name
                          + ". Build or install Reelspace again."))) {
        Files.copy(in, file);
      }
    }
    Files.write(folder.resolve("space.json"), json);
  }

  /** A file of a space: its own, or one that spaces share. */
  private static Optional<InputStream> resource(String space, String path) {
    return Stream.of("spaces/" + space + "/" + path, path, ELSEWHERE.getOrDefault(path, path))
        .map(BundledSpaces.class::getResourceAsStream)
        .filter(java.util.Objects::nonNull)
        .findFirst();
  }

  private static void moveInto(Path part, Path folder) throws IOException {
    try {
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (IOException e) {
      if (!Files.isRegularFile(folder.resolve("space.json"))) {
        throw e;
      }
      // Another process was first with the same files.
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
