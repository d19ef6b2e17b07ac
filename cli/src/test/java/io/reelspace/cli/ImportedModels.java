package io.reelspace.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Small random models of public families, and homes to import them into. */
final class ImportedModels {

  private static final Path FAMILIES =
      Path.of(System.getProperty("reelspace.project"))
          .resolve("encode/src/test/resources/io/reelspace/encode/families");

  private ImportedModels() {}

  /** The folder of a model. */
  static Path family(String name) {
    return FAMILIES.resolve(name);
  }

  /** The reference vectors of a model, with the photos beside them. */
  static Path references(String name, Path folder) {
    try {
      try (var photos = Files.list(family("photos"))) {
        for (Path photo : photos.toList()) {
          Files.copy(photo, folder.resolve(photo.getFileName().toString()));
        }
      }
      return Files.copy(family(name).resolve("expected.json"), folder.resolve("reference.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty home that shares unpacked programs with other tests. */
  static Path home(Path folder) {
    try {
      Files.createDirectories(Ran.HOME.resolve("cache"));
      Path home = Files.createDirectory(folder.resolve("home"));
      Files.createSymbolicLink(home.resolve("cache"), Ran.HOME.resolve("cache"));
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Ran run(Path home, String... words) {
    return run(home, Map.of(), words);
  }

  static Ran run(Path home, Map<String, String> environment, String... words) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("REELSPACE_HOME", home.toString());
    return Ran.with(all, "", words);
  }
}
