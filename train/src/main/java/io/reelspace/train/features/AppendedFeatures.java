package io.reelspace.train.features;

import io.reelspace.error.BadInputException;

/**
 * The rows of one table behind those of another.
 *
 * @param first rows that come first
 * @param second rows that come after them, of as many channels
 */
public record AppendedFeatures(FeatureTable first, FeatureTable second) implements FeatureTable {

  /**
   * Checks the channels.
   *
   * @throws BadInputException when they differ
   */
  public AppendedFeatures {
    if (first.channels() != second.channels()) {
      throw new BadInputException(
          "Features of %d and of %d channels cannot stand in one table."
              .formatted(first.channels(), second.channels()));
    }
  }

  @Override
  public int rows() {
    return first.rows() + second.rows();
  }

  @Override
  public int channels() {
    return first.channels();
  }

  @Override
  public StepKind kind() {
    return first.kind();
  }

  private boolean isFirst(int row) {
    return row < first.rows();
  }

  @Override
  public int steps(int row) {
    return isFirst(row) ? first.steps(row) : second.steps(row - first.rows());
  }

  @Override
  public int views(int row) {
    return isFirst(row) ? first.views(row) : second.views(row - first.rows());
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    if (isFirst(row)) {
      first.read(row, view, step, target, offset);
    } else {
      second.read(row - first.rows(), view, step, target, offset);
    }
  }
}
