package io.reelspace.train.features;

/**
 * The features of one encoder: for each row a sequence {@code [steps, channels]}, perhaps in
 * several views (augmented versions of the same frames). Safe for reading by several threads.
 */
public interface FeatureTable {

  /** Number of rows. */
  int rows();

  /** Channels of every step. */
  int channels();

  /** Steps of a row; zero where the modality is missing. */
  int steps(int row);

  /** What its steps are. */
  default StepKind kind() {
    return StepKind.FRAMES;
  }

  /** How many views of a row there are; at least one. */
  default int views(int row) {
    return 1;
  }

  /**
   * Copies one step.
   *
   * @param view below {@link #views}; view 0 is the one without augmentation
   * @param target receives {@link #channels} values from {@code offset}
   */
  void read(int row, int view, int step, float[] target, int offset);
}
