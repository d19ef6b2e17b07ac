package io.reelspace.train.run;

import io.reelspace.error.BadInputException;
import io.reelspace.train.RunRecipe;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.DatasetReader;
import io.reelspace.train.dataset.Example;
import io.reelspace.train.dataset.SplitOverlap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run learns from and what it is validated on.
 *
 * @param whole the whole data set
 * @param training what is learned from
 * @param validation what is not
 */
record RunExamples(Dataset whole, Dataset training, Optional<Dataset> validation) {

  /**
   * Reads and divides the data set.
   *
   * @throws BadInputException when it cannot be read, lacks a split, or its splits overlap
   */
  static RunExamples read(RunRecipe recipe) {
    RunRecipe.Source source = recipe.source();
    Dataset whole = DatasetReader.of(source.format(), source.annotations(), source.media()).read();
    Dataset training = whole.split(source.splits().toArray(String[]::new)).atMoments();
    if (training.examples().isEmpty()) {
      training.requireComplete();
    }
    return switch (source.validation()) {
      case RunRecipe.Validation.None _ -> new RunExamples(whole, training, Optional.empty());
      case RunRecipe.Validation.Splits splits -> {
        Dataset validation = whole.split(splits.names().toArray(String[]::new)).atMoments();
        SplitOverlap.requireNone(training, validation);
        yield new RunExamples(whole, training, Optional.of(validation));
      }
      case RunRecipe.Validation.HoldOut held ->
          heldOut(whole, training, held.examples(), recipe.training().seed());
    };
  }

  private static RunExamples heldOut(Dataset whole, Dataset training, int count, long seed) {
    List<Example> order = new ArrayList<>(training.examples());
    if (count >= order.size()) {
      throw new BadInputException(
          "data.hold-out is %d, but there are only %d examples in %s."
              .formatted(count, order.size(), training.name()));
    }
    java.util.Collections.shuffle(order, new Random(seed));
    Set<Example> held = new HashSet<>(order.subList(0, count));
    Dataset validation = part(training, "held out of ", held::contains);
    Dataset rest = part(training, "", example -> !held.contains(example));
    // the same photo under two names must not be on both sides
    Set<Path> twins =
        SplitOverlap.between(rest, validation).pairs().stream()
            .map(SplitOverlap.Pair::training)
            .collect(Collectors.toSet());
    return new RunExamples(
        whole, part(rest, "", example -> !twins.contains(real(example))), Optional.of(validation));
  }

  private static Path real(Example example) {
    try {
      return example.medium().file().toRealPath();
    } catch (java.io.IOException e) {
      throw new io.reelspace.error.StorageException(
          "Cannot read " + example.medium().file() + ": " + e.getMessage(), e);
    }
  }

  private static Dataset part(
      Dataset of, String prefix, java.util.function.Predicate<Example> condition) {
    return new Dataset(
        prefix + of.name(), of.examples().stream().filter(condition).toList(), of.missing());
  }

  /** Files of both that the annotations name and the disk does not hold, each once. */
  List<Dataset.Missing> missing() {
    return Stream.concat(
            training.missing().stream(), validation.stream().flatMap(v -> v.missing().stream()))
        .distinct()
        .toList();
  }

  /** All examples, each once. */
  Dataset all() {
    List<Example> examples = new ArrayList<>(training.examples());
    validation.ifPresent(other -> examples.addAll(other.examples()));
    return new Dataset(whole.name(), examples, List.of());
  }
}
