package io.reelspace.encode;

import io.reelspace.media.Cut;
import io.reelspace.media.CutFinder;
import io.reelspace.media.RgbImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a network over windows of frames that overlap by their contexts. Before the first frame
 * stands that frame, repeated, and behind the last one that, as the authors of TransNet V2 do it.
 */
final class WindowedCutFinder implements CutFinder {
  private final ShotNetwork network;
  private final int window;
  private final int context;
  private final CutGroups groups = new CutGroups();

  /** The window that is being filled: its first context was there before. */
  private final List<RgbImage> pictures = new ArrayList<>();

  /** Times of the frames that are not decided on, the oldest first. */
  private final List<Double> times = new ArrayList<>();

  WindowedCutFinder(ShotNetwork network, int window, int context) {
    this.network = network;
    this.window = window;
    this.context = context;
  }

  @Override
  public List<Cut> add(double pts, RgbImage picture) {
    if (pictures.isEmpty()) {
      for (int i = 0; i < context; i++) {
        pictures.add(picture);
      }
    }
    pictures.add(picture);
    times.add(pts);
    return pictures.size() == window ? decide() : List.of();
  }

  @Override
  public List<Cut> finish() {
    List<Cut> cuts = new ArrayList<>();
    while (!times.isEmpty()) {
      while (pictures.size() < window) {
        pictures.add(pictures.getLast());
      }
      cuts.addAll(decide());
    }
    cuts.addAll(groups.finish());
    return cuts;
  }

  /** Decides on the middle of a full window. */
  private List<Cut> decide() {
    ShotNetwork.Probabilities probabilities = network.run(pictures);
    List<Cut> cuts = new ArrayList<>();
    int decided = Math.min(window - 2 * context, times.size());
    for (int i = 0; i < decided; i++) {
      cuts.addAll(
          groups.add(
              times.get(i),
              probabilities.boundaries().get(context + i),
              probabilities.transitions().get(context + i)));
    }
    times.subList(0, decided).clear();
    pictures.subList(0, window - 2 * context).clear();
    return cuts;
  }

  @Override
  public double certainUntil() {
    return groups.certainUntil();
  }
}
