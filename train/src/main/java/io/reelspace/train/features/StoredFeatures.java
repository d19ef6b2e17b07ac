package io.reelspace.train.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a {@link FeatureStore} in the order of a list of ids; an id without features is a missing
 * modality. Valid until the store is closed.
 */
public final class StoredFeatures implements FeatureTable {

  private final int channels;
  private final List<List<FeatureSequence>> rows = new ArrayList<>();

  /** The features of each id, in all views that were extracted. */
  public StoredFeatures(FeatureStore store, List<String> ids) {
    this.channels = store.format().channels();
    for (String id : ids) {
      List<FeatureSequence> views = new ArrayList<>();
      Optional<FeatureSequence> view = store.find(id, 0);
      while (view.isPresent()) {
        views.add(view.get());
        view = store.find(id, views.size());
      }
      rows.add(List.copyOf(views));
    }
  }

  /** Ids that have no features, by their row. */
  public List<Integer> missing() {
    List<Integer> missing = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).isEmpty()) {
        missing.add(row);
      }
    }
    return missing;
  }

  @Override
  public int rows() {
    return rows.size();
  }

  @Override
  public int channels() {
    return channels;
  }

  /** Steps of view 0; an augmented view of the same frames has as many. */
  @Override
  public int steps(int row) {
    return rows.get(row).isEmpty() ? 0 : rows.get(row).getFirst().steps();
  }

  @Override
  public int views(int row) {
    return Math.max(1, rows.get(row).size());
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    rows.get(row).get(view).copy(step, target, offset);
  }
}
