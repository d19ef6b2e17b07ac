package io.reelspace.spark;

import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.createArrayType;
import static org.apache.spark.sql.types.DataTypes.createStructField;
import static org.apache.spark.sql.types.DataTypes.createStructType;

import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.IndexedWindow;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.StoredVideo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Videos as rows of a table: one for each, or one that says why there is none. {@code
 * io.reelspace.export.ParquetVideos} reads what Parquet makes of it; embeddings are the bytes of
 * little-endian float32 values, times that must be exact nanoseconds since 1970.
 */
final class VideoRows {

  /** What the columns mean is said in {@code docs/spark.md}. */
  static final StructType SCHEMA =
      createStructType(
          new StructField[] {
            required("path", StringType),
            optional("failed", StringType),
            required("space", StringType),
            required("fingerprint", StringType),
            required("dimension", IntegerType),
            optional("id", StringType),
            optional("duration", DoubleType),
            optional("bytes", LongType),
            optional("modified_ns", LongType),
            optional("added_ns", LongType),
            optional("width", IntegerType),
            optional("height", IntegerType),
            optional("sampler", StringType),
            optional("warnings", texts()),
            optional("recorded_ns", LongType),
            optional("word_sources", StringType),
            optional("languages", texts()),
            optional("word_warnings", texts()),
            optional("content", StringType),
            optional(
                "segments",
                rows(
                    required("start", DoubleType),
                    required("end", DoubleType),
                    required("embedding", BinaryType),
                    required(
                        "frames",
                        rows(required("time", DoubleType), required("embedding", BinaryType))))),
            optional(
                "windows",
                rows(
                    required("modality", StringType),
                    required("start", DoubleType),
                    required("end", DoubleType),
                    required("embedding", BinaryType))),
            optional(
                "lines",
                rows(
                    required("start", DoubleType),
                    required("end", DoubleType),
                    required("text", StringType),
                    optional("language", StringType)))
          });

  private VideoRows() {}

  private static StructField required(String name, DataType type) {
    return createStructField(name, type, false);
  }

  private static StructField optional(String name, DataType type) {
    return createStructField(name, type, true);
  }

  private static DataType texts() {
    return createArrayType(StringType, false);
  }

  private static DataType rows(StructField... fields) {
    return createArrayType(createStructType(fields), false);
  }

  /** The row of a video that could not be embedded. */
  static Row failed(SpaceIdentity space, String path, String reason) {
    Object[] row = new Object[SCHEMA.size()];
    row[0] = path;
    row[1] = reason;
    row[2] = space.name();
    row[3] = space.fingerprint();
    row[4] = space.dimension();
    return RowFactory.create(row);
  }

  /** The row of an embedded video. */
  static Row of(SpaceIdentity space, StoredVideo stored) {
    IndexedVideo video = stored.video();
    return RowFactory.create(
        video.path(),
        null,
        space.name(),
        space.fingerprint(),
        space.dimension(),
        video.id(),
        video.duration(),
        video.bytes(),
        nanoseconds(video.modified()),
        nanoseconds(video.added()),
        video.width(),
        video.height(),
        video.sampler(),
        array(video.warnings()),
        video.recorded().map(VideoRows::nanoseconds).orElse(null),
        video.words().sources(),
        array(video.words().languages().stream().sorted().toList()),
        array(video.words().warnings()),
        video.content().orElse(null),
        stored.segments().stream().map(VideoRows::segment).toArray(Row[]::new),
        stored.windows().stream().map(VideoRows::window).toArray(Row[]::new),
        stored.lines().stream().map(VideoRows::line).toArray(Row[]::new));
  }

  private static Object[] array(List<String> texts) {
    return texts.toArray();
  }

  private static Row segment(IndexedSegment segment) {
    return RowFactory.create(
        segment.start(),
        segment.end(),
        bytes(segment.embedding()),
        segment.frames().stream().map(VideoRows::frame).toArray(Row[]::new));
  }

  private static Row frame(IndexedFrame frame) {
    return RowFactory.create(frame.time(), bytes(frame.embedding()));
  }

  private static Row window(IndexedWindow window) {
    return RowFactory.create(
        window.modality().name(), window.start(), window.end(), bytes(window.embedding()));
  }

  private static Row line(IndexedLine line) {
    return RowFactory.create(line.start(), line.end(), line.text(), line.language().orElse(null));
  }

  private static byte[] bytes(float[] embedding) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * embedding.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(embedding);
    return bytes.array();
  }

  private static long nanoseconds(Instant time) {
    return Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano());
  }
}
