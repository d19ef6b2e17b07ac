package io.reelspace.index;

import io.reelspace.index.FrameBlock.ScoredFrame;
import io.reelspace.index.FrameBlock.ScoredSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.util.VectorUtil;

/**
 * Turns the segments that were found into moments: the interval around a segment's best frame in
 * which the frames look alike and go on to match the query.
 *
 * <p>A moment may be a part of its segment, or reach over several; it is scored as the segment that
 * it would be, by the mean of its frames. Candidates come best first, and a frame that one moment
 * shows is not shown again, so moments of a video never overlap and those of adjacent segments that
 * belong together are one.
 */
final class MomentSearch {

  /** Least cosine of a frame and the best frame of its moment. */
  private static final double ALIKE = 0.5;

  /** Least similarity of a frame to the query, as a share of the best frame's. */
  private static final double HOLDS = 0.5;

  /** Seconds within which the end of a segment, which is a cut, is taken for that of a moment. */
  private static final double SNAP = 0.75;

  private final SegmentStore store;
  private final float[] query;
  private final Ranking ranking;
  private final Map<String, FrameBlock> videos = new HashMap<>();

  MomentSearch(SegmentStore store, float[] query, Ranking ranking) {
    this.store = store;
    this.query = query;
    this.ranking = ranking;
  }

  /** An interval of frames one after another. */
  private record Run(List<ScoredFrame> frames, double start, double end) {}

  /** The moments around segments, best first. */
  List<Candidate> of(List<Candidate> segments) throws IOException {
    List<Candidate> moments = new ArrayList<>();
    for (Candidate segment : segments) {
      at(segment).ifPresent(moments::add);
    }
    moments.sort(Candidate.BEST_FIRST);
    return moments;
  }

  /** The moment around a segment's best frame; empty where other moments show all its frames. */
  Optional<Candidate> at(Candidate candidate) throws IOException {
    FrameBlock video = videos.get(candidate.moment().videoId());
    if (video == null) {
      video = new FrameBlock(store.frames(candidate), query);
      videos.put(candidate.moment().videoId(), video);
    }
    Optional<ScoredSegment> segment = video.segment(candidate.segment().number());
    if (segment.isEmpty()) {
      return Optional.of(candidate); // indexed without frames
    }
    Optional<ScoredFrame> peak =
        segment.get().frames().stream()
            .filter(frame -> !frame.taken)
            .max(Comparator.comparingDouble(frame -> frame.score));
    if (peak.isEmpty()) {
      return Optional.empty();
    }
    Run run = snapped(around(peak.get(), segment.get(), video), peak.get(), video);
    run.frames().forEach(frame -> frame.taken = true);
    boolean whole = run.frames().equals(segment.get().frames());
    float[] shown = mean(run);
    float score = whole && ranking.plain() ? candidate.score() : (float) score(shown, video);
    double hubness = ranking.bank().map(bank -> bank.hubness(shown)).orElse(0.0);
    return Optional.of(candidate.at(run.start(), run.end(), score).lowered(hubness));
  }

  private Run around(ScoredFrame peak, ScoredSegment segment, FrameBlock video) throws IOException {
    int position = segment.frames().indexOf(peak);
    List<ScoredFrame> before = new ArrayList<>();
    ScoredSegment at = segment;
    int i = position - 1;
    while (true) {
      while (i >= 0 && belongs(at.frames().get(i), peak)) {
        before.add(at.frames().get(i--));
      }
      Optional<ScoredSegment> earlier = video.segment(at.number() - 1);
      if (i >= 0 || earlier.isEmpty() || !belongs(earlier.get().frames().getLast(), peak)) {
        break;
      }
      at = earlier.get();
      i = at.frames().size() - 1;
    }
    double start = i < 0 ? at.start() : at.frames().get(i + 1).time;

    List<ScoredFrame> frames = new ArrayList<>(before.reversed());
    at = segment;
    i = position;
    while (true) {
      while (i < at.frames().size() && belongs(at.frames().get(i), peak)) {
        frames.add(at.frames().get(i++));
      }
      Optional<ScoredSegment> later = video.segment(at.number() + 1);
      if (i < at.frames().size()
          || later.isEmpty()
          || !belongs(later.get().frames().getFirst(), peak)) {
        break;
      }
      at = later.get();
      i = 0;
    }
    double end = i == at.frames().size() ? at.end() : at.frames().get(i).time;
    return new Run(frames, start, end);
  }

  private static boolean belongs(ScoredFrame frame, ScoredFrame peak) {
    // Where even the best frame is unlike the query, a share of its similarity means nothing.
    boolean holds = peak.score <= 0 || frame.score >= HOLDS * peak.score;
    return frame == peak
        || (!frame.taken
            && holds
            && VectorUtil.dotProduct(frame.embedding, peak.embedding) >= ALIKE);
  }

  /** The same with its ends at those of segments where these are near, unless frames forbid it. */
  private static Run snapped(Run run, ScoredFrame peak, FrameBlock video) throws IOException {
    ScoredSegment first = video.segment(run.frames().getFirst().segment).orElseThrow();
    ScoredSegment last = video.segment(run.frames().getLast().segment).orElseThrow();
    double start = nearest(run.start(), first);
    double end = nearest(run.end(), last);
    start = start <= peak.time ? start : run.start();
    end = end > peak.time ? end : run.end();
    List<ScoredFrame> frames = new ArrayList<>();
    for (int number = first.number(); number <= last.number(); number++) {
      for (ScoredFrame frame : video.segment(number).orElseThrow().frames()) {
        if (frame == peak || (frame.time >= start && frame.time < end)) {
          frames.add(frame);
        }
      }
    }
    boolean free = frames.stream().noneMatch(frame -> frame.taken);
    return free ? new Run(frames, start, end) : run;
  }

  private static double nearest(double time, ScoredSegment segment) {
    double border =
        time - segment.start() <= segment.end() - time ? segment.start() : segment.end();
    return Math.abs(border - time) <= SNAP ? border : time;
  }

  /** The embedding of what is shown, of length one: the mean of its frames under attention. */
  private float[] mean(Run run) {
    float best = run.frames().stream().map(frame -> frame.score).max(Float::compare).orElseThrow();
    float[] sum = new float[query.length];
    for (ScoredFrame frame : run.frames()) {
      float weight = (float) Math.exp((frame.score - best) / ranking.attention());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * frame.embedding[i];
      }
    }
    return VectorUtil.l2normalize(sum, false);
  }

  private double score(float[] shown, FrameBlock video) throws IOException {
    double score = VectorUtil.dotProduct(query, shown);
    if (ranking.video() == 0) {
      return score;
    }
    double whole = video.whole().map(Float::doubleValue).orElse(score);
    return (1 - ranking.video()) * score + ranking.video() * whole;
  }
}
