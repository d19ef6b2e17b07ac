package io.reelspace.train.onnx;

import java.util.Objects;

/**
 * The weights of a recurrent ONNX node in ONNX's own order of gates, all directions in sequence.
 *
 * @param directions 1 or 2
 * @param gates 4 for LSTM (input, output, forget, cell), 3 for GRU (update, reset, hidden)
 * @param hidden size of the state
 * @param channels size of the input
 * @param input {@code [directions, gates * hidden, channels]}
 * @param recurrence {@code [directions, gates * hidden, hidden]}
 * @param bias {@code [directions, 2 * gates * hidden]}: input bias, then recurrent bias
 */
@SuppressWarnings("ArrayRecordComponent") // built once and handed on
public record OnnxWeights(
    int directions,
    int gates,
    int hidden,
    int channels,
    float[] input,
    float[] recurrence,
    float[] bias) {

  /** Checks that the sizes fit. */
  public OnnxWeights {
    Objects.checkFromToIndex(0, directions * gates * hidden * channels, input.length);
  }
}
