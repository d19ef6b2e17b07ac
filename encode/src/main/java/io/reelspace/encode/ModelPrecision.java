package io.reelspace.encode;

import java.util.List;
import java.util.Locale;

/** The precisions in which hubs hold a graph, by the end of its name. */
public enum ModelPrecision {
  /** {@code model.onnx}. */
  FLOAT32("float32"),
  /** {@code model_fp16.onnx}. */
  FLOAT16("float16"),
  /** {@code model_quantized.onnx}: weights in eight bits. */
  INT8("int8");

  private final String label;

  ModelPrecision(String label) {
    this.label = label;
  }

  private List<String> endings() {
    return switch (this) {
      case FLOAT32 -> List.of();
      case FLOAT16 -> List.of("_fp16", "_float16");
      case INT8 -> List.of("_quantized", "_int8", "_uint8");
    };
  }

  /** As it is written. */
  public String label() {
    return label;
  }

  /** The precision that a file's name tells. */
  static ModelPrecision of(String path) {
    String stem = path.toLowerCase(Locale.ROOT).replaceFirst("\\.onnx$", "");
    for (ModelPrecision precision : values()) {
      if (precision.endings().stream().anyMatch(stem::endsWith)) {
        return precision;
      }
    }
    return FLOAT32;
  }

  /** A name without the end that tells a precision. */
  static String without(String name) {
    for (ModelPrecision precision : values()) {
      for (String ending : precision.endings()) {
        if (name.endsWith(ending)) {
          return name.substring(0, name.length() - ending.length());
        }
      }
    }
    return name;
  }
}
