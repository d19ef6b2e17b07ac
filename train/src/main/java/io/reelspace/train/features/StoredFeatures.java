package io.reelspace.train.features;

import io.reelspace.evaluate.TimeWindow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a {@link FeatureStore} in the order of a list of ids; an id without features is a missing
 * modality. Valid until the store is closed.
 */
public final class StoredFeatures implements FeatureTable {

  private final int channels;
  private final StepKind kind;
  private final List<Row> rows = new ArrayList<>();

  /** Steps {@code [from, to)} of a source, in all its views. */
  private record Row(List<FeatureSequence> views, int from, int to) {}

  /** The features of each id, in all views that were extracted. */
  public StoredFeatures(FeatureStore store, List<String> ids) {
    this(store, ids, Collections.nCopies(ids.size(), Optional.empty()));
  }

  /**
   * The same, of parts of the sources.
   *
   * @param parts for each id a window of time; a window between two steps gets the nearest
   */
  public StoredFeatures(FeatureStore store, List<String> ids, List<Optional<TimeWindow>> parts) {
    this.channels = store.format().channels();
    this.kind =
        switch (store.format().modality()) {
          case FeatureExtraction.MOTION -> StepKind.CLIPS;
          case FeatureExtraction.AUDIO -> StepKind.SOUNDS;
          default -> StepKind.FRAMES;
        };
    for (int i = 0; i < ids.size(); i++) {
      List<FeatureSequence> views = new ArrayList<>();
      Optional<FeatureSequence> view = store.find(ids.get(i), 0);
      while (view.isPresent()) {
        views.add(view.get());
        view = store.find(ids.get(i), views.size());
      }
      rows.add(row(List.copyOf(views), parts.get(i)));
    }
  }

  private static Row row(List<FeatureSequence> views, Optional<TimeWindow> part) {
    int steps = views.isEmpty() ? 0 : views.getFirst().steps();
    if (steps == 0 || part.isEmpty()) {
      return new Row(views, 0, steps);
    }
    float[] times = views.getFirst().times();
    TimeWindow window = part.get();
    int from = 0;
    while (from < steps - 1 && times[from] < window.start()) {
      from++;
    }
    int to = from + 1;
    while (to < steps && times[to] < window.end()) {
      to++;
    }
    boolean before = from > 0 && times[from] >= window.end();
    double middle = (window.start() + window.end()) / 2;
    if (before && middle - times[from - 1] < times[from] - middle) {
      return new Row(views, from - 1, from);
    }
    return new Row(views, from, to);
  }

  /** Ids that have no features, by their row. */
  public List<Integer> missing() {
    List<Integer> missing = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      if (rows.get(row).views().isEmpty()) {
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
  public StepKind kind() {
    return kind;
  }

  @Override
  public int channels() {
    return channels;
  }

  /** Steps of view 0; an augmented view of the same frames has as many. */
  @Override
  public int steps(int row) {
    return rows.get(row).to() - rows.get(row).from();
  }

  @Override
  public int views(int row) {
    return Math.max(1, rows.get(row).views().size());
  }

  @Override
  public void read(int row, int view, int step, float[] target, int offset) {
    Row own = rows.get(row);
    own.views().get(view).copy(own.from() + step, target, offset);
  }
}
