package io.reelspace.train.tower;

/** LSTM or GRU: how many gates there are, and where ONNX wants each of PyTorch's. */
enum RecurrentCell {
  /** PyTorch keeps input, forget, cell, output; ONNX wants input, output, forget, cell. */
  LSTM,
  /** PyTorch keeps reset, update, new; ONNX wants update, reset, hidden. */
  GRU;

  private int[] onnxOrder() {
    return switch (this) {
      case LSTM -> new int[] {0, 3, 1, 2};
      case GRU -> new int[] {1, 0, 2};
    };
  }

  int gates() {
    return onnxOrder().length;
  }

  /**
   * Moves the blocks of rows of a weight into ONNX's order.
   *
   * @param weight {@code [gates * hidden, columns]} or a bias with one column
   */
  void reorder(float[] weight, float[] target, int offset) {
    int[] order = onnxOrder();
    int block = weight.length / order.length;
    for (int gate = 0; gate < order.length; gate++) {
      System.arraycopy(weight, order[gate] * block, target, offset + gate * block, block);
    }
  }
}
