package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.Bootstrap;
import io.reelspace.evaluate.Estimate;
import io.reelspace.evaluate.RankingMetric;
import io.reelspace.evaluate.Ranks;
import io.reelspace.evaluate.Relevance;
import io.reelspace.evaluate.Similarity;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.dataset.RetrievalTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Zero-shot classification: each medium is the query, the names of all classes are the candidates.
 *
 * @param labels for each medium the numbers of its classes
 * @param names of all classes
 * @param text of a class, with {@code {}} for its name
 */
record ClassNaming(Map<Medium, Set<Integer>> labels, List<String> names, String text) {

  private static final String NAME = "{}";

  /** The few that tell most; two spaces are compared by them too. */
  static final List<RankingMetric> METRICS =
      List.of(
          new RankingMetric.RecallAt(1),
          new RankingMetric.RecallAt(5),
          new RankingMetric.RecallAt(10),
          new RankingMetric.MedianRank(),
          new RankingMetric.ReciprocalRank());

  /**
   * What came out.
   *
   * @param metrics with their intervals, in order
   */
  record Result(
      String space,
      String fingerprint,
      String dataset,
      int media,
      int classes,
      Map<RankingMetric, Estimate> metrics,
      SequencedMap<Path, String> skipped,
      List<Dataset.Missing> missing) {

    boolean complete() {
      return skipped.isEmpty() && missing.isEmpty();
    }
  }

  /**
   * The classes of a data set of labels.
   *
   * @param file all names, one a line; those of the data set when empty
   * @throws BadInputException when a label is not among the names
   */
  static ClassNaming of(RetrievalTask task, Optional<Path> file, String text) {
    if (!text.contains(NAME)) {
      throw new BadInputException("--class-text '" + text + "' has no {} for the class's name.");
    }
    List<String> names =
        List.copyOf(new LinkedHashSet<>(file.map(ClassNaming::read).orElse(task.texts())));
    Map<String, Integer> numbers = new HashMap<>();
    names.forEach(name -> numbers.put(name, numbers.size()));
    Map<Medium, Set<Integer>> labels = new HashMap<>();
    for (int i = 0; i < task.texts().size(); i++) {
      Integer number = numbers.get(task.texts().get(i));
      if (number == null) {
        throw new BadInputException(
            "'%s', a label of the data set, is not among the %d names in %s."
                .formatted(task.texts().get(i), names.size(), file.map(Path::toString).orElse("")));
      }
      for (int medium : task.mediaOfTexts().get(i)) {
        labels.computeIfAbsent(task.media().get(medium), m -> new LinkedHashSet<>()).add(number);
      }
    }
    return new ClassNaming(labels, names, text);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new BadInputException(
          "Cannot read the class names " + file + ": it must be a file of UTF-8 text.", e);
    }
  }

  Result measure(TaskEmbedder embedder, Dataset dataset) {
    TaskEmbedder.Media media = embedder.media(RetrievalTask.of(dataset).media());
    List<Medium> queries = new ArrayList<>(media.vectors().keySet());
    float[][] texts = embedder.texts(names.stream().map(n -> text.replace(NAME, n)).toList());
    float[][] vectors = queries.stream().map(media.vectors()::get).toArray(float[][]::new);
    int[][] right =
        queries.stream()
            .map(query -> labels.get(query).stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    Ranks ranks = Ranks.of(Similarity.dot(vectors, texts), Relevance.of(right, names.size()));
    List<Estimate> estimates = Bootstrap.DEFAULT.estimates(ranks, METRICS);
    Map<RankingMetric, Estimate> metrics = new java.util.LinkedHashMap<>();
    for (int i = 0; i < METRICS.size(); i++) {
      metrics.put(METRICS.get(i), estimates.get(i));
    }
    return new Result(
        embedder.space().name(),
        embedder.space().fingerprint(),
        dataset.name(),
        queries.size(),
        names.size(),
        metrics,
        media.skipped(),
        dataset.missing());
  }
}
