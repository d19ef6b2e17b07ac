package io.reelspace.index;

import io.reelspace.media.Sidecar;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the files with words beside videos; each folder is listed once. */
final class SidecarScan {

  /** Goes up when words are read in another way, so that they are read again. */
  private static final String VERSION = "1";

  private final Map<Path, List<Path>> folders = new HashMap<>();

  /**
   * The words of a video.
   *
   * @param fingerprint changes when a file comes, goes or changes
   */
  record Found(List<Sidecar> sidecars, String fingerprint) {}

  Found beside(Path video) {
    if (MediaNames.isPicture(video)) {
      return new Found(List.of(), VERSION);
    }
    List<Sidecar> sidecars =
        folders.computeIfAbsent(video.getParent(), SidecarScan::candidates).stream()
            .flatMap(candidate -> Sidecar.of(video, candidate).stream())
            .toList();
    List<String> parts = new ArrayList<>(List.of(VERSION));
    sidecars.forEach(sidecar -> parts.add(fingerprint(sidecar.file())));
    return new Found(sidecars, String.join(" | ", parts));
  }

  private static List<Path> candidates(Path folder) {
    List<Path> candidates = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Sidecar::mayBe)) {
      entries.forEach(candidates::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // the walk over the folder reports what cannot be read
    }
    candidates.sort(null);
    return candidates;
  }

  private static String fingerprint(Path file) {
    String name = String.valueOf(file.getFileName());
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return "%s %d %d"
          .formatted(name, attributes.size(), attributes.lastModifiedTime().toMillis());
    } catch (IOException e) {
      return name; // reading it will say what is wrong
    }
  }
}
