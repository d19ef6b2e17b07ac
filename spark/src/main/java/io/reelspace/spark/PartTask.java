package io.reelspace.spark;

import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;

import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.IngestSummary;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Embeds parts of long videos: the shots that begin in an interval, each whole. */
final class PartTask implements MapPartitionsFunction<Part, Row> {

  /**
   * The columns of a video, and which part it is. A part in which no shot begins has a location and
   * no more; so has one that failed, with its reason.
   */
  static final StructType SCHEMA =
      VideoRows.SCHEMA
          .add("number", IntegerType, false)
          .add("count", IntegerType, false)
          .add("end", DoubleType, false);

  private final EmbeddingSettings settings;
  private final SerializableConfiguration hadoop;

  /**
   * @param hadoop how file systems are reached
   */
  PartTask(EmbeddingSettings settings, Configuration hadoop) {
    this.settings = settings;
    this.hadoop = new SerializableConfiguration(hadoop);
  }

  @Override
  public Iterator<Row> call(Iterator<Part> parts) throws IOException {
    List<Row> rows = new ArrayList<>();
    while (parts.hasNext()) {
      Part part = parts.next();
      Path folder = Files.createTempDirectory("reelspace-part-");
      try {
        rows.add(row(part, folder));
      } finally {
        TaskVideos.delete(folder);
      }
    }
    return rows.iterator();
  }

  private Row row(Part part, Path folder) {
    Embedder embedder = Embedder.of(settings);
    IngestOptions options = settings.ingest().withShots(part.getFrom(), part.getTo());
    try (VideoIndex index = VideoIndex.open(folder.resolve("index"), embedder.identity())) {
      LocalVideo video = LocalVideo.of(part.getLocation(), folder.resolve("copy"), hadoop.value());
      video.fetch(hadoop.value());
      Taken taken = new Taken(index, video);
      IngestSummary summary =
          new Ingest(taken, embedder.space(), embedder.media(), options, IngestListener.SILENT)
              .run(List.of(video.path()));
      if (summary.cancelled()) {
        throw new IllegalStateException("the task was stopped before its part was embedded");
      }
      if (!summary.failed().isEmpty()) {
        return failed(embedder, part, summary.failed().getFirst().reason());
      }
      return taken
          .video
          .map(found -> numbered(VideoRows.of(embedder.identity(), found), part))
          .orElseGet(() -> failed(embedder, part, null));
    } catch (IOException e) {
      return failed(embedder, part, String.valueOf(e.getMessage()));
    }
  }

  /** Takes a part as it is: an index would cut off what is said and heard after it. */
  private static final class Taken extends ListedIndex {
    private Optional<StoredVideo> video = Optional.empty();

    Taken(VideoIndex empty, LocalVideo local) {
      super(empty, List.of(local));
    }

    @Override
    void put(StoredVideo stored) {
      video = Optional.of(stored);
    }
  }

  private static Row failed(Embedder embedder, Part part, String reason) {
    return numbered(VideoRows.failed(embedder.identity(), part.getLocation(), reason), part);
  }

  private static Row numbered(Row video, Part part) {
    Object[] values = new Object[SCHEMA.size()];
    for (int i = 0; i < video.size(); i++) {
      values[i] = video.get(i);
    }
    values[video.size()] = part.getNumber();
    values[video.size() + 1] = part.getCount();
    values[video.size() + 2] = part.getEnd();
    return RowFactory.create(values);
  }

  /** Its place among the parts. */
  static int number(Row row) {
    return row.getInt(VideoRows.SCHEMA.size());
  }

  /** How many parts its video has. */
  static int count(Row row) {
    return row.getInt(VideoRows.SCHEMA.size() + 1);
  }

  /** Seconds at which the video ends, as its header says. */
  static double end(Row row) {
    return row.getDouble(VideoRows.SCHEMA.size() + 2);
  }
}
