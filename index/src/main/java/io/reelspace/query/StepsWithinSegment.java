package io.reelspace.query;

import io.reelspace.index.Hit;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.VideoIndex;
import io.reelspace.space.Modality;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds steps of a query in time that follow one another within one segment: a shot in which one
 * thing turns into another has no cut between them.
 *
 * <p>Of the segments that are candidates of several steps in a row, the best are divided between
 * two of their frames so that the parts fit their steps best, each scored as the segment that it
 * would be. A step must fit its own part plainly better than those of the other steps: else what
 * shows both all the time would be one after the other, too.
 */
final class StepsWithinSegment {

  /** Segments that are looked at for each run of steps; the frames of these are read. */
  private static final int MOST_SEGMENTS = 100;

  /** So many deviations a step must be nearer to its own part than to another. */
  private static final double MARGIN = 0.5;

  /** A single frame is no moment where there are more. */
  private static final int LEAST_FRAMES = 2;

  /** Frames beyond are taken together, as all pairs of places to cut are compared. */
  private static final int MOST_PLACES = 48;

  /**
   * A step.
   *
   * @param hits its candidates, whole segments with their scores
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Step(float[] vector, ScoreScale scale, List<Hit> hits) {}

  private final VideoIndex index;

  StepsWithinSegment(VideoIndex index) {
    this.index = index;
  }

  /** For each step the parts of segments that are further candidates. */
  List<List<Hit>> parts(List<Step> steps) {
    List<List<Hit>> parts = new ArrayList<>();
    steps.forEach(_ -> parts.add(new ArrayList<>()));
    for (int length = 2; length <= steps.size(); length++) {
      for (int first = 0; first + length <= steps.size(); first++) {
        List<Step> run = steps.subList(first, first + length);
        for (Hit hit : inAll(run)) {
          List<Hit> found = divide(hit, run);
          for (int i = 0; i < found.size(); i++) {
            parts.get(first + i).add(found.get(i));
          }
        }
      }
    }
    return parts;
  }

  /** Segments that are candidates of all steps, those of the highest mean score first. */
  private static List<Hit> inAll(List<Step> steps) {
    Map<String, Double> sums = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Step step : steps) {
      for (Hit hit : step.hits()) {
        sums.merge(hit.id(), hit.score(), Double::sum);
        counts.merge(hit.id(), 1, Integer::sum);
      }
    }
    return steps.getFirst().hits().stream()
        .filter(hit -> hit.modality() == Modality.VISUAL && counts.get(hit.id()) == steps.size())
        .sorted(
            Comparator.<Hit>comparingDouble(hit -> sums.get(hit.id()))
                .reversed()
                .thenComparing(Hit::id))
        .limit(MOST_SEGMENTS)
        .toList();
  }

  /** A part for each step, or nothing where they do not follow one another. */
  private List<Hit> divide(Hit hit, List<Step> steps) {
    String video = Identifiers.video(Path.of(hit.video()));
    Optional<IndexedSegment> segment = index.segment(video, hit.start());
    if (segment.isEmpty() || segment.get().frames().size() < steps.size()) {
      return List.of();
    }
    List<Run> frames = runs(segment.get().frames());
    Similarities similarities = new Similarities(frames, steps);
    int least = frames.size() >= LEAST_FRAMES * steps.size() ? LEAST_FRAMES : 1;
    Best best = new Best(steps, similarities, least);
    best.search(new int[steps.size() + 1], 1);
    List<Hit> hits = new ArrayList<>();
    for (int i = 0; i < steps.size() && best.cuts.length > 0; i++) {
      double start = i == 0 ? hit.start() : frames.get(best.cuts[i]).start();
      double end = i == steps.size() - 1 ? hit.end() : frames.get(best.cuts[i + 1]).start();
      double similarity = similarities.of(i, best.cuts[i], best.cuts[i + 1]);
      hits.add(
          new Hit(
              Identifiers.moment(video, start, end),
              hit.video(),
              start,
              end,
              steps.get(i).scale().score(similarity)));
    }
    return hits;
  }

  /**
   * Some frames in a row, at most places one.
   *
   * @param sum of their embeddings
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Run(double start, float[] sum) {}

  private static List<Run> runs(List<IndexedFrame> frames) {
    int length = Math.ceilDiv(frames.size(), MOST_PLACES);
    List<Run> runs = new ArrayList<>();
    for (int first = 0; first < frames.size(); first += length) {
      List<IndexedFrame> run = frames.subList(first, Math.min(frames.size(), first + length));
      float[] sum = run.getFirst().embedding().clone();
      for (IndexedFrame frame : run.subList(1, run.size())) {
        float[] embedding = frame.embedding();
        for (int d = 0; d < sum.length; d++) {
          sum[d] += embedding[d];
        }
      }
      runs.add(new Run(run.getFirst().time(), sum));
    }
    return runs;
  }

  /** Of each step with the mean of any frames in a row. */
  private static final class Similarities {

    private final double[][] dots;
    private final double[][] lengths;

    Similarities(List<Run> frames, List<Step> steps) {
      int count = frames.size();
      dots = new double[steps.size()][count + 1];
      lengths = new double[count][count + 1];
      for (int i = 0; i < count; i++) {
        for (int s = 0; s < steps.size(); s++) {
          dots[s][i + 1] = dots[s][i] + dot(steps.get(s).vector(), frames.get(i).sum());
        }
        float[] sum = new float[frames.get(i).sum().length];
        for (int j = i; j < count; j++) {
          float[] frame = frames.get(j).sum();
          double squares = 0;
          for (int d = 0; d < sum.length; d++) {
            sum[d] += frame[d];
            squares += sum[d] * sum[d];
          }
          lengths[i][j + 1] = Math.sqrt(squares);
        }
      }
    }

    private static double dot(float[] one, float[] other) {
      double sum = 0;
      for (int i = 0; i < one.length; i++) {
        sum += one[i] * other[i];
      }
      return sum;
    }

    /** Of frames {@code from} to {@code to}, which is not among them. */
    double of(int step, int from, int to) {
      return (dots[step][to] - dots[step][from]) / Math.max(1e-6, lengths[from][to]);
    }
  }

  /** The division that scores most among those where each step fits its own part. */
  private static final class Best {

    private final List<Step> steps;
    private final Similarities similarities;
    private final int least;
    private double score = -1;
    private int[] cuts = {};

    Best(List<Step> steps, Similarities similarities, int least) {
      this.steps = steps;
      this.similarities = similarities;
      this.least = least;
    }

    /** Tries all places of the cuts from a number on; those before it stand. */
    void search(int[] tried, int number) {
      int frames = similarities.lengths.length;
      if (number == steps.size()) {
        tried[number] = frames;
        consider(tried);
        return;
      }
      int last = frames - least * (steps.size() - number);
      for (int cut = tried[number - 1] + least; cut <= last; cut++) {
        tried[number] = cut;
        search(tried, number + 1);
      }
    }

    private void consider(int[] tried) {
      double sum = 0;
      for (int s = 0; s < steps.size(); s++) {
        ScoreScale scale = steps.get(s).scale();
        double own = similarities.of(s, tried[s], tried[s + 1]);
        for (int other = 0; other < steps.size(); other++) {
          if (other != s
              && own
                  < similarities.of(s, tried[other], tried[other + 1])
                      + MARGIN * scale.deviation()) {
            return;
          }
        }
        sum += scale.score(own);
      }
      if (sum > score) {
        score = sum;
        cuts = tried.clone();
      }
    }
  }
}
