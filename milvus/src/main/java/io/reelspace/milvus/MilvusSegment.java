package io.reelspace.milvus;

import io.reelspace.index.SegmentPlace;
import io.reelspace.index.SegmentReference;
import io.reelspace.space.Modality;

/**
 * A segment or window.
 *
 * @param version of its video
 * @param number among those of its modality, in the order of time
 * @param segments how many segments its video has
 */
record MilvusSegment(long version, Modality modality, int number, long segments, SegmentPlace place)
    implements SegmentReference {

  /** Another segment of the same video, whose own place is not known. */
  MilvusSegment segment(int other) {
    return new MilvusSegment(version, Modality.VISUAL, other, segments, place);
  }

  /** The same with its true place. */
  MilvusSegment at(SegmentPlace other) {
    return new MilvusSegment(version, modality, number, segments, other);
  }

  /** Whether its video has such a segment. */
  boolean isThere() {
    return number >= 0 && number < segments;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MilvusSegment that
        && version == that.version
        && modality == that.modality
        && number == that.number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * version + number);
  }
}
