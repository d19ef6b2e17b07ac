package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One encoder that is made of a model: which graph, and what it is given. */
sealed interface EncoderPlan {
  /** What the encoder's folder will say of it. */
  EncoderSettings settings();

  /** Writes what belongs to this kind beside the graph. */
  void writeFiles(Path folder) throws IOException;

  /** The whole graph; the part that the output needs is taken. */
  OnnxFile graph();

  /** Name of the output that is taken. */
  String output();

  /** An encoder of pictures. */
  record OfImages(OnnxFile graph, JsonNode preprocessing, EncoderSettings.OfImages settings)
      implements EncoderPlan {
    @Override
    public String output() {
      return settings.output();
    }

    @Override
    public void writeFiles(Path folder) throws IOException {
      EncoderPlan.write(preprocessing, folder.resolve("preprocessor_config.json"));
    }
  }

  /** An encoder of texts. */
  record OfTexts(OnnxFile graph, JsonNode tokenizer, EncoderSettings.OfTexts settings)
      implements EncoderPlan {
    @Override
    public String output() {
      return settings.output();
    }

    @Override
    public void writeFiles(Path folder) throws IOException {
      EncoderPlan.write(tokenizer, folder.resolve("tokenizer.json"));
    }
  }

  /** An encoder of clips. */
  record OfClips(OnnxFile graph, JsonNode preprocessing, EncoderSettings.OfClips settings)
      implements EncoderPlan {
    @Override
    public String output() {
      return settings.output();
    }

    @Override
    public void writeFiles(Path folder) throws IOException {
      EncoderPlan.write(preprocessing, folder.resolve("preprocessor_config.json"));
    }
  }

  /** An encoder of sounds. */
  record OfSounds(OnnxFile graph, JsonNode preprocessing, EncoderSettings.OfSounds settings)
      implements EncoderPlan {
    @Override
    public String output() {
      return settings.output();
    }

    @Override
    public void writeFiles(Path folder) throws IOException {
      EncoderPlan.write(preprocessing, folder.resolve("preprocessor_config.json"));
    }
  }

  private static void write(JsonNode json, Path file) throws IOException {
    Files.write(file, new ObjectMapper().writeValueAsBytes(json));
  }

  /** Writes the encoder into an empty folder. */
  default void write(Path folder) throws IOException {
    OnnxFile whole = graph();
    List<String> outputs = whole.outputs().keySet().stream().filter(this::isKept).toList();
    OnnxSubgraph part = new OnnxSubgraph(whole, outputs);
    Path model = folder.resolve("model.onnx");
    boolean asItIs =
        outputs.size() == whole.outputs().size() && part.inputs().size() == whole.inputs().size();
    if (asItIs) {
      Files.copy(whole.file(), model);
    } else {
      part.write(model);
    }
    for (String weights : whole.weightFiles()) {
      Path to = folder.resolve(weights);
      Files.createDirectories(to.getParent());
      Files.copy(whole.file().toAbsolutePath().getParent().resolve(weights), to);
    }
    writeFiles(folder);
    settings().write(folder);
  }

  /** The output that is taken, and others that need no more inputs than it: states of tokens. */
  private boolean isKept(String output) {
    return output.equals(output())
        || new OnnxSubgraph(graph(), List.of(output()))
            .inputs()
            .containsAll(new OnnxSubgraph(graph(), List.of(output)).inputs());
  }
}
