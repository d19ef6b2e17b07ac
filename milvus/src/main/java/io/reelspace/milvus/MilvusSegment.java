package io.reelspace.milvus;

import io.reelspace.index.SegmentPlace;
import io.reelspace.index.SegmentReference;
import io.reelspace.space.Modality;

/**
 * A segment or window.
 *
 * @param version of its video
 * @param number among those of its modality, in the order of time
 */
record MilvusSegment(long version, Modality modality, int number, SegmentPlace place)
    implements SegmentReference {

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
