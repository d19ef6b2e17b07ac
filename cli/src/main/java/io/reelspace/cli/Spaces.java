package io.reelspace.cli;

import io.reelspace.base.BundledEncoders;
import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.ImportedEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import io.reelspace.index.IndexLocation;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.space.Space;
import io.reelspace.space.SpaceBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Opens spaces by name or folder. Folders that an index was made with are remembered in the home by
 * their fingerprint, so that a search finds the space of its index by itself.
 */
final class Spaces {

  private final Inference inference;
  private final Path remembered;
  private final Path home;
  private final Encoders imported;

  Spaces(Path home) {
    this.home = home;
    this.imported = new Encoders(home);
    this.inference = Inference.in(home.resolve("cache"));
    this.remembered = home.resolve("spaces");
  }

  /** Where a space that is created comes to lie. */
  static Path created(Path home, String name) {
    return home.resolve("created").resolve(name);
  }

  /** The folder of unpacked programs and models. */
  Path cache() {
    return inference.cache();
  }

  /** Where networks run. */
  Inference inference() {
    return inference;
  }

  /**
   * The folder of an encoder: a bundled or imported one by its id, {@code ID/KIND} where it is of
   * several kinds, or any by its folder.
   *
   * @throws MissingModelException when it is neither
   */
  Path encoder(String idOrFolder) {
    if (BundledEncoders.ids().contains(idOrFolder)) {
      return BundledEncoders.unpack(idOrFolder, cache());
    }
    Optional<Path> known = imported.named(idOrFolder);
    if (known.isPresent()) {
      return known.get();
    }
    Path folder = Path.of(idOrFolder).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new MissingModelException(
          "No encoder '"
              + idOrFolder
              + "': it is neither a folder nor one of the bundled encoders "
              + BundledEncoders.ids()
              + " or of those that reelspace encoder list shows.");
    }
    return folder;
  }

  /**
   * Where a space lies: the folder of a bundled or created one by its name, or any folder or zip.
   *
   * @throws MissingModelException when it is neither
   */
  Path folder(String nameOrFolder) {
    if (BundledSpaces.names().contains(nameOrFolder)) {
      return BundledSpaces.unpack(nameOrFolder, cache());
    }
    if (nameOrFolder.matches(ImportedEncoder.ID)
        && Files.isDirectory(created(home, nameOrFolder))) {
      return created(home, nameOrFolder);
    }
    Path folder = Path.of(nameOrFolder).toAbsolutePath().normalize();
    if (!Files.exists(folder)) {
      throw new MissingModelException(
          "No space '"
              + nameOrFolder
              + "': it is neither a folder or zip nor one of the bundled spaces "
              + BundledSpaces.names()
              + ".");
    }
    return folder;
  }

  /**
   * What a space is made of, by its name, folder or zip.
   *
   * @throws MissingModelException when there is none, or it is not whole
   */
  SpaceBundle bundle(String nameOrFolder) {
    return SpaceBundle.open(folder(nameOrFolder), cache());
  }

  /**
   * Opens a space by its name or folder, see {@link #folder}.
   *
   * @throws MissingModelException when there is none, or it is not whole
   */
  Space open(String nameOrFolder) {
    Path folder = folder(nameOrFolder);
    Space space = Space.open(folder, inference);
    if (!BundledSpaces.names().contains(nameOrFolder)) {
      remember(space, folder);
    }
    return space;
  }

  /**
   * Opens the space that an index was made with.
   *
   * @throws MissingModelException when it is not known where that space is
   */
  Space of(SpaceIdentity wanted) {
    if (BundledSpaces.names().contains(wanted.name())) {
      Space space = open(wanted.name());
      if (space.fingerprint().equals(wanted.fingerprint())) {
        return space;
      }
      space.close();
    }
    Path folder =
        recall(wanted.fingerprint())
            .orElseThrow(() ->
                new MissingModelException(
                    "The index is of the space "
                        + wanted
                        + ", which is not known here. Name its folder with --space, or index"
                        + " again into another folder."));
    return Space.open(folder, inference);
  }

  /**
   * Opens the space of an index.
   *
   * @param folder where the index is; where none is there yet, the default space is opened
   * @param wanted the space that was asked for, if any
   * @throws MissingModelException when it is not known where that space is
   */
  Space ofIndex(IndexLocation folder, Optional<String> wanted) {
    return wanted
        .map(this::open)
        .or(() -> folder.space().map(this::of))
        .orElseGet(() -> open(BundledSpaces.DEFAULT));
  }

  /** All spaces that are known here: the bundled ones, and whole ones that were opened before. */
  List<SpaceBundle> known() {
    List<SpaceBundle> known =
        new ArrayList<>(BundledSpaces.names().stream().map(this::bundle).toList());
    if (Files.isDirectory(remembered)) {
      try (Stream<Path> fingerprints = Files.list(remembered)) {
        fingerprints
            .sorted()
            .flatMap(file -> recall(file.getFileName().toString()).stream())
            .distinct()
            .flatMap(folder -> whole(folder).stream())
            .forEach(known::add);
      } catch (IOException e) {
        throw new StorageException("Cannot read " + remembered + ": " + e.getMessage(), e);
      }
    }
    return known;
  }

  private Optional<SpaceBundle> whole(Path folderOrZip) {
    try {
      return Optional.of(SpaceBundle.open(folderOrZip, cache()));
    } catch (MissingModelException e) {
      return Optional.empty(); // was a space once, and is none any more
    }
  }

  private void remember(Space space, Path folder) {
    try {
      Files.createDirectories(remembered);
      Files.writeString(remembered.resolve(space.fingerprint()), folder.toString());
    } catch (IOException e) {
      throw new StorageException(
          remembered
              + " cannot be written ("
              + e.getMessage()
              + "); make room, or make it writable.",
          e);
    }
  }

  private Optional<Path> recall(String fingerprint) {
    try {
      return Optional.of(Path.of(Files.readString(remembered.resolve(fingerprint))))
          .filter(Files::exists);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
