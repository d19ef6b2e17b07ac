package io.reelspace.index;

import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Predicate<Path> doubtful;
  private final Set<Long> sizes;
  private final Map<String, SameContent> byHash = new HashMap<>();
  private final Set<String> moved = new HashSet<>();

  /**
   * @param doubtful tells paths that may be gone only because their disk is not mounted
   */
  KnownContent(VideoIndex index, String sampler, List<Open> files, Predicate<Path> doubtful) {
    this.doubtful = doubtful;
    Set<Long> wanted =
        files.stream()
            .filter(open -> !open.samePictures())
            .map(open -> open.file().bytes())
            .collect(Collectors.toSet());
    List<IndexedVideo> indexed = wanted.isEmpty() ? List.of() : index.videosOfSize(wanted);
    this.sizes = new HashSet<>();
    for (IndexedVideo video : indexed) {
      if (video.content().isPresent() && video.sampler().equals(sampler)) {
        sizes.add(video.bytes());
        byHash.computeIfAbsent(video.content().get(), _ -> new SameContent()).add(video);
      }
    }
  }

  /** The files in their order, those first that need no decoding. */
  List<VideoInProgress> resolve(List<Open> files) {
    Map<Path, String> hashes = new HashMap<>();
    Map<Path, IndexedVideo> sources = new HashMap<>();
    for (Open open : files) {
      if (open.samePictures() || !sizes.contains(open.file().bytes())) {
        continue;
      }
      Path path = open.file().path();
      ContentHash.of(open.file()).ifPresent(hash -> hashes.put(path, hash));
      sameContent(path, hashes)
          .flatMap(same -> same.at(open.file(), hashes.get(path)))
          .ifPresent(video -> sources.put(path, video));
    }
    for (Open open : files) {
      Path path = open.file().path();
      if (!sources.containsKey(path)) {
        sameContent(path, hashes)
            .flatMap(same -> same.elsewhere(open.file(), hashes.get(path), moved))
            .ifPresent(video -> sources.put(path, video));
      }
    }
    return inProgress(files, hashes, sources);
  }

  private Optional<SameContent> sameContent(Path path, Map<Path, String> hashes) {
    return Optional.ofNullable(hashes.get(path)).map(byHash::get);
  }

  /** Whether a video was found elsewhere and is not to stay at its path. */
  boolean isReplaced(IndexedVideo video) {
    Path path = Path.of(video.path());
    return moved.contains(video.id()) && Files.notExists(path) && !doubtful.test(path);
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
