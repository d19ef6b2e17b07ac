package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** Families of image-text models, which differ in what their files leave unsaid. */
enum ModelFamily {
  /** Radford et al. 2021, in the layout of the library transformers. */
  CLIP("clip", 77),
  /** Cherti et al. 2022, as the library OpenCLIP writes its configuration. */
  OPEN_CLIP("open-clip", 77),
  /** Zhai et al. 2023: every text is filled up, and read from its last token. */
  SIGLIP("siglip", 64),
  /** Tschannen et al. 2025: the same, with the vocabulary of Gemma over texts in lower case. */
  SIGLIP_2("siglip2", 64),
  /** Vasu et al. 2024: the text half sees what a text is filled up with, zeros. */
  MOBILE_CLIP("mobileclip", 77);

  private final String label;

  /** Tokens of a text where no file says it. */
  final int context;

  ModelFamily(String label, int context) {
    this.label = label;
    this.context = context;
  }

  /** As it is written. */
  String label() {
    return label;
  }

  boolean isSiglip() {
    return this == SIGLIP || this == SIGLIP_2;
  }

  static ModelFamily of(ModelFolder folder, JsonNode config, JsonNode tokenizerConfig) {
    String type = config.path("model_type").asText().toLowerCase(Locale.ROOT);
    String name = config.path("_name_or_path").asText() + " " + folder.place();
    if (folder.find("open_clip_config.json").isPresent() || config.has("text_cfg")) {
      return OPEN_CLIP;
    }
    if (type.contains("mobileclip")
        || (name.toLowerCase(Locale.ROOT).contains("mobileclip") && !type.startsWith("siglip"))) {
      return MOBILE_CLIP;
    }
    if (!type.startsWith("siglip")) {
      return CLIP;
    }
    String tokenizer = tokenizerConfig.path("tokenizer_class").asText();
    boolean gemma = tokenizer.startsWith("Gemma") || tokenizer.startsWith("Siglip2");
    return gemma || type.startsWith("siglip2") ? SIGLIP_2 : SIGLIP;
  }
}
