package io.reelspace.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds, among files that are new or changed, those whose content the index holds already: moved
 * from another path, copied, or touched. Only files of the same size as an indexed video are read
 * for it.
 *
 * <p>A video has moved when its old path no longer holds its content. Of several such files each
 * takes over another video, the one of its own name before others. Where the old path may be gone
 * only for a while, the video stays there too.
 */
final class KnownContent {

  /**
   * A file to be indexed.
   *
   * @param before what the index holds under its path
   */
  record Open(
      MediaFile file,
      Optional<IndexedVideo> before,
      SidecarScan.Found sidecars,
      boolean samePictures) {}

  private final String sampler;
  private final Predicate<Path> doubtful;
  private final Map<Long, List<IndexedVideo>> bySize;
  private final Set<String> moved = new HashSet<>();

  /**
   * @param doubtful tells paths that may be gone only because their disk is not mounted
   */
  KnownContent(VideoIndex index, String sampler, List<Open> files, Predicate<Path> doubtful) {
    this.sampler = sampler;
    this.doubtful = doubtful;
    Set<Long> sizes =
        files.stream()
            .filter(open -> !open.samePictures())
            .map(open -> open.file().bytes())
            .collect(Collectors.toSet());
    this.bySize =
        sizes.isEmpty()
            ? Map.of()
            : index.videosOfSize(sizes).stream()
                .filter(video -> video.content().isPresent())
                .collect(Collectors.groupingBy(IndexedVideo::bytes));
  }

  /** The files in their order, those first that need no decoding. */
  List<VideoInProgress> resolve(List<Open> files) {
    Map<Path, String> hashes = new HashMap<>();
    Map<Path, IndexedVideo> sources = new HashMap<>();
    Map<Path, List<IndexedVideo>> matches = new HashMap<>();
    for (Open open : files) {
      List<IndexedVideo> same = open.samePictures() ? List.of() : matches(open.file(), hashes);
      Path path = open.file().path();
      Optional<IndexedVideo> own =
          same.stream().filter(video -> video.path().equals(path.toString())).findFirst();
      own.ifPresent(video -> sources.put(path, video));
      if (own.isEmpty() && !same.isEmpty()) {
        matches.put(path, same);
      }
    }
    Set<String> stay = sources.values().stream().map(IndexedVideo::id).collect(Collectors.toSet());
    matches.forEach(
        (path, same) -> sources.put(path, origin(path, same, stay).orElseGet(same::getFirst)));
    return inProgress(files, hashes, sources);
  }

  /** Whether a video was found elsewhere and is not to stay at its path. */
  boolean isReplaced(IndexedVideo video) {
    Path path = Path.of(video.path());
    return moved.contains(video.id()) && Files.notExists(path) && !doubtful.test(path);
  }

  private List<IndexedVideo> matches(MediaFile file, Map<Path, String> hashes) {
    List<IndexedVideo> sameSize = bySize.getOrDefault(file.bytes(), List.of());
    if (sameSize.isEmpty()) {
      return List.of();
    }
    Optional<String> hash = ContentHash.of(file);
    hash.ifPresent(text -> hashes.put(file.path(), text));
    return sameSize.stream()
        .filter(video -> video.sampler().equals(sampler))
        .filter(video -> hash.filter(text -> ContentHash.isSame(file, text, video)).isPresent())
        .toList();
  }

  /** The video that moved to a path, which no other takes over from here on. */
  private Optional<IndexedVideo> origin(Path path, List<IndexedVideo> same, Set<String> stay) {
    List<IndexedVideo> gone =
        same.stream()
            .filter(video -> !stay.contains(video.id()) && !moved.contains(video.id()))
            .filter(this::hasLeft)
            .toList();
    Optional<IndexedVideo> origin =
        gone.stream()
            .filter(video -> Path.of(video.path()).getFileName().equals(path.getFileName()))
            .findFirst()
            .or(() -> gone.stream().findFirst());
    origin.ifPresent(video -> moved.add(video.id()));
    return origin;
  }

  private boolean hasLeft(IndexedVideo video) {
    Path path = Path.of(video.path());
    try {
      BasicFileAttributes there = Files.readAttributes(path, BasicFileAttributes.class);
      return there.size() != video.bytes()
          || !there.lastModifiedTime().toInstant().equals(video.modified());
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      return false; // what cannot be looked at may still be there
    }
  }

  private List<VideoInProgress> inProgress(
      List<Open> files, Map<Path, String> hashes, Map<Path, IndexedVideo> sources) {
    List<VideoInProgress> known = new ArrayList<>();
    List<VideoInProgress> unknown = new ArrayList<>();
    for (Open open : files) {
      Path path = open.file().path();
      Optional<IndexedVideo> source =
          open.samePictures() ? open.before() : Optional.ofNullable(sources.get(path));
      Optional<IndexedVideo> movedHere = source.filter(video -> moved.contains(video.id()));
      Optional<IndexedVideo> stayed = open.before().filter(video -> !moved.contains(video.id()));
      VideoInProgress video =
          new VideoInProgress(
              open.file(),
              open.sidecars(),
              new VideoInProgress.Known(
                  movedHere.or(() -> stayed),
                  source,
                  words(open, source),
                  movedHere.filter(this::isReplaced),
                  Optional.ofNullable(hashes.get(path))));
      (source.isPresent() ? known : unknown).add(video);
    }
    known.addAll(unknown);
    return known;
  }

  /** The video whose words are those of a file: of the same content, with the same files beside. */
  private static Optional<IndexedVideo> words(Open open, Optional<IndexedVideo> source) {
    return source
        .or(() -> open.before().filter(before -> open.file().hasContentOf(before)))
        .filter(video -> video.words().sources().equals(open.sidecars().fingerprint()));
  }
}
