package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.reelspace.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads {@code reelspace.yaml}: one flat mapping of settings to values. */
final class SettingsFile {

  private SettingsFile() {}

  /**
   * The texts of the settings in a file, by key; empty when there is no file.
   *
   * @throws BadInputException when a key is unknown or the file is no flat mapping; the message
   *     names the line
   */
  static Map<String, Setting.Sourced> read(Path file) {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try (JsonParser yaml = new YAMLFactory().createParser(file.toFile())) {
      return read(yaml, file);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new BadInputException(
          file + ", line " + line + ": not valid YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new BadInputException(
          file + " cannot be read (" + e.getMessage() + "); make it readable or remove it.", e);
    }
  }

  private static Map<String, Setting.Sourced> read(JsonParser yaml, Path file) throws IOException {
    Map<String, Setting.Sourced> settings = new HashMap<>();
    JsonToken first = yaml.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return settings; // empty, or comments only
    }
    if (first != JsonToken.START_OBJECT) {
      throw new BadInputException(
          place(file, yaml) + ": expected lines of the form 'key: value', for example 'top: 20'.");
    }
    while (yaml.nextToken() == JsonToken.FIELD_NAME) {
      String key = yaml.currentName();
      String place = place(file, yaml);
      if (Setting.ALL.stream().noneMatch(setting -> setting.key().equals(key))) {
        throw new BadInputException(
            place
                + ": unknown key '"
                + Printable.of(key)
                + "'; allowed are "
                + Setting.ALL.stream().map(Setting::key).collect(Collectors.joining(", "))
                + ".");
      }
      if (!yaml.nextToken().isScalarValue()) {
        throw new BadInputException(place + ": '" + key + "' must be one value.");
      }
      settings.put(key, new Setting.Sourced(yaml.getText(), place + ": " + key));
    }
    return settings;
  }

  private static String place(Path file, JsonParser yaml) {
    return file + ", line " + yaml.currentTokenLocation().getLineNr();
  }
}
