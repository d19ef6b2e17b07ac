package io.reelspace.train;

import io.reelspace.train.features.FeatureTable;

/** Every other row has a second view, with all signs turned. */
record TurnedViews(FeatureTable table) implements FeatureTable {
  @Override
  public int rows() {
    return table.rows();
  }

  @Override
  public int channels() {
    return table.channels();
  }

  @Override
  public int steps(int row) {
    return table.steps(row);
  }

  @Override
  public int views(int row) {
    return 1 + row % 2;
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    table.read(row, 0, step, target, offset);
    for (int c = offset; view == 1 && c < offset + channels(); c++) {
      target[c] = -target[c];
    }
  }
}
