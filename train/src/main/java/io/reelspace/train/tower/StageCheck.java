package io.reelspace.train.tower;

import io.reelspace.error.BadInputException;

/**
 * Refuses a stage that does not fit behind those before it.
 *
 * @param channels of the stage's input
 * @param pooled whether the input is one vector
 * @param raw whether nothing learned stands before
 */
record StageCheck(String modality, TowerStage stage, int channels, boolean pooled, boolean raw) {

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
          require(raw, "must stand before all learned stages: it is fitted to raw features");
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
