package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.tower.EmbeddingNetwork;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the stages that training never changes make of a table, held in memory.
 *
 * <p>Rows are computed alone or beside others of the same length in the order of the table, so that
 * the values are the same, bit by bit, in a run that goes on from a checkpoint.
 */
final class SettledFeatures implements FeatureTable {

  /**
   * The most that a modality may take, in bytes. Not a share of the memory there is: a run must
   * give the same weights wherever it goes on.
   */
  static final long MOST_BYTES = 256L << 20;

  private static final int BATCH = 256;

  private final int channels;
  private final float[][][] rows;

  private SettledFeatures(int channels, float[][][] rows) {
    this.channels = channels;
    this.rows = rows;
  }

  /**
   * Computes all views of all rows, at most {@code most} steps of each; empty where a row has no
   * step or where they would not fit.
   */
  static Optional<FeatureTable> of(
      DualEncoder encoder, EmbeddingNetwork network, int modality, FeatureTable table, int most) {
    int channels = network.settledChannels(modality);
    long bytes = 0;
    for (int row = 0; row < table.rows(); row++) {
      int steps = Math.min(most, table.steps(row));
      bytes += (long) table.views(row) * steps * channels * Float.BYTES;
      if (steps == 0 || bytes > MOST_BYTES) {
        return Optional.empty();
      }
    }
    SettledFeatures settled = new SettledFeatures(channels, new float[table.rows()][][]);
    for (int row = 0; row < table.rows(); row++) {
      settled.rows[row] = new float[table.views(row)][];
    }
    int views = IntStream.range(0, table.rows()).map(table::views).max().orElse(0);
    for (int view = 0; view < views; view++) {
      int from = 0;
      while (from < table.rows()) {
        if (view >= table.views(from)) {
          from++;
          continue;
        }
        int to = from + 1;
        while (to < table.rows()
            && to < from + BATCH
            && table.steps(to) == table.steps(from)
            && view < table.views(to)) {
          to++;
        }
        settled.compute(encoder, network, modality, table, view, from, to, most);
        from = to;
      }
    }
    return Optional.of(settled);
  }

  private void compute(
      DualEncoder encoder,
      EmbeddingNetwork network,
      int modality,
      FeatureTable table,
      int view,
      int from,
      int to,
      int most) {
    int[] all = new int[table.steps(from)];
    Arrays.setAll(all, step -> step);
    int[] steps = SideReader.thinned(all, most);
    int count = to - from;
    float[] values = new float[count * steps.length * table.channels()];
    int at = 0;
    for (int row = from; row < to; row++) {
      for (int step : steps) {
        table.read(row, view, step, values, at);
        at += table.channels();
      }
    }
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDManager manager = encoder.manager();
      NDArray features = manager.create(values, new Shape(count, steps.length, table.channels()));
      NDArray mask = manager.ones(new Shape(count, steps.length));
      float[] known = network.settle(encoder.store(), modality, features, mask).toFloatArray();
      int each = known.length / count;
      for (int i = 0; i < count; i++) {
        rows[from + i][view] = Arrays.copyOfRange(known, i * each, (i + 1) * each);
      }
    }
  }

  @Override
  public int rows() {
    return rows.length;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int steps(int row) {
    return rows[row][0].length / channels;
  }

  @Override
  public int views(int row) {
    return rows[row].length;
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    System.arraycopy(rows[row][view], step * channels, target, offset, channels);
  }
}
