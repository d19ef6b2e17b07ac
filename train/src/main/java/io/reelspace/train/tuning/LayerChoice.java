package io.reelspace.train.tuning;

import java.util.List;

/**
 * The layers of an encoder that are trained.
 *
 * @param encoder the name that the recipe gives to the encoder's features
 * @param layers names of layers from the input to the output; one stands for all weights whose
 *     names begin with it
 * @param rate learning rate of the last layer, as a share of that of the towers
 * @param decay rate of each layer as a share of the one behind it (Howard and Ruder, "Universal
 *     Language Model Fine-tuning", 2018)
 */
public record LayerChoice(String encoder, List<String> layers, double rate, double decay) {

  /** The name that stands for all weights. */
  public static final String ALL = "all";

  /** Keeps its own copy. */
  public LayerChoice {
    layers = List.copyOf(layers);
  }

  /** The rate of a layer by its place. */
  double rate(int layer) {
    return rate * Math.pow(decay, layers.size() - 1 - layer);
  }
}
