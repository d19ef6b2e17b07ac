package io.reelspace.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;

/**
 * A segment's or window's document.
 *
 * @param number within the leaf
 */
record LuceneSegment(LeafReaderContext leaf, int number) implements SegmentReference {

  @Override
  public SegmentPlace place() throws IOException {
    return Documents.moment(leaf.reader(), number);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LuceneSegment that
        && leaf.ord == that.leaf.ord
        && number == that.number;
  }

  @Override
  public int hashCode() {
    return 31 * leaf.ord + number;
  }
}
