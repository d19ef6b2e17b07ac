package io.reelspace.spark;

import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * A video on a disk of the executor, where the decoder can read it: itself, or a copy of one that
 * lies elsewhere, with the subtitles beside it. Copies have the times of what they are copies of,
 * by which it is known whether that has changed.
 *
 * @param location as it was listed: a path, or the address of a file in a file system of Hadoop
 * @param path on this machine
 * @param isCopy whether it lies in the task's own folder
 * @param bytes of the listed file
 * @param modified time of the listed file
 */
record LocalVideo(String location, Path path, boolean isCopy, long bytes, Instant modified) {

  /** One letter is a drive. */
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/");

  /**
   * How large a video is, wherever it lies.
   *
   * @throws IOException when it is not there or cannot be read
   */
  static long bytes(String location, Configuration hadoop) throws IOException {
    if (isLocal(location)) {
      return Files.size(path(location));
    }
    org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(location);
    return FileSystems.of(remote, hadoop).getFileStatus(remote).getLen();
  }

  /**
   * Finds a video. Of one that is on no disk of this machine only the subtitles are copied; see
   * {@link #fetch}.
   *
   * @param folder for copies; several videos may have the same name
   * @throws IOException when it is not there or cannot be read
   */
  static LocalVideo of(String location, Path folder, Configuration hadoop) throws IOException {
    if (isLocal(location)) {
      Path path = path(location);
      if (!Files.isReadable(path) || Files.isDirectory(path)) {
        throw new IOException(
            Files.exists(path) ? "is no file that can be read" : "there is no such file");
      }
      return new LocalVideo(
          path.toString(),
          path,
          false,
          Files.size(path),
          Files.getLastModifiedTime(path).toInstant());
    }
    org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(location);
    FileSystem system = FileSystems.of(remote, hadoop);
    FileStatus status = system.getFileStatus(remote);
    Files.createDirectories(folder);
    for (FileStatus words : Subtitles.beside(remote, system)) {
      copy(system, words, folder);
    }
    return new LocalVideo(
        location,
        folder.resolve(remote.getName()),
        true,
        status.getLen(),
        Instant.ofEpochMilli(status.getModificationTime()));
  }

  /**
   * Has the video where the decoder can read it.
   *
   * @throws IOException when it cannot be copied
   */
  void fetch(Configuration hadoop) throws IOException {
    if (isCopy && Files.notExists(path)) {
      org.apache.hadoop.fs.Path remote = new org.apache.hadoop.fs.Path(location);
      FileSystem system = FileSystems.of(remote, hadoop);
      copy(system, system.getFileStatus(remote), path.getParent());
    }
  }

  private static void copy(FileSystem system, FileStatus file, Path folder) throws IOException {
    Path target = folder.resolve(file.getPath().getName());
    system.copyToLocalFile(
        false, file.getPath(), new org.apache.hadoop.fs.Path(target.toUri()), true);
    Files.setLastModifiedTime(target, FileTime.fromMillis(file.getModificationTime()));
  }

  /**
   * A location as it is kept: the absolute path of a file on a disk; any other, and what can be no
   * path, as it is.
   */
  static String normalised(String location) {
    try {
      return isLocal(location) ? path(location).toString() : location;
    } catch (IllegalArgumentException e) {
      return location; // its row will say so
    }
  }

  /** Whether a location is one of this machine's disks, or one that all machines have. */
  private static boolean isLocal(String location) {
    return !SCHEME.matcher(location).lookingAt() || location.startsWith("file:");
  }

  private static Path path(String location) {
    Path path = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
    return path.toAbsolutePath().normalize();
  }

  /** Its identifier in an index. */
  String id() {
    return isCopy
        ? Identifiers.video(new org.apache.hadoop.fs.Path(location).toUri())
        : Identifiers.video(path);
  }

  /** A video of {@link #path} under the name by which it was listed. */
  IndexedVideo listed(IndexedVideo video) {
    return isCopy
        ? video.withFile(id(), location, modified, video.added(), video.content())
        : video;
  }

  /** All that an index of this machine holds of it, under the name by which it was listed. */
  Optional<StoredVideo> stored(VideoIndex index) {
    String here = Identifiers.video(path);
    return index
        .video(here)
        .map(video ->
            new StoredVideo(
                listed(video), index.segments(here), index.windows(here), index.lines(here)));
  }

  /** A video of {@link #location} under the name by which an ingest on this machine knows it. */
  IndexedVideo here(IndexedVideo video) {
    return isCopy
        ? video.withFile(
            Identifiers.video(path),
            path.toString(),
            video.modified(),
            video.added(),
            video.content())
        : video;
  }
}
