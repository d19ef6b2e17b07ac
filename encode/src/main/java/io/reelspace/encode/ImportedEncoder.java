package io.reelspace.encode;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code imported.json} says of a model that was imported. The folder holds an encoder for
 * each of its kinds, {@code image/} and {@code text/}.
 *
 * @param format version of this layout
 * @param id for people and command lines
 * @param family for example {@code siglip2}, or the model type that its configuration states
 * @param precision of its graphs
 * @param kinds of its encoders, which are also the names of their folders
 * @param channels of each encoder's features
 * @param origin where it came from: a folder's name, or an address on a hub with its revision
 * @param logitScale factor and summand that make logits of cosines, where the model tells; else
 *     empty
 * @param bytes of each file
 */
public record ImportedEncoder(
    @JsonProperty(required = true) int format,
    @JsonProperty(required = true) String id,
    String family,
    String precision,
    @JsonProperty(required = true) List<String> kinds,
    @JsonProperty(required = true) Map<String, Integer> channels,
    Map<String, String> origin,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Double> logitScale,
    @JsonProperty(required = true) Map<String, Long> bytes) {

  /** The version of the layout that this release reads and writes. */
  public static final int FORMAT = 1;

  /** Ids are also names of folders. */
  public static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  static final String FILE = "imported.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Keeps its own copies. */
  public ImportedEncoder {
    kinds = List.copyOf(kinds);
    channels = java.util.Collections.unmodifiableMap(new TreeMap<>(channels));
    origin =
        java.util.Collections.unmodifiableMap(new TreeMap<>(origin == null ? Map.of() : origin));
    logitScale = logitScale == null ? List.of() : List.copyOf(logitScale);
    bytes = java.util.Collections.unmodifiableMap(new TreeMap<>(bytes));
  }

  /**
   * Reads what a folder holds.
   *
   * @throws MissingModelException when it holds no imported encoder
   */
  public static ImportedEncoder read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return JSON.readValue(file.toFile(), ImportedEncoder.class);
    } catch (JacksonException e) {
      throw new MissingModelException(
          file + ": " + e.getOriginalMessage() + ". Import the encoder again.", e);
    } catch (IOException e) {
      throw new MissingModelException(
          folder + " holds no imported encoder (no readable " + FILE + "). Import it again.", e);
    }
  }

  void write(Path folder) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(FILE).toFile(), this);
  }

  /** Bytes of all files. */
  public long size() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
