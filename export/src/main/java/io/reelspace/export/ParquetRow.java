package io.reelspace.export;

import dev.hardwood.row.FieldAccessor;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import io.reelspace.error.BadInputException;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.IndexedWindow;
import io.reelspace.index.IndexedWords;
import io.reelspace.index.StoredVideo;
import io.reelspace.space.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** One row of {@link ParquetVideos}. */
record ParquetRow(int dimension, Path file) {

  private static final long SECOND = 1_000_000_000;

  /** The video that a row is. */
  static StoredVideo video(StructAccessor row, int dimension, Path file) {
    ParquetRow reader = new ParquetRow(dimension, file);
    return new StoredVideo(
        video(row),
        row.getList("segments").structs().stream().map(reader::segment).toList(),
        row.getList("windows").structs().stream().map(reader::window).toList(),
        row.getList("lines").structs().stream().map(ParquetRow::line).toList());
  }

  private static IndexedVideo video(StructAccessor row) {
    return new IndexedVideo(
        row.getString("id"),
        row.getString("path"),
        row.getDouble("duration"),
        row.getLong("bytes"),
        time(row.getLong("modified_ns")),
        time(row.getLong("added_ns")),
        row.getInt("width"),
        row.getInt("height"),
        row.getString("sampler"),
        row.getList("warnings").strings(),
        row.isNull("recorded_ns")
            ? Optional.empty()
            : Optional.of(time(row.getLong("recorded_ns"))),
        Set.of(),
        new IndexedWords(
            row.getString("word_sources"),
            Set.copyOf(row.getList("languages").strings()),
            row.getList("word_warnings").strings()),
        text(row, "content"));
  }

  private static Instant time(long nanoseconds) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanoseconds, SECOND), Math.floorMod(nanoseconds, SECOND));
  }

  private static Optional<String> text(FieldAccessor row, String column) {
    return row.isNull(column) ? Optional.empty() : Optional.of(row.getString(column));
  }

  private IndexedSegment segment(PqStruct row) {
    return new IndexedSegment(
        row.getDouble("start"),
        row.getDouble("end"),
        embedding(row),
        row.getList("frames").structs().stream().map(this::frame).toList());
  }

  private IndexedFrame frame(PqStruct row) {
    return new IndexedFrame(row.getDouble("time"), embedding(row));
  }

  private IndexedWindow window(PqStruct row) {
    return new IndexedWindow(
        Modality.valueOf(row.getString("modality")),
        row.getDouble("start"),
        row.getDouble("end"),
        embedding(row));
  }

  private static IndexedLine line(PqStruct row) {
    return new IndexedLine(
        row.getDouble("start"), row.getDouble("end"), row.getString("text"), text(row, "language"));
  }

  private float[] embedding(PqStruct row) {
    byte[] bytes = row.getBinary("embedding");
    if (bytes.length != Float.BYTES * dimension) {
      throw new BadInputException(
          "The file %s has an embedding of %d bytes, its space one of %d."
              .formatted(file, bytes.length, Float.BYTES * dimension));
    }
    float[] values = new float[dimension];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
