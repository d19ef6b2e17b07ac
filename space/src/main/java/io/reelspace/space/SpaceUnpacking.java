package io.reelspace.space;

import io.reelspace.encode.CachedFolder;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Unpacks spaces into a cache. Only the files that a space's manifest lists are written, none of
 * them longer than it says, and each is compared with its SHA-256: an archive can neither write
 * outside of the folder nor fill the disk with more than it declares.
 */
public final class SpaceUnpacking {
  private static final long LONGEST_MANIFEST = 1 << 24;

  private SpaceUnpacking() {}

  /**
   * Unpacks a space unless it is there already.
   *
   * @param origin names the source in messages
   * @param cache the space comes to lie below {@code spaces/}
   * @return the bundle's folder
   * @throws MissingModelException when the source holds no space, or not the files that its
   *     manifest names
   * @throws StorageException when the cache cannot be written
   */
  public static Path unpack(SpaceSource source, String origin, Path cache) {
    byte[] json;
    try (InputStream in = source.open(SpaceBundle.MANIFEST)) {
      json = in.readNBytes((int) LONGEST_MANIFEST);
    } catch (IOException e) {
      throw new MissingModelException(
          "No space in " + origin + ": it holds no readable " + SpaceBundle.MANIFEST + ".", e);
    }
    SpaceManifest manifest = SpaceBundle.parse(json, origin + "/" + SpaceBundle.MANIFEST);
    String version = SpaceBundle.fingerprint(manifest).substring(0, 16);
    Path folder = cache.resolve("spaces").resolve(manifest.name() + "-" + version);
    try {
      CachedFolder.make(
          folder,
          part -> {
            for (Map.Entry<String, SpaceManifest.FileHash> file : manifest.files().entrySet()) {
              write(source, file.getKey(), file.getValue(), part, origin);
            }
            Files.write(part.resolve(SpaceBundle.MANIFEST), json);
          });
      renew(folder.resolve(SpaceBundle.MANIFEST), json);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot unpack the space "
              + manifest.name()
              + " to "
              + folder
              + " ("
              + e.getMessage()
              + "). Make room there, or choose another folder with --home or REELSPACE_HOME.",
          e);
    }
    return folder;
  }

  /**
   * What was unpacked before may say something else of the same embeddings: how they are scored, or
   * what they reach.
   */
  private static void renew(Path file, byte[] json) throws IOException {
    if (!Arrays.equals(Files.readAllBytes(file), json)) {
      Path part = Files.createTempFile(file.getParent(), SpaceBundle.MANIFEST, ".part");
      Files.write(part, json);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Unpacks a zip, in which {@code space.json} lies at the top or in the only folder there. */
  static Path unpackZip(Path zip, Path cache) {
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      String folder =
          archive.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.matches("([^/]+/)?" + SpaceBundle.MANIFEST))
              .findFirst()
              .map(name -> name.substring(0, name.length() - SpaceBundle.MANIFEST.length()))
              .orElse("");
      return unpack(path -> entry(archive, folder + path), zip.toString(), cache);
    } catch (IOException e) {
      throw new MissingModelException(
          "Cannot read the space "
              + zip
              + ": "
              + e.getMessage()
              + ". It must be a folder with space.json, or a zip of one.",
          e);
    }
  }

  private static InputStream entry(ZipFile archive, String name) throws IOException {
    ZipEntry entry = archive.getEntry(name);
    if (entry == null) {
      throw new IOException("no " + name);
    }
    return archive.getInputStream(entry);
  }

  private static void write(
      SpaceSource source, String path, SpaceManifest.FileHash expected, Path folder, String origin)
      throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Sha256.Sum sum = new Sha256.Sum();
    try (InputStream in = open(source, path, origin);
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = read(in, buffer, origin); n >= 0; n = read(in, buffer, origin)) {
        sum.add(buffer, n);
        if (sum.bytes() > expected.bytes()) {
          break;
        }
        out.write(buffer, 0, n);
      }
    }
    if (sum.bytes() != expected.bytes() || !sum.hex().equalsIgnoreCase(expected.sha256())) {
      throw new MissingModelException(
          path
              + " in "
              + origin
              + " is not the file that "
              + SpaceBundle.MANIFEST
              + " names (size or SHA-256 differs). The space is damaged; fetch it again.");
    }
  }

  private static InputStream open(SpaceSource source, String path, String origin) {
    try {
      return source.open(path);
    } catch (IOException e) {
      throw new MissingModelException(
          "The space " + origin + " lacks the file " + path + ". Fetch it again.", e);
    }
  }

  /** Keeps failures of the source apart from those of the disk. */
  private static int read(InputStream in, byte[] buffer, String origin) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new MissingModelException(
          "The space " + origin + " is damaged (" + e.getMessage() + "). Fetch it again.", e);
    }
  }
}
