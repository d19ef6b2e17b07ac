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
import io.reelspace.index.IndexedWords;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.StoredVideo;
import io.reelspace.space.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

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

  /** The reason why a row has no video; empty where it has one. */
  static Optional<String> failure(Row row) {
    return Optional.ofNullable(at(row, "failed"));
  }

  /** Whether a row is that of an embedded video. */
  static boolean isEmbedded(Row row) {
    return at(row, "id") != null;
  }

  /** The location of a video. */
  static String path(Row row) {
    return at(row, "path");
  }

  /** The video of a row that {@link #of} made. */
  static StoredVideo stored(Row row) {
    IndexedVideo video =
        new IndexedVideo(
            at(row, "id"),
            at(row, "path"),
            VideoRows.<Double>at(row, "duration"),
            VideoRows.<Long>at(row, "bytes"),
            time(VideoRows.<Long>at(row, "modified_ns")),
            time(VideoRows.<Long>at(row, "added_ns")),
            VideoRows.<Integer>at(row, "width"),
            VideoRows.<Integer>at(row, "height"),
            at(row, "sampler"),
            list(at(row, "warnings")),
            Optional.ofNullable(VideoRows.<Long>at(row, "recorded_ns")).map(VideoRows::time),
            Set.of(),
            new IndexedWords(
                at(row, "word_sources"),
                Set.copyOf(VideoRows.<String>list(at(row, "languages"))),
                list(at(row, "word_warnings"))),
            Optional.ofNullable(at(row, "content")));
    return new StoredVideo(
        video,
        VideoRows.<Row>list(at(row, "segments")).stream().map(VideoRows::segment).toList(),
        VideoRows.<Row>list(at(row, "windows")).stream().map(VideoRows::window).toList(),
        VideoRows.<Row>list(at(row, "lines")).stream().map(VideoRows::line).toList());
  }

  /** By place: a row knows no names before Spark has written it once. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Row.getAs itself
  private static <T> T at(Row row, String column) {
    return (T) row.get(SCHEMA.fieldIndex(column));
  }

  /** An array as it was put in, or as Spark gives it. */
  @SuppressWarnings("unchecked") // the schema says what is in it
  private static <T> List<T> list(Object array) {
    return array instanceof Object[] given
        ? (List<T>) Arrays.asList(given)
        : CollectionConverters.asJava((scala.collection.Seq<T>) array);
  }

  private static IndexedSegment segment(Row row) {
    return new IndexedSegment(
        row.getDouble(0),
        row.getDouble(1),
        floats(row, 2),
        VideoRows.<Row>list(row.get(3)).stream()
            .map(frame -> new IndexedFrame(frame.getDouble(0), floats(frame, 1)))
            .toList());
  }

  private static IndexedWindow window(Row row) {
    return new IndexedWindow(
        Modality.valueOf(row.getString(0)), row.getDouble(1), row.getDouble(2), floats(row, 3));
  }

  private static IndexedLine line(Row row) {
    return new IndexedLine(
        row.getDouble(0),
        row.getDouble(1),
        row.getString(2),
        Optional.ofNullable(row.getString(3)));
  }

  private static float[] floats(Row row, int column) {
    byte[] bytes = (byte[]) row.get(column);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static Instant time(long nanoseconds) {
    long second = TimeUnit.SECONDS.toNanos(1);
    return Instant.ofEpochSecond(
        Math.floorDiv(nanoseconds, second), Math.floorMod(nanoseconds, second));
  }
}
