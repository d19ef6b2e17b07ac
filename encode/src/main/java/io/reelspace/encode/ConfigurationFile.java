package io.reelspace.encode;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON files beside a model, in the model hubs' layouts; keys that say nothing here are skipped.
 */
final class ConfigurationFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConfigurationFile() {}

  static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new MissingModelException(
          "No " + file.getFileName() + " in " + file.getParent() + ". Copy it beside the model.");
    }
    try {
      JsonNode node = JSON.readTree(Files.readAllBytes(file));
      if (!node.isObject()) {
        throw new MissingModelException(file + " holds no JSON object. Copy it again.");
      }
      return node;
    } catch (JacksonException e) {
      throw new MissingModelException(
          file + " is not JSON: " + e.getOriginalMessage() + ". Copy it again.", e);
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
