package io.reelspace.evaluate;

/** Scores that are computed raw and then changed row by row. */
record AdjustedRows(RowScores raw, RowChange change) implements RowScores {

  /** Changes {@code row[offset]} to {@code [offset + candidates)} in place. */
  @FunctionalInterface
  interface RowChange {
    void apply(float[] row, int offset);
  }

  @Override
  public int queries() {
    return raw.queries();
  }

  @Override
  public int candidates() {
    return raw.candidates();
  }

  @Override
  public void rows(int from, int count, float[] scores) {
    raw.rows(from, count, scores);
    for (int i = 0; i < count; i++) {
      change.apply(scores, i * candidates());
    }
  }
}
