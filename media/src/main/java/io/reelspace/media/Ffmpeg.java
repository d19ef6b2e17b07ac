package io.reelspace.media;

import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The programs {@code ffmpeg} and {@code ffprobe} that come inside Reelspace, unpacked into a
 * folder.
 *
 * <p>Immutable, safe for use by several threads; several processes may unpack into the same folder
 * at once.
 */
public final class Ffmpeg {
  private static final Duration VERSION_LIMIT = Duration.ofSeconds(20);

  private final Path folder;

  private Ffmpeg(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks the programs, or finds them unpacked (a few milliseconds, no content is read).
   *
   * @param cache the folder that holds unpacked programs of all versions; created where missing
   * @throws StorageException when they cannot be written there, or this build carries none for the
   *     platform
   */
  public static Ffmpeg unpackedInto(Path cache) {
    return new Ffmpeg(FfmpegInstallation.in(cache));
  }

  /** The folder that holds the programs and their libraries. */
  public Path folder() {
    return folder;
  }

  /**
   * Starts the program and asks for its version, for example {@code 8.1.2}.
   *
   * @throws StorageException when it does not run, with what the system said
   */
  public String version() {
    String said;
    int exit;
    try (ChildProcess child =
        ChildProcess.start(
            this, List.of(program("ffmpeg"), "-version"), Optional.empty(), DecodeLimits.DEFAULT)) {
      said = new String(child.readAll(1 << 16, VERSION_LIMIT), StandardCharsets.UTF_8);
      exit = child.exit(VERSION_LIMIT).orElse(-1);
      if (exit == 0 && said.startsWith("ffmpeg version ")) {
        return said.split("\\s+", 4)[2];
      }
      said = said + String.join("; ", child.complaints().lines());
    } catch (IOException e) {
      throw new StorageException(cannotRun(e.getMessage()), e);
    }
    throw new StorageException(cannotRun("exit code " + exit + ", " + said.strip()));
  }

  /**
   * Reads the unpacked files and compares them with what was unpacked.
   *
   * @throws StorageException naming the first file that was changed
   */
  public void verify() {
    FfmpegInstallation.verify(folder);
  }

  /** The path of {@code ffmpeg} or {@code ffprobe}. */
  String program(String name) {
    return folder.resolve(name).toString();
  }

  private String cannotRun(String why) {
    return "the bundled ffmpeg in "
        + folder
        + " does not run ("
        + why
        + "); a folder on a disk mounted noexec cannot hold it, choose another home folder";
  }

  @Override
  public String toString() {
    return "Ffmpeg[" + folder + "]";
  }
}
