package io.reelspace.cli;

import io.reelspace.evaluate.PairedComparison;
import io.reelspace.train.dataset.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/**
 * What {@code evaluate} found on a data set of captions.
 *
 * @param dataset name of the data set with its split
 * @param evaluations one, or two that are compared
 * @param comparisons the first space minus the second
 * @param skipped why files could not be decoded
 * @param missing what the data set names and the disk does not hold
 */
record EvaluationResult(
    String dataset,
    List<Evaluation> evaluations,
    Comparisons comparisons,
    SequencedMap<Path, String> skipped,
    List<Dataset.Missing> missing) {

  /** Paired differences in each direction; empty when there is only one space. */
  record Comparisons(List<PairedComparison> textToVideo, List<PairedComparison> videoToText) {
    static final Comparisons NONE = new Comparisons(List.of(), List.of());
  }

  /** Whether everything that the data set names was measured. */
  boolean complete() {
    return skipped.isEmpty() && missing.isEmpty();
  }
}
