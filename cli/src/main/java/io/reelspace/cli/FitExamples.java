package io.reelspace.cli;

import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Example;
import io.reelspace.train.dataset.RetrievalTask;
import java.util.List;
import java.util.stream.IntStream;

/** The examples that a space is fitted on: enough for stable components, not more than that. */
final class FitExamples {

  private static final int MOST_MEDIA = 3000;
  private static final int MOST_CAPTIONS = 2;

  private FitExamples() {}

  /** At most 3,000 examples, evenly over the split, with at most two captions each. */
  static RetrievalTask of(Dataset split) {
    List<Example> all = split.examples();
    int count = Math.min(MOST_MEDIA, all.size());
    List<Example> kept =
        IntStream.range(0, count)
            .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
            .map(FitExamples::fewerCaptions)
            .toList();
    return RetrievalTask.of(new Dataset(split.name(), kept, List.of()));
  }

  private static Example fewerCaptions(Example example) {
    return new Example(
        example.id(),
        example.medium(),
        example.captions().subList(0, Math.min(MOST_CAPTIONS, example.captions().size())),
        example.moments(),
        example.split());
  }
}
