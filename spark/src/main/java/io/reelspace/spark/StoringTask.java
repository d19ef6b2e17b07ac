package io.reelspace.spark;

import io.reelspace.index.IndexedVideo;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Brings videos that were embedded in parts into an index on a server, one commit for each. */
final class StoringTask implements MapPartitionsFunction<Row, Tuple2<String, String>> {

  private final EmbeddingSettings settings;
  private final IndexAddress address;
  private final Counters counters;

  StoringTask(EmbeddingSettings settings, IndexAddress address, Counters counters) {
    this.settings = settings;
    this.address = address;
    this.counters = counters;
  }

  @Override
  public Iterator<Tuple2<String, String>> call(Iterator<Row> videos) {
    List<Tuple2<String, String>> failures = new ArrayList<>();
    while (videos.hasNext()) {
      Row row = videos.next();
      Optional<String> failure = VideoRows.failure(row);
      if (failure.isEmpty()) {
        store(VideoRows.stored(row), address.shared(Embedder.of(settings).identity()));
      } else {
        counters.failures().add(1);
        failures.add(new Tuple2<>(VideoRows.path(row), failure.get()));
      }
    }
    return failures.iterator();
  }

  /** A video that is there already keeps its tags and the time of its coming. */
  private void store(StoredVideo stored, VideoIndex index) {
    IndexedVideo video = stored.video();
    Optional<IndexedVideo> before = index.video(video.id());
    IndexedVideo kept =
        before
            .map(old ->
                video
                    .withFile(
                        video.id(), video.path(), video.modified(), old.added(), video.content())
                    .withTags(old.tags()))
            .orElse(video);
    index.upsert(kept, stored.segments(), stored.windows(), stored.lines());
    index.commit();
    counters.videos().add(1);
    counters.segments().add(stored.segments().size());
  }
}
