package io.reelspace.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The videos of an index whose files have one hash, which may be thousands. Each file that is
 * looked for costs a few comparisons, and each video at most one look at its path.
 */
final class SameContent {

  private final SequencedMap<Path, IndexedVideo> videos = new LinkedHashMap<>();

  /** Videos whose path no longer holds this content, all and by the name of their file. */
  private Optional<SequencedSet<IndexedVideo>> departed = Optional.empty();

  private final Map<Path, SequencedSet<IndexedVideo>> departedByName = new LinkedHashMap<>();
  private final Set<Path> stay = new LinkedHashSet<>();

  void add(IndexedVideo video) {
    videos.put(Path.of(video.path()), video);
  }

  /** The video at a file's own path, where its content is the same; it stays there. */
  Optional<IndexedVideo> at(MediaFile file, String hash) {
    Optional<IndexedVideo> own =
        Optional.ofNullable(videos.get(file.path()))
            .filter(video -> ContentHash.isSame(file, hash, video));
    own.ifPresent(_ -> stay.add(file.path()));
    return own;
  }

  /**
   * A video with the content of a file at another path. To be asked once all that stay are known.
   *
   * @param moved gets the identifier of the video if it has left its path: no other file gets it
   */
  Optional<IndexedVideo> elsewhere(MediaFile file, String hash, Set<String> moved) {
    SequencedSet<IndexedVideo> all = departed.orElseGet(this::findDeparted);
    SequencedSet<IndexedVideo> named =
        departedByName.getOrDefault(file.path().getFileName(), new LinkedHashSet<>());
    Optional<IndexedVideo> origin = first(named, file, hash).or(() -> first(all, file, hash));
    if (origin.isPresent()) {
      IndexedVideo video = origin.get();
      all.remove(video);
      departedByName.get(Path.of(video.path()).getFileName()).remove(video);
      moved.add(video.id());
      return origin;
    }
    return first(videos.sequencedValues(), file, hash);
  }

  private static Optional<IndexedVideo> first(
      Iterable<IndexedVideo> videos, MediaFile file, String hash) {
    for (IndexedVideo video : videos) {
      if (ContentHash.isSame(file, hash, video)) {
        return Optional.of(video);
      }
    }
    return Optional.empty();
  }

  private SequencedSet<IndexedVideo> findDeparted() {
    SequencedSet<IndexedVideo> found = new LinkedHashSet<>();
    videos.forEach((path, video) -> {
      if (!stay.contains(path) && hasLeft(path, video)) {
        found.add(video);
        departedByName.computeIfAbsent(path.getFileName(), _ -> new LinkedHashSet<>()).add(video);
      }
    });
    departed = Optional.of(found);
    return found;
  }

  private static boolean hasLeft(Path path, IndexedVideo video) {
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
}
