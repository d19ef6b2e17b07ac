package io.reelspace.train.tower;

import java.util.List;

/**
 * One modality of a network.
 *
 * @param name unique within the network, for example {@code visual}
 * @param channels of its features
 * @param tower the stages from features to an embedding
 */
public record Modality(String name, int channels, List<TowerStage> tower) {
  /** Keeps its own copy. */
  public Modality {
    tower = List.copyOf(tower);
  }
}
