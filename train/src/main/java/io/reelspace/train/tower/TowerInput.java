package io.reelspace.train.tower;

import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/**
 * The one input of a space's tower: the features of all encoders, side by side in their order.
 *
 * @param channels of each encoder
 * @param modalities for each modality the numbers of the encoders that it takes, in its order
 * @param timed whether there is a sequence of features, or one row of them
 */
public record TowerInput(List<Integer> channels, List<List<Integer>> modalities, boolean timed) {

  /** Keeps its own copies. */
  public TowerInput {
    channels = List.copyOf(channels);
    modalities = modalities.stream().map(List::copyOf).toList();
  }

  /** Channels of all encoders together. */
  public int total() {
    return channels.stream().mapToInt(c -> c).sum();
  }

  /** Where an encoder's channels begin. */
  public int offset(int encoder) {
    return channels.subList(0, encoder).stream().mapToInt(c -> c).sum();
  }

  /** The input, {@code [batch, time, channels]} in any case. */
  OnnxValue declare(OnnxOperators ops) {
    String all = Integer.toString(total());
    return timed
        ? ops.graph().input("features", "batch", "time", all)
        : ops.expand(ops.graph().input("features", "batch", all), 1);
  }

  /** What a modality takes of it. */
  OnnxValue channelsOf(OnnxOperators ops, OnnxValue given, int modality) {
    List<OnnxValue> parts = new ArrayList<>();
    for (int encoder : modalities.get(modality)) {
      int from = offset(encoder);
      parts.add(ops.slice(given, 2, from, from + (long) channels.get(encoder)));
    }
    return parts.size() == 1 ? parts.getFirst() : ops.concatenate(parts, 2);
  }
}
