package io.reelspace.index;

import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;

/**
 * Embeddings of some segments of an index, or of windows of another modality than pictures, evenly
 * spaced among all, so that the same files give the same ones. Segments of deleted videos may be
 * among them until they are merged away.
 *
 * @param reader what they were taken from
 */
record SegmentSample(IndexReader reader, List<float[]> embeddings) {

  /** Leaves a mean uncertain by a twentieth of the deviation. */
  private static final int MOST = 500;

  static SegmentSample of(IndexSearcher searcher, Modality modality) throws IOException {
    List<FloatVectorValues> leaves = new ArrayList<>();
    long all = 0;
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Documents.embedding(modality));
      if (vectors != null) {
        leaves.add(vectors);
        all += vectors.size();
      }
    }
    int wanted = (int) Math.min(MOST, all);
    List<float[]> embeddings = new ArrayList<>(wanted);
    long before = 0;
    for (FloatVectorValues vectors : leaves) {
      while (embeddings.size() < wanted) {
        long next = embeddings.size() * all / wanted - before;
        if (next >= vectors.size()) {
          break;
        }
        embeddings.add(vectors.vectorValue((int) next).clone());
      }
      before += vectors.size();
    }
    return new SegmentSample(searcher.getIndexReader(), embeddings);
  }

  SimilarityDistribution similarities(float[] vector) {
    return SimilarityDistribution.of(vector, embeddings);
  }
}
