package io.reelspace.spark;

import io.reelspace.index.StoredVideo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/**
 * Joins the parts of long videos. Where a part failed, or found another cut at its border than the
 * part before, the video is embedded whole: it is never other than it would be undivided.
 */
final class JoiningTask implements FlatMapGroupsFunction<String, Row, Row> {

  /** Seconds by which headers are off. */
  private static final double ROUNDING_OF_HEADERS = 1;

  private final EmbeddingSettings settings;
  private final EmbeddingTask whole;
  private final Counters counters;

  /**
   * @param hadoop how file systems are reached
   */
  JoiningTask(EmbeddingSettings settings, Configuration hadoop, Counters counters) {
    this.settings = settings;
    this.whole = new EmbeddingTask(settings, hadoop, counters);
    this.counters = counters;
  }

  @Override
  public Iterator<Row> call(String location, Iterator<Row> rows) throws IOException {
    Optional<StoredVideo> joined = joined(rows);
    if (joined.isEmpty()) {
      return whole.call(List.of(location).iterator());
    }
    counters.videos().add(1);
    counters.segments().add(joined.get().segments().size());
    return List.of(VideoRows.of(Embedder.of(settings).identity(), joined.get())).iterator();
  }

  private static Optional<StoredVideo> joined(Iterator<Row> rows) {
    List<Row> parts = new ArrayList<>();
    rows.forEachRemaining(parts::add);
    parts.sort(Comparator.comparingInt(PartTask::number));
    int count = PartTask.count(parts.getFirst());
    boolean complete =
        parts.size() == count
            && parts.stream().allMatch(row -> VideoRows.failure(row).isEmpty())
            && VideoRows.isEmbedded(parts.getFirst());
    if (!complete) {
      return Optional.empty();
    }
    boolean lastGivesTheEnd = VideoRows.isEmbedded(parts.getLast());
    double end = PartTask.end(parts.getLast());
    return StoredVideo.joined(
            parts.stream().filter(VideoRows::isEmbedded).map(VideoRows::stored).toList())
        .filter(video ->
            lastGivesTheEnd || video.segments().getLast().end() >= end - ROUNDING_OF_HEADERS);
  }
}
