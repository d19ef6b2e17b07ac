package io.reelspace.encode.hub;

import io.reelspace.encode.ModelFiles;
import io.reelspace.encode.ModelPrecision;
import io.reelspace.error.RemoteException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * Brings the files of a model that an import needs into a cache: the graphs in one precision and
 * all that is said of them. What was interrupted goes on where it was; each file is compared with
 * the hub's sum before it counts; what is there already is not fetched again.
 *
 * @param hub where from
 * @param cache the files come to lie below {@code hub/OWNER--NAME/COMMIT/}
 * @param progress is told of what comes
 */
public record HubDownload(Hub hub, Path cache, Progress progress) {
  private static final int TRIES = 4;
  private static final String INCOMPLETE = ".incomplete";

  /** Is told how far a download has come. */
  @FunctionalInterface
  public interface Progress {
    /** Says nothing. */
    Progress SILENT = (file, done, all) -> {};

    /**
     * So much is there.
     *
     * @param file that comes now
     * @param done bytes of all files that are there
     * @param all bytes of all files
     */
    void at(String file, long done, long all);
  }

  /**
   * What was fetched.
   *
   * @param folder with the files as they lie in the repository
   * @param commit that the revision stood for
   * @param licence as the model's card states it; empty where it does not
   */
  public record Fetched(Path folder, String commit, String licence) {}

  /**
   * Fetches a model.
   *
   * @throws RemoteException when the hub cannot be reached, refuses, or gives other files than it
   *     states
   * @throws StorageException when the cache cannot be written
   * @throws io.reelspace.error.MissingModelException when the repository holds no graph
   */
  public Fetched fetch(HubAddress address, ModelPrecision precision) {
    Hub.Repository repository = hub.list(address);
    Set<String> wanted =
        ModelFiles.wanted(
            repository.files().stream().map(HubFile::path).toList(),
            address.within(),
            precision,
            address.toString());
    List<HubFile> files =
        repository.files().stream().filter(file -> wanted.contains(file.path())).toList();
    Path folder =
        cache
            .resolve("hub")
            .resolve(address.owner() + "--" + address.name())
            .resolve(repository.commit());
    long all = files.stream().mapToLong(HubFile::bytes).sum();
    long done = 0;
    try (HttpClient client = hub.client()) {
      for (HubFile file : files) {
        fetch(client, address, repository.commit(), file, folder, done, all);
        done += file.bytes();
      }
    }
    return new Fetched(folder, repository.commit(), repository.licence());
  }

  private void fetch(
      HttpClient client,
      HubAddress address,
      String commit,
      HubFile file,
      Path folder,
      long before,
      long all) {
    Path target = folder.resolve(file.path());
    Path part = target.resolveSibling(target.getFileName() + INCOMPLETE);
    try {
      if (Files.isRegularFile(target) && Files.size(target) == file.bytes()) {
        return;
      }
      Files.createDirectories(target.getParent());
    } catch (IOException e) {
      throw unwritable(target, e);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        receive(client, address, commit, file, part, before, all);
        break;
      } catch (UnwritableException e) {
        throw unwritable(target, e.cause);
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw hub.failed(address, e);
        }
      }
    }
    keep(address, file, part, target);
  }

  /** A failure of the disk, where others are of the network. */
  private static final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1;
    private final IOException cause;

    UnwritableException(IOException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private void receive(
      HttpClient client,
      HubAddress address,
      String commit,
      HubFile file,
      Path part,
      long before,
      long all)
      throws IOException {
    long there = Files.exists(part) ? Files.size(part) : 0;
    if (there > file.bytes()) {
      Files.delete(part);
      there = 0;
    }
    if (there == file.bytes() && there > 0) {
      return;
    }
    HttpResponse<InputStream> response = hub.open(client, address, commit, file, there);
    long written = response.statusCode() == 206 ? there : 0;
    try (InputStream in = new PatientStream(response.body(), hub.patience());
        OutputStream out = output(part, written > 0)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        written += n;
        if (written > file.bytes()) {
          break; // more than was stated: the sum will tell
        }
        write(out, buffer, n);
        progress.at(file.path(), before + written, all);
      }
    }
    if (written < file.bytes()) {
      throw new IOException(file.path() + " ends after " + written + " bytes");
    }
  }

  private static OutputStream output(Path part, boolean goesOn) throws IOException {
    try {
      return goesOn
          ? Files.newOutputStream(part, StandardOpenOption.APPEND)
          : Files.newOutputStream(part);
    } catch (IOException e) {
      throw new UnwritableException(e);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int length) throws IOException {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new UnwritableException(e);
    }
  }

  private void keep(HubAddress address, HubFile file, Path part, Path target) {
    try {
      if (!Files.exists(part)) {
        Files.createFile(part); // a file without content
      }
      if (!file.matches(part)) {
        Files.delete(part);
        throw new RemoteException(
            "The hub "
                + hub.base()
                + " gave another "
                + file.path()
                + " of "
                + address
                + " than it states ("
                + file.algorithm()
                + " differs). Nothing of it was kept; try again, or another mirror.");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  private static StorageException unwritable(Path target, IOException cause) {
    return new StorageException(
        "Cannot write "
            + target
            + ": "
            + cause.getMessage()
            + ". Make room there, or choose another folder with --home or REELSPACE_HOME.",
        cause);
  }
}
