package io.reelspace.train.tuning;

import io.reelspace.train.checkpoint.Tensors;
import java.util.Map;
import java.util.Optional;

/**
 * What a second stage of training begins with.
 *
 * @param video encoders that are trained, by the names of their features
 * @param text the same for texts
 * @param start the towers as the first stage left them
 */
public record Tuning(
    Map<String, TunedNetwork> video, Map<String, TunedNetwork> text, Optional<Tensors> start) {

  /** Training of towers alone, from the beginning. */
  public static final Tuning NONE = new Tuning(Map.of(), Map.of(), Optional.empty());

  /** Keeps its own copies. */
  public Tuning {
    video = Map.copyOf(video);
    text = Map.copyOf(text);
  }
}
