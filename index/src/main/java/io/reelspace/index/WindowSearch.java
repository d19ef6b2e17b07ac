package io.reelspace.index;

import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The best windows of sound, and of other modalities beside pictures, and how they stand among what
 * was found by pictures: similarities are brought to one scale, and at each time of a video the
 * better one counts.
 */
final class WindowSearch {

  /** A window covers others that it overlaps, and some are covered by what is seen. */
  private static final int SPARE = 2;

  private WindowSearch() {}

  /** The best of each modality that is asked for, on the scale of pictures. */
  static List<Candidate> run(SegmentStore store, SearchRequest request) throws IOException {
    List<Candidate> found = new ArrayList<>();
    for (Map.Entry<Modality, LinearScale> asked : request.modalities().entrySet()) {
      Modality modality = asked.getKey();
      if (modality == Modality.VISUAL) {
        continue; // looked for in segments
      }
      LinearScale scale = asked.getValue();
      int top = Math.min(SPARE * request.top(), SearchRequest.MAX_TOP);
      SearchRequest own = request.withTop(top).withMinScore(scale.back(request.minScore()));
      for (Candidate window : store.nearest(own, modality)) {
        found.add(window.in(modality, scale));
      }
    }
    return found;
  }

  /**
   * The best of both, best first: of those of one video the best where videos are wanted, else of
   * those that overlap in time the better.
   *
   * @param seen found by pictures, best first
   */
  static List<Candidate> join(
      List<Candidate> seen, List<Candidate> windows, SearchRequest request) {
    if (windows.isEmpty()) {
      return seen;
    }
    List<Candidate> all = new ArrayList<>(seen);
    all.addAll(windows);
    all.sort(Candidate.BEST_FIRST);
    List<Candidate> best = new ArrayList<>();
    Set<String> videos = new HashSet<>();
    Map<String, List<Candidate>> kept = new HashMap<>();
    for (Candidate candidate : all) {
      if (best.size() == request.top()) {
        break;
      }
      String video = candidate.moment().videoId();
      boolean free =
          request.by() == Grouping.VIDEO
              ? videos.add(video)
              : isFree(candidate, kept.computeIfAbsent(video, _ -> new ArrayList<>()));
      if (free) {
        best.add(candidate);
      }
    }
    return best;
  }

  private static boolean isFree(Candidate candidate, List<Candidate> kept) {
    boolean covered =
        kept.stream()
            .filter(better -> isWindow(better) || isWindow(candidate))
            .anyMatch(candidate::overlaps);
    if (!covered) {
      kept.add(candidate);
    }
    return !covered;
  }

  private static boolean isWindow(Candidate candidate) {
    return candidate.modality() != Modality.VISUAL;
  }
}
