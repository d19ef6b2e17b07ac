package io.reelspace.train.tuning;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A place where a network can be divided: what lies before it runs in ONNX Runtime and is not
 * trained, what lies behind it in PyTorch.
 *
 * @param tensor its name in the ONNX graph
 * @param shape of the tensor without the batch
 * @param method of the TorchScript module that goes on from there
 */
record Cut(String tensor, List<Long> shape, String method) {

  /** The file that names the places, from the input on. */
  static final String FILE = "training.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  Cut {
    shape = List.copyOf(shape);
  }

  /** Values of the tensor. */
  int values() {
    return Math.toIntExact(shape.stream().mapToLong(each -> each).reduce(1, Math::multiplyExact));
  }

  /** The places that a folder names; none without the file. */
  static List<Cut> read(Path folder) {
    Path file = folder.resolve(FILE);
    List<Cut> cuts = new ArrayList<>();
    if (!Files.exists(file)) {
      return cuts;
    }
    try {
      for (JsonNode cut : JSON.readTree(file.toFile()).path("cuts")) {
        List<Long> shape = new ArrayList<>();
        cut.path("shape").forEach(length -> shape.add(length.asLong()));
        if (shape.isEmpty() || shape.stream().anyMatch(length -> length < 1 || length > 1 << 20)) {
          throw new MissingModelException(
              file + ": shape of the cut " + cut.path("tensor") + " is " + cut.path("shape"));
        }
        cuts.add(new Cut(cut.path("tensor").asText(), shape, cut.path("method").asText()));
      }
      return cuts;
    } catch (JacksonException e) {
      throw new MissingModelException(file + ": " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
