package io.reelspace.index;

import io.reelspace.space.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;

/**
 * A segment that may become a hit, with its exact score. Where it lies is read only when it is
 * asked for: most candidates are dropped by their score alone.
 */
public final class Candidate {

  /**
   * Best first; equal scores in the order of path and time, so that the same archive gives the same
   * list however its documents are laid out.
   */
  public static final Comparator<Candidate> BEST_FIRST =
      Comparator.<Candidate>comparingDouble(candidate -> candidate.score - candidate.hubness)
          .reversed()
          .thenComparing((one, other) -> one.moment().path().compareTo(other.moment().path()))
          .thenComparingDouble(candidate -> candidate.moment().start());

  private final SegmentReference segment;
  private final float score;
  private final Modality modality;
  private SegmentPlace moment;

  /** What is taken off its score before it is put in order. */
  private float hubness;

  /** Whether it stands for all of the segment and nothing else. */
  private boolean whole = true;

  /**
   * A segment with its similarity to the query.
   *
   * @param score -1 to 1, but for rounding
   */
  public Candidate(SegmentReference segment, float score) {
    // Rounding may leave a product of unit vectors beyond.
    this(segment, Math.clamp(score, -1, 1), Modality.VISUAL);
  }

  private Candidate(SegmentReference segment, float score, Modality modality) {
    this.segment = segment;
    this.score = score;
    this.modality = modality;
  }

  /** The same as a find in a modality, with its score on the scale of pictures. */
  Candidate in(Modality found, LinearScale scale) {
    Candidate other = new Candidate(segment, (float) scale.of(score), found);
    other.whole = false; // no segment begins there
    return other;
  }

  /** What it was found by. */
  Modality modality() {
    return modality;
  }

  /** Whether both show some of the same time of the same video. */
  boolean overlaps(Candidate other) {
    return moment().videoId().equals(other.moment().videoId())
        && moment().start() < other.moment().end()
        && other.moment().start() < moment().end();
  }

  /** Its similarity to the query. */
  public float score() {
    return score;
  }

  /** The segment, which is also what tells it from others. */
  public SegmentReference segment() {
    return segment;
  }

  /** The same segment, standing for another interval of its video, with the score of that. */
  Candidate at(double start, double end, float otherScore) {
    Candidate other = new Candidate(segment, otherScore);
    SegmentPlace of = moment();
    other.moment = new SegmentPlace(of.videoId(), of.path(), start, end);
    other.whole = start == of.start() && end == of.end();
    return other;
  }

  /** The same, so much further down than its score says. */
  Candidate lowered(double by) {
    hubness = (float) by;
    return this;
  }

  /** Where it lies; another interval than its segment's where it stands for that. */
  public SegmentPlace moment() {
    if (moment == null) {
      try {
        moment = segment.place();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return moment;
  }

  Hit toHit(Grouping by) {
    return toHit(by, Optional.empty());
  }

  Hit toHit(Grouping by, Optional<Said> said) {
    SegmentPlace at = moment();
    String id =
        switch (by) {
          case MOMENT ->
              whole
                  ? Identifiers.moment(at.videoId(), at.start())
                  : Identifiers.moment(at.videoId(), at.start(), at.end());
          case VIDEO -> at.videoId();
        };
    return new Hit(id, at.path(), at.start(), at.end(), score, said, modality);
  }
}
