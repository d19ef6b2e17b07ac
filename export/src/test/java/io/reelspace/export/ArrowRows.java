package io.reelspace.export;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.util.Text;

/** Reads an Arrow IPC file into plain values, with Arrow's own reader. */
final class ArrowRows {

  private ArrowRows() {}

  static List<Map<String, Object>> read(Path file) throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(file);
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      while (reader.loadNextBatch()) {
        for (int i = 0; i < reader.getVectorSchemaRoot().getRowCount(); i++) {
          Map<String, Object> row = new HashMap<>();
          for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
            row.put(vector.getName(), plain(vector.getObject(i)));
          }
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static Object plain(Object value) {
    return switch (value) {
      case null -> null;
      case Text text -> text.toString();
      case List<?> list -> list.stream().map(ArrowRows::plain).toList();
      default -> value;
    };
  }

  /** A list of single or half precision. */
  static float[] floats(Object list) {
    List<?> values = (List<?>) list;
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] =
          values.get(i) instanceof Short half
              ? Float.float16ToFloat(half)
              : ((Number) values.get(i)).floatValue();
    }
    return floats;
  }
}
