package io.reelspace.cli;

import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.RetrievalTask;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The texts of a query bank (QB-Norm).
 *
 * @param origin where they come from, as the end of a sentence
 * @param texts at least one
 */
record QueryBank(String origin, List<String> texts) {

  private static final String TRAINING = "train";
  private static final int MOST = 1000;

  /** Captions of the training split, evenly over it; the queries themselves where there is none. */
  static QueryBank of(DatasetOptions.Split split, RetrievalTask task) {
    Dataset whole = split.whole();
    if (split.name().equals(TRAINING) || !whole.splits().contains(TRAINING)) {
      return new QueryBank("the queries themselves", task.texts());
    }
    List<String> all =
        whole.split(TRAINING).examples().stream().flatMap(e -> e.texts().stream()).toList();
    if (all.isEmpty()) {
      return new QueryBank("the queries themselves", task.texts());
    }
    int count = Math.min(MOST, all.size());
    return new QueryBank(
        count + " captions of split " + TRAINING,
        IntStream.range(0, count)
            .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
            .toList());
  }
}
