package io.reelspace.train;

import io.reelspace.error.BadInputException;
import io.reelspace.train.features.PairedFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Which examples every step of every epoch sees; a function of the seed alone. */
final class BatchPlan {

  private final PairedFeatures data;
  private final Recipe recipe;
  private final List<int[]> captions;
  private final int[] items;
  private final int stepsPerEpoch;

  /**
   * A plan over all videos that have a caption.
   *
   * @throws BadInputException when there are fewer than two
   */
  BatchPlan(PairedFeatures data, Recipe recipe) {
    this.data = data;
    this.recipe = recipe;
    this.captions = data.captionsOfVideos();
    this.items =
        switch (recipe.captions()) {
          case Recipe.Captions.All _ -> IntStream.range(0, data.captionCount()).toArray();
          case Recipe.Captions.Sampled _ ->
              IntStream.range(0, data.videoCount())
                  .filter(video -> captions.get(video).length > 0)
                  .toArray();
        };
    if (items.length < 2) {
      throw new BadInputException(
          "There are " + items.length + " training examples with captions; two are the least.");
    }
    this.stepsPerEpoch = Math.ceilDiv(items.length, recipe.schedule().batch());
  }

  int stepsPerEpoch() {
    return stepsPerEpoch;
  }

  long totalSteps() {
    return (long) stepsPerEpoch * recipe.schedule().epochs();
  }

  /** The batches of an epoch, in order, of sizes that differ by one at most. */
  List<PairBatch> epoch(int epoch) {
    int[] order = items.clone();
    shuffle(order, RandomStream.ORDER.at(recipe.seed(), epoch));
    RandomGenerator draw = RandomStream.CAPTIONS.at(recipe.seed(), epoch);
    List<PairBatch> batches = new ArrayList<>();
    for (int i = 0; i < stepsPerEpoch; i++) {
      int from = (int) ((long) i * order.length / stepsPerEpoch);
      int to = (int) ((i + 1L) * order.length / stepsPerEpoch);
      int[] part = Arrays.copyOfRange(order, from, to);
      batches.add(
          switch (recipe.captions()) {
            case Recipe.Captions.All _ -> ofCaptions(part);
            case Recipe.Captions.Sampled sampled -> ofVideos(part, sampled.count(), draw);
          });
    }
    return batches;
  }

  private PairBatch ofCaptions(int[] rows) {
    int[] videos = Arrays.stream(rows).map(row -> data.owners()[row]).toArray();
    boolean paired = Arrays.stream(videos).distinct().count() == videos.length;
    return new PairBatch(videos, rows, paired);
  }

  private PairBatch ofVideos(int[] videos, int count, RandomGenerator draw) {
    int[] drawn =
        Arrays.stream(videos)
            .flatMap(video -> {
              int[] own = captions.get(video).clone();
              int wanted = Math.min(count, own.length);
              for (int i = 0; i < wanted; i++) {
                swap(own, i, i + draw.nextInt(own.length - i));
              }
              return Arrays.stream(own, 0, wanted);
            })
            .toArray();
    return new PairBatch(videos, drawn, drawn.length == videos.length);
  }

  /** Fisher and Yates. */
  private static void shuffle(int[] values, RandomGenerator random) {
    for (int i = values.length - 1; i > 0; i--) {
      swap(values, i, random.nextInt(i + 1));
    }
  }

  private static void swap(int[] values, int i, int j) {
    int value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}
