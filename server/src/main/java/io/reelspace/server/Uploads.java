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
import java.util.stream.Stream;

/**
 * Images and clips that were uploaded to search with. They lie alone in a folder of their own,
 * under names that nobody can guess, and are deleted after a while, when there are too many, and
 * when the server starts and stops.
 */
final class Uploads implements AutoCloseable {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;
  private final MediaReader media;
  private final ServerLimits limits;
  private final Map<String, Upload> kept = new LinkedHashMap<>();

  /**
   * One that can be searched with.
   *
   * @param still whether it is an image rather than a clip
   */
  record Upload(String id, Path file, MediaProbe probe, boolean still, Instant until) {}

  Uploads(Path folder, MediaReader media, ServerLimits limits) {
    this.folder = folder;
    this.media = media;
    this.limits = limits;
    try {
      Files.createDirectories(folder);
      deleteAll();
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

  /** An upload that is still kept. */
  synchronized Optional<Upload> find(String id) {
    forget();
    return Optional.ofNullable(kept.get(id));
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
      deleteAll();
    } catch (IOException e) {
      // They are deleted when the next server starts.
    }
  }

  private void deleteAll() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(Files::isRegularFile).forEach(Uploads::delete);
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
