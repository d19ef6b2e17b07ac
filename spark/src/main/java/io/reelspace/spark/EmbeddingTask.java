package io.reelspace.spark;

import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Embeds the videos of a partition: by the same ingest that {@code reelspace index} runs, into an
 * index in a folder of the task that is gone with it, and from there row by row. Of one video at a
 * time all rows are in memory.
 */
final class EmbeddingTask implements MapPartitionsFunction<String, Row> {

  private final EmbeddingSettings settings;
  private final SerializableConfiguration hadoop;
  private final Counters counters;

  /**
   * @param hadoop how file systems are reached
   */
  EmbeddingTask(EmbeddingSettings settings, Configuration hadoop, Counters counters) {
    this.settings = settings;
    this.hadoop = new SerializableConfiguration(hadoop);
    this.counters = counters;
  }

  @Override
  public Iterator<Row> call(Iterator<String> locations) throws IOException {
    if (!locations.hasNext()) {
      return List.<Row>of().iterator();
    }
    Embedder embedder = Embedder.of(settings);
    TaskVideos videos = new TaskVideos(locations, hadoop.value());
    List<Path> here = videos.fetch(_ -> true);
    VideoIndex index = VideoIndex.open(videos.folder().resolve("index"), embedder.identity());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) _ -> index.close());
    if (!here.isEmpty()) {
      IngestSummary summary =
          new Ingest(
                  index,
                  embedder.space(),
                  embedder.media(),
                  settings.ingest(),
                  IngestListener.SILENT)
              .run(here);
      if (summary.cancelled()) {
        throw new IllegalStateException("the task was stopped before all its videos were embedded");
      }
      videos.failed(summary.failed());
    }
    return new Iterator<>() {
      private final Iterator<TaskVideos.Failure> failed = videos.failures().iterator();
      private final Iterator<LocalVideo> embedded = videos.found().iterator();

      @Override
      public boolean hasNext() {
        return failed.hasNext() || embedded.hasNext();
      }

      @Override
      public Row next() {
        return failed.hasNext()
            ? failed(index.space(), failed.next())
            : row(index, embedded.next());
      }
    };
  }

  private Row row(VideoIndex index, LocalVideo local) {
    StoredVideo stored = local.stored(index).orElseThrow();
    counters.videos().add(1);
    counters.segments().add(stored.segments().size());
    return VideoRows.of(index.space(), stored);
  }

  private Row failed(SpaceIdentity space, TaskVideos.Failure failure) {
    counters.failures().add(1);
    return VideoRows.failed(space, failure.location(), failure.reason());
  }
}
