package io.reelspace.cli;

import io.reelspace.index.Grouping;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that a person can set by flag, environment variable or {@code reelspace.yaml}.
 *
 * @param key its name in {@code reelspace.yaml}; the flag is {@code --key}, the environment
 *     variable {@code REELSPACE_KEY}
 * @param wanted what a value must be, as the end of a sentence
 * @param parser turns its text into a value, or says that it is none
 */
record Setting<T>(String key, String wanted, Parser<T> parser) {

  /** Reads the text of a setting. */
  @FunctionalInterface
  interface Parser<T> {
    /**
     * The value of a text; empty when the text is none.
     *
     * @param folder what relative paths start from
     */
    Optional<T> parse(String text, Path folder);
  }

  /** How the address of an index on a server begins. */
  static final String MILVUS = "milvus://";

  static final Setting<String> INDEX =
      new Setting<>(
          "index",
          "a folder, or milvus://HOST:PORT/COLLECTION",
          (text, folder) ->
              text.startsWith(MILVUS) ? Optional.of(text) : path(text, folder).map(Path::toString));

  static final Setting<String> MILVUS_TOKEN =
      new Setting<>(
          "milvus-token",
          "USER:PASSWORD or a key of the Milvus server",
          (text, folder) -> text.isBlank() ? Optional.empty() : Optional.of(text.strip()));

  static final Setting<Boolean> MILVUS_TLS =
      new Setting<>("milvus-tls", "true or false", (text, folder) -> truth(text));

  static final Setting<Path> MILVUS_CERTIFICATE =
      new Setting<>("milvus-certificate", "a file", Setting::path);

  static final Setting<String> MILVUS_GRAPH =
      new Setting<>(
          "milvus-graph",
          "hnsw or diskann",
          (text, folder) ->
              Optional.of(text.strip().toLowerCase(Locale.ROOT))
                  .filter(List.of("hnsw", "diskann")::contains));

  static final Setting<String> SPACE =
      new Setting<>(
          "space",
          "the name of a space or the folder of one",
          (text, folder) -> text.isBlank() ? Optional.empty() : Optional.of(text));

  static final Setting<Double> FPS =
      new Setting<>(
          "fps",
          "a number of frames per second above 0, at most 1000",
          (text, folder) -> number(text).filter(rate -> rate > 0 && rate <= 1000));

  static final Setting<Integer> TOP =
      new Setting<>(
          "top",
          "a whole number from 1 to 10000",
          (text, folder) ->
              number(text)
                  .filter(top -> top == Math.rint(top) && top >= 1 && top <= 10_000)
                  .map(Double::intValue));

  static final Setting<Grouping> BY =
      new Setting<>("by", "moment or video", (text, folder) -> grouping(text));

  static final Setting<Double> MIN_SCORE =
      new Setting<>(
          "min-score",
          "a number from -1 to 1",
          (text, folder) -> number(text).filter(score -> score >= -1 && score <= 1));

  static final Setting<Integer> PORT =
      new Setting<>(
          "port",
          "a whole number from 0 to 65535",
          (text, folder) ->
              number(text)
                  .filter(port -> port == Math.rint(port) && port >= 0 && port <= 65_535)
                  .map(Double::intValue));

  static final Setting<Path> SHARED =
      new Setting<>("shared", "a folder that all servers of the index see", Setting::path);

  static final Setting<Path> QUERY_BANK = new Setting<>("query-bank", "a file", Setting::path);

  static final Setting<Path> SHOTS =
      new Setting<>("shots", "the folder of a network that finds shots", Setting::path);

  static final Setting<String> HUB =
      new Setting<>(
          "hub",
          "the address of a model hub",
          (text, folder) -> text.isBlank() ? Optional.empty() : Optional.of(text.strip()));

  static final List<Setting<?>> ALL =
      List.of(
          INDEX,
          SPACE,
          FPS,
          SHOTS,
          TOP,
          BY,
          MIN_SCORE,
          PORT,
          SHARED,
          QUERY_BANK,
          HUB,
          MILVUS_TOKEN,
          MILVUS_TLS,
          MILVUS_CERTIFICATE,
          MILVUS_GRAPH);

  String flag() {
    return "--" + key;
  }

  String variable() {
    return "REELSPACE_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The first of flag and environment variable, as text with where it came from. */
  Optional<Sourced> given(Optional<String> flag, Map<String, String> environment) {
    return flag.map(text -> new Sourced(text, flag()))
        .or(() ->
            Optional.ofNullable(environment.get(variable()))
                .filter(text -> !text.isBlank())
                .map(text -> new Sourced(text, variable())));
  }

  /**
   * A text and where it was given.
   *
   * @param origin as a person knows it, for example {@code --top} or a file with its line
   */
  record Sourced(String text, String origin) {}

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.parseDouble(text.strip())).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Grouping> grouping(String text) {
    return Arrays.stream(Grouping.values())
        .filter(grouping -> grouping.name().equalsIgnoreCase(text.strip()))
        .findFirst();
  }

  private static Optional<Path> path(String text, Path folder) {
    try {
      return text.isBlank()
          ? Optional.empty()
          : Optional.of(folder.resolve(text).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
