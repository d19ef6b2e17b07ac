package io.reelspace.spark;

import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Brings the videos of a partition into an index on a server, by the same ingest that {@code
 * reelspace index} runs: each is committed when it is done, and what the index has as it is stays.
 * So a task that ends in the middle has done what it committed, and doubles nothing when it runs
 * again.
 *
 * <p>What comes out are the locations and reasons of videos that failed.
 */
final class IndexingTask implements MapPartitionsFunction<String, Tuple2<String, String>> {

  /** Of what comes out. */
  static final Encoder<Tuple2<String, String>> FAILURES =
      Encoders.tuple(Encoders.STRING(), Encoders.STRING());

  private final EmbeddingSettings settings;
  private final IndexAddress address;
  private final SerializableConfiguration hadoop;
  private final Counters counters;

  /**
   * @param hadoop how file systems are reached
   */
  IndexingTask(
      EmbeddingSettings settings, IndexAddress address, Configuration hadoop, Counters counters) {
    this.settings = settings;
    this.address = address;
    this.hadoop = new SerializableConfiguration(hadoop);
    this.counters = counters;
  }

  @Override
  public Iterator<Tuple2<String, String>> call(Iterator<String> locations) throws IOException {
    if (!locations.hasNext()) {
      return List.<Tuple2<String, String>>of().iterator();
    }
    Embedder embedder = Embedder.of(settings);
    TaskVideos videos = new TaskVideos(locations, hadoop.value());
    VideoIndex shared = address.shared(embedder.identity());
    Ingest ingest =
        new Ingest(
            new ListedIndex(shared, videos.found()),
            embedder.space(),
            embedder.media(),
            settings.ingest(),
            new Segments());
    List<Path> stale = videos.fetch(video -> !isCurrent(ingest, shared, video));
    if (!stale.isEmpty()) {
      IngestSummary summary = ingest.run(stale);
      if (summary.cancelled()) {
        throw new IllegalStateException("the task was stopped before all its videos were indexed");
      }
      counters.videos().add(summary.done());
      videos.failed(summary.failed());
    }
    counters.failures().add(videos.failures().size());
    return videos.failures().stream()
        .map(failure -> new Tuple2<>(failure.location(), failure.reason()))
        .iterator();
  }

  private boolean isCurrent(Ingest ingest, VideoIndex shared, LocalVideo video) {
    boolean current =
        shared
            .video(video.id())
            .filter(
                indexed -> ingest.isCurrent(video.path(), video.bytes(), video.modified(), indexed))
            .isPresent();
    counters.unchanged().add(current ? 1 : 0);
    return current;
  }

  private final class Segments implements IngestListener {
    @Override
    public void done(Path video, int segments, List<String> warnings) {
      counters.segments().add(segments);
    }
  }
}
