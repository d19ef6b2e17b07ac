package io.reelspace.train.dataset;

import io.reelspace.error.BadInputException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Examples of which all files are there, and a list of what is not.
 *
 * @param name for messages and cards
 * @param examples in the order of the annotations
 * @param missing what the annotations name and the disk does not hold
 */
public record Dataset(String name, List<Example> examples, List<Missing> missing) {

  /**
   * A file that the annotations name and that was not found.
   *
   * @param id of the example that needs it
   * @param file what was looked for, and where
   * @param split of the example
   */
  public record Missing(String id, String file, String split) {}

  /** Keeps its own copies. */
  public Dataset {
    examples = List.copyOf(examples);
    missing = List.copyOf(missing);
  }

  /** The names of all splits, those of missing files included. */
  public SortedSet<String> splits() {
    SortedSet<String> splits = new TreeSet<>();
    examples.forEach(example -> splits.add(example.split()));
    missing.forEach(each -> splits.add(each.split()));
    return splits;
  }

  /**
   * The examples of some splits.
   *
   * @throws BadInputException when a split does not exist; the message names those that do
   */
  public Dataset split(String... names) {
    SortedSet<String> known = splits();
    for (String split : names) {
      if (!known.contains(split)) {
        throw new BadInputException(
            "%s has no split \"%s\"; it has %s.".formatted(name, split, String.join(", ", known)));
      }
    }
    SortedSet<String> wanted = new TreeSet<>(List.of(names));
    return new Dataset(
        name + " " + String.join("+", names),
        filter(examples, example -> wanted.contains(example.split())),
        filter(missing, each -> wanted.contains(each.split())));
  }

  /** One example for each moment; see {@link Example#atMoments}. */
  public Dataset atMoments() {
    return new Dataset(
        name, examples.stream().flatMap(e -> e.atMoments().stream()).toList(), missing);
  }

  /**
   * Itself, when nothing is missing.
   *
   * @throws BadInputException that names the first few missing files
   */
  public Dataset requireComplete() {
    if (missing.isEmpty()) {
      return this;
    }
    String first = missing.stream().limit(5).map(Missing::file).collect(Collectors.joining("; "));
    throw new BadInputException(
        "%d of %d files of %s are missing: %s%s. Put them there, or leave these examples out."
            .formatted(
                missing.size(),
                missing.size() + examples.size(),
                name,
                first,
                missing.size() > 5 ? "; ..." : ""));
  }

  private static <T> List<T> filter(List<T> list, Predicate<T> condition) {
    return list.stream().filter(condition).toList();
  }
}
