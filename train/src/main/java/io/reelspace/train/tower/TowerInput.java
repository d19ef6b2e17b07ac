package io.reelspace.train.tower;

import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;

/**
 * An input of a space's tower: the features of all encoders of frames, of clips, of sounds or of
 * texts, side by side in their order.
 *
 * @param name of the input
 * @param channels of each encoder
 * @param modalities for each modality of the side the numbers of the encoders that it takes, in its
 *     order; none for one that comes by another input
 * @param timed whether there is a sequence of features, or one row of them
 * @param masked whether a mask says which steps there are: perhaps none
 */
public record TowerInput(
    String name,
    List<Integer> channels,
    List<List<Integer>> modalities,
    boolean timed,
    boolean masked) {

  /** The features of frames or texts. */
  public static final String FEATURES = "features";

  /** The features of clips, with a mask. */
  public static final String CLIPS = "clips";

  /** The features of windows of sound, with a mask. */
  public static final String SOUNDS = "sounds";

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

  /** Whether a modality comes by it. */
  public boolean brings(int modality) {
    return !modalities.get(modality).isEmpty();
  }

  /** Name of the axis of time; inputs have as many steps as they like. */
  private String time() {
    return name.equals(FEATURES) ? "time" : "time_" + name;
  }

  /** The mask, {@code [batch, time]}. */
  OnnxValue mask(OnnxOperators ops, OnnxValue given) {
    return masked ? ops.graph().input(name + "_mask", "batch", time()) : ops.onesOfTwoAxes(given);
  }

  /** The input, {@code [batch, time, channels]} in any case. */
  OnnxValue declare(OnnxOperators ops) {
    String all = Integer.toString(total());
    return timed
        ? ops.graph().input(name, "batch", time(), all)
        : ops.expand(ops.graph().input(name, "batch", all), 1);
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
