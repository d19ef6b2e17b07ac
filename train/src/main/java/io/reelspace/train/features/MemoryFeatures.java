package io.reelspace.train.features;

import io.reelspace.error.BadInputException;
import java.util.ArrayList;
import java.util.List;

/** Features held in memory. */
public final class MemoryFeatures implements FeatureTable {

  private final int channels;
  private final List<float[][]> rows;

  private MemoryFeatures(int channels, List<float[][]> rows) {
    this.channels = channels;
    this.rows = rows;
  }

  /**
   * Sequences of any length.
   *
   * @param rows {@code [rows][steps][channels]}; not copied
   * @throws BadInputException when a step has another number of channels
   */
  public static MemoryFeatures of(int channels, List<float[][]> rows) {
    for (int row = 0; row < rows.size(); row++) {
      for (float[] step : rows.get(row)) {
        if (step.length != channels) {
          throw new BadInputException(
              "Row %d has a step of %d channels instead of %d."
                  .formatted(row, step.length, channels));
        }
      }
    }
    return new MemoryFeatures(channels, List.copyOf(rows));
  }

  /** One step for each row, {@code [rows][channels]}. */
  public static MemoryFeatures ofVectors(float[][] vectors) {
    List<float[][]> rows = new ArrayList<>();
    for (float[] vector : vectors) {
      rows.add(new float[][] {vector});
    }
    return of(vectors.length == 0 ? 0 : vectors[0].length, rows);
  }

  @Override
  public int rows() {
    return rows.size();
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int steps(int row) {
    return rows.get(row).length;
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    System.arraycopy(rows.get(row)[step], 0, target, offset, channels);
  }
}
