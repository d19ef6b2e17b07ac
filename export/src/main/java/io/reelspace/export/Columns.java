package io.reelspace.export;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The kinds of columns of an export, and how a value gets into them. */
final class Columns {

  private static final ArrowType SECONDS =
      new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
  private static final long MICROS = 1_000_000;
  private static final Instant EARLIEST = Instant.ofEpochSecond(Long.MIN_VALUE / MICROS);
  private static final Instant LATEST = Instant.ofEpochSecond(Long.MAX_VALUE / MICROS - 1);

  private Columns() {}

  static Field text(String name) {
    return always(name, ArrowType.Utf8.INSTANCE);
  }

  static Field optionalText(String name) {
    return new Field(name, FieldType.nullable(ArrowType.Utf8.INSTANCE), List.of());
  }

  static Field texts(String name) {
    return new Field(name, FieldType.notNullable(ArrowType.List.INSTANCE), List.of(text("item")));
  }

  static Field seconds(String name) {
    return always(name, SECONDS);
  }

  static Field integer(String name, int bits) {
    return always(name, new ArrowType.Int(bits, true));
  }

  /** Microseconds of UTC. */
  static Field time(String name) {
    return always(name, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
  }

  static Field optionalTime(String name) {
    return new Field(
        name, FieldType.nullable(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")), List.of());
  }

  static Field embedding(int dimension, FloatingPointPrecision precision) {
    return new Field(
        "embedding",
        FieldType.notNullable(new ArrowType.FixedSizeList(dimension)),
        List.of(always("item", new ArrowType.FloatingPoint(precision))));
  }

  private static Field always(String name, ArrowType type) {
    return new Field(name, FieldType.notNullable(type), List.of());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static long micros(Instant time) {
    Instant kept = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
    return kept.getEpochSecond() * MICROS + kept.getNano() / 1000;
  }

  /** In the order of the alphabet, since sets have none. */
  static void setSorted(ListVector column, int row, Collection<String> texts) {
    set(column, row, texts.stream().sorted().toList());
  }

  static void set(ListVector column, int row, List<String> texts) {
    VarCharVector values = (VarCharVector) column.getDataVector();
    int from = column.startNewValue(row);
    for (int i = 0; i < texts.size(); i++) {
      values.setSafe(from + i, bytes(texts.get(i)));
    }
    column.endValue(row, texts.size());
  }

  /** In the column's precision. */
  static void set(FixedSizeListVector column, int row, float[] embedding) {
    while (row >= column.getValueCapacity()
        || (row + 1) * embedding.length > column.getDataVector().getValueCapacity()) {
      column.reAlloc();
    }
    column.setNotNull(row);
    BaseFixedWidthVector values = (BaseFixedWidthVector) column.getDataVector();
    int width = values.getTypeWidth();
    ArrowBuf data = values.getDataBuffer();
    for (int i = 0; i < embedding.length; i++) {
      int item = row * embedding.length + i;
      values.setIndexDefined(item);
      if (width == Float.BYTES) {
        data.setFloat((long) item * width, embedding[i]);
      } else {
        data.setShort((long) item * width, Float.floatToFloat16(embedding[i]));
      }
    }
  }
}
