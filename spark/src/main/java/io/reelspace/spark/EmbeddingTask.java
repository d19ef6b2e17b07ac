package io.reelspace.spark;

import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestFailure;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
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
  private final LongAccumulator videos;
  private final LongAccumulator failures;
  private final LongAccumulator segments;

  /**
   * @param hadoop how file systems are reached
   * @param videos counts those that are embedded, for Spark's page
   * @param failures counts those that are not
   * @param segments counts those of embedded videos
   */
  EmbeddingTask(
      EmbeddingSettings settings,
      Configuration hadoop,
      LongAccumulator videos,
      LongAccumulator failures,
      LongAccumulator segments) {
    this.settings = settings;
    this.hadoop = new SerializableConfiguration(hadoop);
    this.videos = videos;
    this.failures = failures;
    this.segments = segments;
  }

  @Override
  public Iterator<Row> call(Iterator<String> locations) throws IOException {
    if (!locations.hasNext()) {
      return List.<Row>of().iterator();
    }
    Embedder embedder = Embedder.of(settings);
    Path folder = Files.createTempDirectory("reelspace-task-");
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) _ -> delete(folder));
    Map<Path, LocalVideo> found = new LinkedHashMap<>();
    List<Row> rows = new ArrayList<>();
    int copies = 0;
    while (locations.hasNext()) {
      String location = locations.next();
      try {
        LocalVideo video =
            LocalVideo.of(location, folder.resolve("copy-" + copies++), hadoop.value());
        found.put(video.path(), video);
      } catch (IOException | IllegalArgumentException e) {
        rows.add(failed(embedder.identity(), location, reason(e)));
      }
    }
    if (found.isEmpty()) {
      return rows.iterator();
    }
    VideoIndex index = VideoIndex.open(folder.resolve("index"), embedder.identity());
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) _ -> index.close());
    IngestSummary summary =
        new Ingest(
                index, embedder.space(), embedder.media(), settings.ingest(), IngestListener.SILENT)
            .run(List.copyOf(found.keySet()));
    if (summary.cancelled()) {
      throw new IllegalStateException("the task was stopped before all its videos were embedded");
    }
    for (IngestFailure failure : summary.failed()) {
      LocalVideo video = found.remove(failure.path());
      rows.add(
          failed(
              embedder.identity(),
              video == null ? failure.path().toString() : video.location(),
              failure.reason()));
    }
    return new Iterator<>() {
      private final Iterator<Row> failed = rows.iterator();
      private final Iterator<LocalVideo> embedded = found.values().iterator();

      @Override
      public boolean hasNext() {
        return failed.hasNext() || embedded.hasNext();
      }

      @Override
      public Row next() {
        return failed.hasNext() ? failed.next() : row(index, embedded.next());
      }
    };
  }

  private Row row(VideoIndex index, LocalVideo local) {
    String id = Identifiers.video(local.path());
    IndexedVideo video = index.video(id).orElseThrow();
    StoredVideo stored =
        new StoredVideo(
            local.listed(video), index.segments(id), index.windows(id), index.lines(id));
    videos.add(1);
    segments.add(stored.segments().size());
    return VideoRows.of(index.space(), stored);
  }

  private Row failed(SpaceIdentity space, String location, String reason) {
    failures.add(1);
    return VideoRows.failed(space, location, reason);
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static void delete(Path folder) {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
