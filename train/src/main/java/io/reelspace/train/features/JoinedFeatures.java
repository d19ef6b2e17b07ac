package io.reelspace.train.features;

import io.reelspace.error.BadInputException;
import java.util.List;

/** Several encoders of the same steps, their channels side by side. */
public final class JoinedFeatures implements FeatureTable {

  private final List<FeatureTable> parts;
  private final int channels;

  private JoinedFeatures(List<FeatureTable> parts) {
    this.parts = parts;
    this.channels = parts.stream().mapToInt(FeatureTable::channels).sum();
  }

  /**
   * Joins tables; a single one is returned as it is.
   *
   * @throws BadInputException when they do not have the same rows, steps and views
   */
  public static FeatureTable of(List<FeatureTable> parts) {
    FeatureTable first = parts.getFirst();
    for (FeatureTable part : parts) {
      boolean same = part.rows() == first.rows();
      for (int row = 0; same && row < first.rows(); row++) {
        same = part.steps(row) == first.steps(row) && part.views(row) == first.views(row);
      }
      if (!same) {
        throw new BadInputException(
            "Features that are joined in one modality must have the same rows, steps and views; "
                + "extract them from the same frames.");
      }
    }
    return parts.size() == 1 ? first : new JoinedFeatures(List.copyOf(parts));
  }

  @Override
  public int rows() {
    return parts.getFirst().rows();
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int steps(int row) {
    return parts.getFirst().steps(row);
  }

  @Override
  public int views(int row) {
    return parts.getFirst().views(row);
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    int at = offset;
    for (FeatureTable part : parts) {
      part.read(row, view, step, target, at);
      at += part.channels();
    }
  }
}
