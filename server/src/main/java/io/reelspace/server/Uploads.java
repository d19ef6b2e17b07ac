package io.reelspace.server;

import io.reelspace.error.ReelspaceException;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.MediaProbe;
import io.reelspace.media.MediaReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Images and clips that were uploaded to search with. They lie alone in a folder of their own,
 * under names that nobody can guess, and are deleted after a while and when one server took too
 * many; where the folder is this server's alone also when it starts and stops. Where several
 * servers share it, each finds what the others took.
 */
final class Uploads implements AutoCloseable {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");

  private final Path folder;
  private final boolean shared;
  private final MediaReader media;
  private final ServerLimits limits;
  private final Map<String, Upload> kept = new LinkedHashMap<>();

  /**
   * One that can be searched with.
   *
   * @param still whether it is an image rather than a clip
   */
  record Upload(String id, Path file, MediaProbe probe, boolean still, Instant until) {}

  /**
   * Opens a folder, and makes it where it is missing.
   *
   * @param shared whether other servers use it as well
   * @throws StorageException when it cannot be made or read
   */
  Uploads(Path folder, boolean shared, MediaReader media, ServerLimits limits) {
    this.folder = folder;
    this.shared = shared;
    this.media = media;
    this.limits = limits;
    try {
      Files.createDirectories(folder);
      deleteLeft();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Takes a file in.
   *
   * @throws RequestException when it is too large or too long, is no medium, or has too many pixels
   * @throws IOException when the sender breaks off
   */
  Upload add(InputStream content) throws IOException {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    Path file = folder.resolve(id);
    try {
      copy(content, file);
      Upload upload = examined(id, file);
      keep(upload);
      return upload;
    } catch (UnreadableMediaException e) {
      delete(file);
      throw RequestException.unprocessable(withoutFolder(e.getMessage()));
    } catch (RequestException | ReelspaceException | IOException e) {
      delete(file);
      throw e;
    }
  }

  private void copy(InputStream content, Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        total += read;
        if (total > limits.uploadBytes()) {
          throw RequestException.tooLarge(
              "an image or clip to search with has at most %d MiB"
                  .formatted(limits.uploadBytes() >> 20));
        }
        try {
          out.write(buffer, 0, read);
        } catch (IOException e) {
          throw failed(e);
        }
      }
    }
  }

  private Upload examined(String id, Path file) {
    MediaProbe probe = media.probe(file);
    if (probe.duration().orElse(0) > limits.uploadSeconds()) {
      throw RequestException.unprocessable(
          "a clip to search with is at most %.0f s long; cut out what you look for"
              .formatted(limits.uploadSeconds()));
    }
    boolean still = probe.container().endsWith("_pipe") || probe.container().equals("ico");
    return new Upload(id, file, probe, still, Instant.now().plus(limits.uploadAge()));
  }

  /** An upload that is still kept, by whichever server. */
  Optional<Upload> find(String id) {
    Optional<Upload> own = own(id);
    return own.isPresent() || !shared || !NAME.matcher(id).matches() ? own : others(id);
  }

  private synchronized Optional<Upload> own(String id) {
    forget();
    return Optional.ofNullable(kept.get(id));
  }

  private Optional<Upload> others(String id) {
    Path file = folder.resolve(id);
    try {
      boolean young = until(file).isAfter(Instant.now());
      return young ? Optional.of(examined(id, file)) : Optional.empty();
    } catch (IOException | ReelspaceException | RequestException e) {
      return Optional.empty(); // not there, or not whole
    }
  }

  private Instant until(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant().plus(limits.uploadAge());
  }

  /** Deletes an upload. */
  synchronized void remove(String id) {
    Upload upload = kept.remove(id);
    if (upload != null) {
      delete(upload.file());
    }
  }

  private synchronized void keep(Upload upload) {
    forget();
    kept.put(upload.id(), upload);
    Iterator<Upload> oldest = kept.values().iterator();
    while (kept.size() > limits.uploads()) {
      delete(oldest.next().file());
      oldest.remove();
    }
  }

  private void forget() {
    Instant now = Instant.now();
    kept.values()
        .removeIf(upload -> {
          boolean old = upload.until().isBefore(now);
          if (old) {
            delete(upload.file());
          }
          return old;
        });
  }

  /** What a message says, without the folder of uploads. */
  String withoutFolder(String message) {
    return message.replace(folder + "/", "upload:");
  }

  @Override
  public synchronized void close() {
    kept.clear();
    try {
      deleteLeft();
    } catch (IOException e) {
      // They are deleted when the next server starts.
    }
  }

  /** Deletes what nobody searches with any more. */
  private void deleteLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !shared || isOld(file))
          .forEach(Uploads::delete);
    }
  }

  private boolean isOld(Path file) {
    try {
      return until(file).isBefore(Instant.now());
    } catch (IOException e) {
      return false; // another server has just deleted it
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Tried again when the server starts.
    }
  }

  private StorageException failed(IOException e) {
    return new StorageException(
        "an upload cannot be kept in " + folder + " (" + e + "); make room there", e);
  }
}
