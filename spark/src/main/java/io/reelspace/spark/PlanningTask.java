package io.reelspace.spark;

import io.reelspace.error.ReelspaceException;
import io.reelspace.index.IndexedVideo;
import io.reelspace.media.MediaProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Divides the long ones among the videos of a partition. Only files that are large enough to be
 * long are opened. What cannot be opened is left whole: the task that embeds it says what is wrong.
 */
final class PlanningTask implements MapPartitionsFunction<String, Part> {

  /** What the poorest picture and sound take, 64 kbit/s. */
  private static final double LEAST_BYTES_PER_SECOND = 8_000;

  private final EmbeddingSettings settings;
  private final IndexAddress index;
  private final SerializableConfiguration hadoop;

  /**
   * @param index that may have some already; these are left whole, as they are not decoded
   * @param hadoop how file systems are reached
   */
  PlanningTask(EmbeddingSettings settings, IndexAddress index, Configuration hadoop) {
    this.settings = settings;
    this.index = index;
    this.hadoop = new SerializableConfiguration(hadoop);
  }

  @Override
  public Iterator<Part> call(Iterator<String> locations) {
    List<Part> parts = new ArrayList<>();
    while (locations.hasNext()) {
      String location = locations.next();
      parts.addAll(longParts(location).orElseGet(() -> List.of(Part.whole(location))));
    }
    return parts.iterator();
  }

  private Optional<List<Part>> longParts(String location) {
    try {
      double least = settings.longest() * LEAST_BYTES_PER_SECOND;
      if (LocalVideo.bytes(location, hadoop.value()) < least) {
        return Optional.empty();
      }
      Path folder = Files.createTempDirectory("reelspace-plan-");
      try {
        LocalVideo video = LocalVideo.of(location, folder, hadoop.value());
        if (isIndexed(video)) {
          return Optional.empty();
        }
        video.fetch(hadoop.value());
        MediaProbe probe = Embedder.of(settings).media().probe(video.path());
        double duration = probe.duration().orElse(0);
        return duration > settings.longest()
            ? Optional.of(Part.of(location, probe.start(), duration, settings.longest()))
            : Optional.empty();
      } finally {
        TaskVideos.delete(folder);
      }
    } catch (IOException | IllegalArgumentException | ReelspaceException e) {
      return Optional.empty();
    }
  }

  /** Whether an index has this very file, so that no picture of it is decoded. */
  private boolean isIndexed(LocalVideo video) {
    if (index.equals(IndexAddress.NONE)) {
      return false;
    }
    Optional<IndexedVideo> indexed =
        index.shared(Embedder.of(settings).identity()).video(video.id());
    return indexed
        .filter(
            before -> before.bytes() == video.bytes() && before.modified().equals(video.modified()))
        .isPresent();
  }
}
