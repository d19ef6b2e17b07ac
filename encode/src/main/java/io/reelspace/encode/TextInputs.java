package io.reelspace.encode;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each input of a text network is given. Names differ between exporters; a lone input is
 * always the tokens.
 *
 * @param roles of the inputs by their names
 * @param padding number of the token that fills up
 * @param fixedBatch how many texts the network takes at once, where it takes no other number
 */
record TextInputs(Map<String, Role> roles, long padding, Optional<Integer> fixedBatch) {

  private enum Role {
    TOKENS,
    MASK,
    TYPES,
    POSITIONS
  }

  private static final Map<String, Role> NAMES =
      Map.of(
          "input_ids", Role.TOKENS,
          "text", Role.TOKENS,
          "tokens", Role.TOKENS,
          "attention_mask", Role.MASK,
          "token_type_ids", Role.TYPES,
          "position_ids", Role.POSITIONS);

  static TextInputs of(Network network, EncoderSettings.OfTexts settings) {
    Map<String, Role> roles = new LinkedHashMap<>();
    Optional<Integer> batch = Optional.empty();
    for (Map.Entry<String, TensorInfo> input : network.inputs().entrySet()) {
      Role role = network.inputs().size() == 1 ? Role.TOKENS : NAMES.get(input.getKey());
      TensorInfo tensor = input.getValue();
      if (role == null
          || tensor.getShape().length != 2
          || !(tensor.type == OnnxJavaType.INT64 || tensor.type == OnnxJavaType.INT32)) {
        throw network.unfit(
            "has the inputs "
                + network.inputs()
                + " where whole numbers [texts, tokens] as "
                + List.of("input_ids", "attention_mask", "token_type_ids", "position_ids")
                + " are expected");
      }
      roles.put(input.getKey(), role);
      long length = tensor.getShape()[1];
      if (length > 0 && (!settings.padded() || length != settings.context())) {
        throw network.unfit(
            "takes "
                + length
                + " tokens as '"
                + input.getKey()
                + "' where the configuration says "
                + (settings.padded()
                    ? settings.context()
                    : "any number up to " + settings.context())
                + " (max_position_embeddings, context_length or model_max_length)");
      }
      if (tensor.getShape()[0] > 0) {
        batch = Optional.of((int) tensor.getShape()[0]);
      }
    }
    if (!roles.containsValue(Role.TOKENS)) {
      throw network.unfit("has no input for tokens (input_ids) among " + roles.keySet());
    }
    return new TextInputs(roles, settings.padding(), batch);
  }

  /** Writes what an input is given for one text into its row of a batch. */
  void fill(String input, long[] tokens, int length, long[] values, int from) {
    switch (roles.get(input)) {
      case TOKENS -> System.arraycopy(filled(tokens, length), 0, values, from, length);
      case MASK -> Arrays.fill(values, from, from + tokens.length, 1);
      case POSITIONS -> Arrays.setAll(values, i -> i >= from ? i - from : values[i]);
      case TYPES -> {
        // all zero: one sentence
      }
    }
  }

  /** Tokens filled up to a length. */
  long[] filled(long[] tokens, int length) {
    long[] filled = Arrays.copyOf(tokens, length);
    Arrays.fill(filled, tokens.length, length, padding);
    return filled;
  }
}
