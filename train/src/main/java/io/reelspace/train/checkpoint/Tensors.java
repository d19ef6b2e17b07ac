package io.reelspace.train.checkpoint;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of a safetensors file: float32 tensors by name, and texts by name beside them.
 *
 * @param metadata texts
 * @param tensors in the order of the file
 */
public record Tensors(Map<String, String> metadata, Map<String, Tensor> tensors) {

  /**
   * One tensor.
   *
   * @param values as many as the shape says, from the buffer's start; never moved by readers
   */
  @SuppressWarnings("ArrayRecordComponent") // a shape, handed on as it came
  public record Tensor(long[] shape, FloatBuffer values) {}

  /** Keeps its own copies of the maps. */
  public Tensors {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }
}
