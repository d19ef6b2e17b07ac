package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.reelspace.error.BadInputException;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.tower.EmbeddingNetwork;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Fits the constants of standardising stages to all steps of the training features. */
final class Standardisation {

  private static final int ROWS = 256;

  private Standardisation() {}

  static void fit(
      DualEncoder encoder, SideReader videos, SideReader texts, PairedFeatures training) {
    fit(encoder, encoder.videos(), videos, training.seenVideos());
    fit(encoder, encoder.texts(), texts, training.seenCaptions());
  }

  private static void fit(DualEncoder encoder, EmbeddingNetwork side, SideReader reader, int rows) {
    for (int m = 0; m < side.modalities().size(); m++) {
      if (side.isStandardised(m)) {
        FeatureTable table = reader.table(m);
        String name = side.modalities().get(m).name();
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          side.standardise(encoder.store(), m, () -> new Pieces(encoder, table, name, rows));
        }
      }
    }
  }

  /** All steps of a table in pieces of {@code [1, steps, channels]}. */
  private static final class Pieces implements Iterator<NDArray> {

    private final DualEncoder encoder;
    private final FeatureTable table;
    private final String modality;
    private final int rows;
    private int next;

    Pieces(DualEncoder encoder, FeatureTable table, String modality, int rows) {
      this.encoder = encoder;
      this.table = table;
      this.modality = modality;
      this.rows = rows;
      skipMissing();
    }

    private void skipMissing() {
      while (next < rows && table.steps(next) == 0) {
        next++;
      }
    }

    @Override
    public boolean hasNext() {
      return next < rows;
    }

    @Override
    public NDArray next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int end = Math.min(next + ROWS, rows);
      int steps = 0;
      for (int row = next; row < end; row++) {
        steps += table.steps(row);
      }
      float[] values = new float[steps * table.channels()];
      int at = 0;
      for (int row = next; row < end; row++) {
        for (int step = 0; step < table.steps(row); step++) {
          table.read(row, 0, step, values, at);
          requireFinite(values, at, row);
          at += table.channels();
        }
      }
      next = end;
      skipMissing();
      return encoder.manager().create(values, new Shape(1, steps, table.channels()));
    }

    private void requireFinite(float[] values, int from, int row) {
      for (int c = 0; c < table.channels(); c++) {
        if (!Float.isFinite(values[from + c])) {
          throw new BadInputException(
              "Features of modality %s: row %d (from 0) has the value %s in channel %d. Extract them anew."
                  .formatted(modality, row, values[from + c], c));
        }
      }
    }
  }
}
