package io.reelspace.cli;

import io.reelspace.encode.ImportedEncoder;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The encoders that were imported into a home. */
final class Encoders {

  private final Path store;

  Encoders(Path home) {
    this.store = home.resolve("encoders");
  }

  /** The folder of all of them. */
  Path store() {
    return store;
  }

  /** All, by their ids. */
  List<ImportedEncoder> all() {
    if (!Files.isDirectory(store)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(store)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches(ImportedEncoder.ID))
          .sorted()
          .flatMap(folder -> readable(folder).stream())
          .toList();
    } catch (IOException e) {
      throw new StorageException("Cannot read " + store + ": " + e.getMessage(), e);
    }
  }

  private static Optional<ImportedEncoder> readable(Path folder) {
    try {
      return Optional.of(ImportedEncoder.read(folder));
    } catch (MissingModelException e) {
      return Optional.empty();
    }
  }

  /** What is known of an encoder; empty when none of that id was imported. */
  Optional<ImportedEncoder> find(String id) {
    boolean there = id.matches(ImportedEncoder.ID) && Files.isDirectory(store.resolve(id));
    return there ? Optional.of(ImportedEncoder.read(store.resolve(id))) : Optional.empty();
  }

  /** The folder of the encoder of a kind. */
  Path folder(ImportedEncoder encoder, String kind) {
    if (!encoder.kinds().contains(kind)) {
      throw new MissingModelException(
          "The encoder '"
              + encoder.id()
              + "' is of "
              + String.join(" and ", encoder.kinds())
              + ", not of "
              + kind
              + ". Name another; reelspace encoder list shows what there is.");
    }
    return store.resolve(encoder.id()).resolve(kind);
  }

  /**
   * The folder that an id stands for: the only encoder of it, or the one of {@code ID/KIND}; empty
   * when none of that id was imported.
   */
  Optional<Path> named(String text) {
    int slash = text.indexOf('/');
    String id = slash < 0 ? text : text.substring(0, slash);
    return find(id)
        .map(encoder -> {
          if (slash < 0 && encoder.kinds().size() > 1) {
            throw new MissingModelException(
                "The encoder '"
                    + id
                    + "' is of several kinds; write "
                    + id
                    + "/"
                    + String.join(" or " + id + "/", encoder.kinds())
                    + ".");
          }
          return folder(
              encoder, slash < 0 ? encoder.kinds().getFirst() : text.substring(slash + 1));
        });
  }
}
