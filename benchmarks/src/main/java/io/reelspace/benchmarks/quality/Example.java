package io.reelspace.benchmarks.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A photo or clip of a data set with its captions, or with its label alone. */
record Example(Path file, List<String> captions) {

  /** The examples in a folder with {@code captions.jsonl}; of a split, where rows name one. */
  static List<Example> read(Path folder, String split) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Example> examples = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("captions.jsonl"))) {
      JsonNode row = json.readTree(line);
      if (!row.path("split").asText(split).equals(split)) {
        continue;
      }
      Path file =
          row.has("video")
              ? folder.resolve(row.path("video").asText())
              : folder.resolve("images").resolve(row.path("image").asText());
      List<String> captions = new ArrayList<>();
      row.path("captions").forEach(caption -> captions.add(caption.asText()));
      if (row.has("label")) {
        captions.add(row.path("label").asText());
      }
      examples.add(new Example(file, captions));
    }
    return examples;
  }
}
