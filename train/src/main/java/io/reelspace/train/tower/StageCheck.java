package io.reelspace.train.tower;

import io.reelspace.error.BadInputException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Refuses a stage that does not fit behind those before it.
 *
 * @param channels of the stage's input
 * @param pooled whether the input is one vector
 * @param raw whether nothing learned stands before
 * @param fitted whether a stage that is fitted to training features stands before
 */
record StageCheck(
    String modality, TowerStage stage, int channels, boolean pooled, boolean raw, boolean fitted) {

  /**
   * Checks the stage.
   *
   * @throws BadInputException naming the modality, the stage and what would fit
   */
  void run() {
    switch (stage) {
      case TowerStage.Power power -> {
        int covered = power.ranges().stream().mapToInt(TowerStage.Power.Range::channels).sum();
        require(raw, "must stand before all learned stages: it works on raw features");
        require(covered == channels, "covers " + covered + " of " + channels + " channels");
      }
      case TowerStage.Standardise _ ->
          require(
              raw && !fitted,
              "must stand before all learned and fitted stages: it is fitted to raw features");
      case TowerStage.Canonical canonical -> {
        require(raw, "must stand before all learned stages: it is fitted to raw features");
        require(
            canonical.dimension() <= channels,
            "has %d directions for %d channels".formatted(canonical.dimension(), channels));
      }
      case TowerStage.Select select -> requireInside(select.ranges());
      case TowerStage.Softmax softmax -> requireInside(softmax.ranges());
      case TowerStage.Normalise normalise ->
          require(
              channels % normalise.parts() == 0,
              "has " + normalise.parts() + " parts, which do not divide " + channels + " channels");
      case TowerStage.ClassNames names -> {
        require(!pooled, "names single frames and must stand before the pooling");
        requireInside(names.scores());
        requireInside(names.probabilities());
        require(
            Stream.concat(names.scores().stream(), names.probabilities().stream())
                    .mapToInt(TowerStage.Channels::count)
                    .distinct()
                    .count()
                == 1,
            "takes scores of one or more classifiers with the same number of classes");
        require(
            names.likeliest() <= names.scores().getFirst().count(),
            "looks at more classes than there are");
        require(
            names.dimension() % names.parts() == 0,
            "has " + names.parts() + " parts, which do not divide " + names.dimension());
      }
      case TowerStage.Lstm _, TowerStage.Gru _ ->
          require(!pooled, "works over time and must stand before the pooling");
      case TowerStage.Transformer transformer -> {
        require(!pooled, "works over time and must stand before the pooling");
        require(divides(transformer.heads()), notDivisible(transformer.heads()));
        require(
            !transformer.positions() || channels % 2 == 0,
            "needs an even number of channels for positions, not " + channels);
      }
      case TowerStage.AttentionPooling pooling -> {
        require(!pooled, "is a second pooling; a tower has one");
        require(divides(pooling.heads()), notDivisible(pooling.heads()));
      }
      case TowerStage.Pooling _ -> require(!pooled, "is a second pooling; a tower has one");
      default -> {}
    }
  }

  private void requireInside(List<TowerStage.Channels> ranges) {
    int free = 0;
    for (TowerStage.Channels range : ranges) {
      require(
          range.from() >= free && range.from() + range.count() <= channels,
          "has a range from %d of %d channels; ranges must ascend within %d channels"
              .formatted(range.from(), range.count(), channels));
      free = range.from() + range.count();
    }
  }

  private boolean divides(int heads) {
    return channels % heads == 0;
  }

  private String notDivisible(int heads) {
    return "has " + heads + " heads, which do not divide " + channels + " channels evenly";
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      String name = stage.getClass().getSimpleName();
      throw new BadInputException(
          "In the tower of modality " + modality + " the stage " + name + " " + problem + ".");
    }
  }
}
