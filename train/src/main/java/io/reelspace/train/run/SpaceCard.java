package io.reelspace.train.run;

import io.reelspace.evaluate.RetrievalEvaluation;
import io.reelspace.train.RunRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The card of a trained space: what it was made from, how, and what it reaches.
 *
 * @param evaluation on the examples set aside; empty where there are none
 */
record SpaceCard(
    RunRecipe recipe,
    List<FrozenEncoder> encoders,
    TrainedOn trained,
    Optional<RetrievalEvaluation> evaluation) {

  /** Those that a card states. */
  static final List<String> METRICS = List.of("R@1", "R@5", "R@10", "MRR");

  private static final String ORIGIN = "ORIGIN.md";

  String text() {
    return """
    # The space `%s`

    %s

    %d dimensions, cosine similarity.

    ## Data
    %s of `%s`: %d pictures or videos with %d captions%s. The encoders were trained elsewhere%s.

    ## Measured in training
    %s

    ## Parts and rights
    %s
    %s
    ## Recipe
    Seed %d. `reelspace train` made this space from:

    ```yaml
    %s
    ```
    """
        .formatted(
            recipe.name(),
            recipe.description(),
            recipe.training().dimension(),
            splits(),
            SpaceExport.datasetName(recipe.source().annotations()),
            trained.examples(),
            trained.captions(),
            aside(),
            tuned(),
            measured(),
            encoders.stream().map(SpaceCard::part).distinct().collect(Collectors.joining("\n")),
            recipe.licence().isEmpty() ? "" : "\n" + recipe.licence().strip() + "\n",
            recipe.training().seed(),
            recipe.yaml().strip());
  }

  private String splits() {
    return (recipe.source().splits().size() == 1 ? "The split " : "The splits ")
        + recipe.source().splits().stream()
            .map(split -> "`" + split + "`")
            .collect(Collectors.joining(", "));
  }

  private String tuned() {
    return recipe
        .tuning()
        .map(tuning -> tuning.encoders().stream())
        .map(choices ->
            choices
                .map(choice ->
                    "of `%s` the layers %s were trained here too"
                        .formatted(
                            choice.encoder(),
                            choice.layers().stream()
                                .map(layer -> "`" + layer + "`")
                                .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("; ", "; ", "")))
        .orElse(" and are not changed");
  }

  private String aside() {
    String held =
        trained.validation() == 0 ? "" : "; " + trained.validation() + " others to stop by";
    return trained.skipped() == 0
        ? held
        : held + "; " + trained.skipped() + " files could not be decoded";
  }

  private String measured() {
    if (evaluation.isEmpty()) {
      return "Nothing: all examples were learned from. `reelspace evaluate` measures.";
    }
    return """
    On the %d examples set aside, in percent with 95 %% intervals%s.

    | | %s |
    | --- | --- | --- | --- | --- |
    %s
    %s\
    """
        .formatted(
            trained.validation(),
            recipe.training().stopping().isPresent()
                ? "; the best of several validations, so a little more than on others"
                : "",
            String.join(" | ", METRICS),
            row("text to video", evaluation.get().textToVideo()),
            row("video to text", evaluation.get().videoToText()));
  }

  private static String row(String direction, RetrievalEvaluation.Direction values) {
    return METRICS.stream()
        .map(metric -> values.raw().value(metric))
        .map(each ->
            String.format(
                Locale.ROOT,
                "%.1f [%.1f, %.1f]",
                100 * each.value(),
                100 * each.low(),
                100 * each.high()))
        .collect(Collectors.joining(" | ", "| " + direction + " | ", " |"));
  }

  private static String part(FrozenEncoder encoder) {
    return "- `encoders/%s`: %s".formatted(encoder.id(), origin(encoder));
  }

  /** The origin's own words, without its heading and on one line. */
  private static String origin(FrozenEncoder encoder) {
    Path file = encoder.folder().resolve(ORIGIN);
    if (!Files.exists(file)) {
      return "its folder says nothing about origin and licence; see where it came from.";
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new io.reelspace.error.StorageException(
          "Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
