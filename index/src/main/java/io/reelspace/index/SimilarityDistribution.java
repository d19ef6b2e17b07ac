package io.reelspace.index;

import java.util.List;
import org.apache.lucene.util.VectorUtil;

/**
 * How similar the segments of an index are to a query, whatever they show.
 *
 * @param count segments that were compared
 * @param mean of their cosine similarities; 0 where there are none
 * @param variance of these about the mean
 */
public record SimilarityDistribution(int count, double mean, double variance) {

  /** That of a vector and the embeddings of some segments, each of length one (L2). */
  public static SimilarityDistribution of(float[] vector, List<float[]> embeddings) {
    double sum = 0;
    double squares = 0;
    for (float[] embedding : embeddings) {
      double similarity = VectorUtil.dotProduct(vector, embedding);
      sum += similarity;
      squares += similarity * similarity;
    }
    int count = embeddings.size();
    double mean = count == 0 ? 0 : sum / count;
    double variance = count == 0 ? 0 : Math.max(0, squares / count - mean * mean);
    return new SimilarityDistribution(count, mean, variance);
  }
}
