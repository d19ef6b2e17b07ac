package io.reelspace.index;

import io.reelspace.space.Modality;
import java.util.ArrayList;
import java.util.List;

/**
 * What is heard in a video: windows one after another that sound alike are one stretch. So rain of
 * half a minute is one result and not twelve, and the index holds no more than it must.
 */
final class HeardStretches {

  /** Least cosine of a window and the stretch that it goes on with. */
  private static final double ALIKE = 0.9;

  /** Seconds of the longest stretch; a moment is something to be played. */
  private static final double LONGEST = 30;

  private final List<IndexedWindow> complete = new ArrayList<>();
  private float[] sum = {};
  private double start;
  private double end;

  /** Adds a window; they come in the order of time. */
  void add(double from, double to, float[] embedding) {
    boolean goesOn =
        sum.length > 0
            && from <= end
            && to - start <= LONGEST
            && Embeddings.cosine(sum, embedding) >= ALIKE;
    if (goesOn) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += embedding[i];
      }
    } else {
      finish();
      sum = embedding.clone();
      start = from;
    }
    end = to;
  }

  /** All stretches, as far as they lie within the time that is shown. */
  List<IndexedWindow> windows(double shownFrom, double shownTo) {
    finish();
    List<IndexedWindow> shown = new ArrayList<>();
    for (IndexedWindow window : complete) {
      double from = Math.max(window.start(), shownFrom);
      double to = Math.min(window.end(), shownTo);
      if (from < to) {
        shown.add(new IndexedWindow(window.modality(), from, to, window.embedding()));
      }
    }
    return shown;
  }

  private void finish() {
    if (sum.length > 0) {
      complete.add(new IndexedWindow(Modality.AUDIO, start, end, Embeddings.unit(sum)));
    }
    sum = new float[0];
  }
}
