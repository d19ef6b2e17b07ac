package io.reelspace.index;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;

/** {@link VideoFrames} of a video whose block lies in a leaf. */
record LuceneVideoFrames(LeafReader leaf, String videoId) implements VideoFrames {

  @Override
  public Optional<IndexedSegment> segment(int number) throws IOException {
    BinaryDocValues stored = DocValues.getBinary(leaf, Documents.FRAMES);
    if (number < 0 || number >= leaf.maxDoc() || !stored.advanceExact(number)) {
      return Optional.empty();
    }
    SegmentPlace at = Documents.moment(leaf, number);
    if (!at.videoId().equals(videoId)) {
      return Optional.empty();
    }
    FloatVectorValues vectors = leaf.getFloatVectorValues(Documents.EMBEDDING);
    KnnVectorValues.DocIndexIterator position = vectors.iterator();
    position.advance(number);
    float[] embedding = vectors.vectorValue(position.index()).clone();
    return Optional.of(
        new IndexedSegment(
            at.start(),
            at.end(),
            embedding,
            QuantisedFrames.read(stored.binaryValue(), embedding)));
  }

  @Override
  public Optional<float[]> mean() throws IOException {
    PostingsEnum video = leaf.postings(new Term(Documents.ID, videoId), PostingsEnum.NONE);
    FloatVectorValues means = leaf.getFloatVectorValues(Documents.MEAN);
    if (video == null || means == null) {
      return Optional.empty();
    }
    // Of several with this id all but the last were deleted.
    int last = -1;
    for (int doc = video.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = video.nextDoc()) {
      last = doc;
    }
    KnnVectorValues.DocIndexIterator position = means.iterator();
    return last >= 0 && position.advance(last) == last
        ? Optional.of(means.vectorValue(position.index()).clone())
        : Optional.empty();
  }
}
