package io.reelspace.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;

/**
 * Scores candidates of the 8-bit vectors on the raw ones: the best first, and the others only as
 * far as their 8-bit score, by how much those before were wrong, may still bring them among the
 * results.
 */
final class Rescoring {

  /** Standard deviations of the error that a candidate may be better than it looks. */
  private static final double DEVIATIONS = 5;

  /** Of fewer the deviation would be a guess. */
  private static final int LEAST_FIRST = 30;

  private final List<LeafReaderContext> leaves;
  private final String field;
  private final float[] query;
  private final List<Candidate> candidates = new ArrayList<>();
  private double squares;

  /**
   * @param field whose raw vectors are compared
   */
  Rescoring(List<LeafReaderContext> leaves, String field, float[] query) {
    this.leaves = leaves;
    this.field = field;
    this.query = query;
  }

  /** All candidates, best first. */
  List<Candidate> all(ScoreDoc[] found) throws IOException {
    score(found, 0, found.length);
    candidates.sort(Candidate.BEST_FIRST);
    return candidates;
  }

  /**
   * The candidates that may be among so many results, best first.
   *
   * @param found by their 8-bit scores, best first
   */
  List<Candidate> best(ScoreDoc[] found, int results) throws IOException {
    int first = Math.max(LEAST_FIRST, 2 * results);
    if (found.length <= first) {
      return all(found);
    }
    score(found, 0, first);
    candidates.sort(Candidate.BEST_FIRST);
    double deviation = Math.sqrt(squares / first);
    double least = candidates.get(results - 1).score() - DEVIATIONS * deviation;
    int end = first;
    while (end < found.length && similarity(found[end]) >= least) {
      end++;
    }
    score(found, first, end);
    candidates.sort(Candidate.BEST_FIRST);
    return candidates;
  }

  /** The cosine that Lucene's score stands for. */
  private static double similarity(ScoreDoc scored) {
    return 2.0 * scored.score - 1;
  }

  private void score(ScoreDoc[] found, int from, int to) throws IOException {
    ScoreDoc[] part = Arrays.copyOfRange(found, from, to);
    Arrays.sort(part, Comparator.comparingInt(scored -> scored.doc)); // vectors are read forward
    LeafReaderContext leaf = null;
    FloatVectorValues vectors = null;
    KnnVectorValues.DocIndexIterator position = null;
    for (ScoreDoc scored : part) {
      LeafReaderContext itsLeaf = leaves.get(ReaderUtil.subIndex(scored.doc, leaves));
      if (itsLeaf != leaf) {
        leaf = itsLeaf;
        vectors = leaf.reader().getFloatVectorValues(field);
        position = vectors.iterator();
      }
      int document = scored.doc - leaf.docBase;
      position.advance(document);
      float score = VectorUtil.dotProduct(query, vectors.vectorValue(position.index()));
      candidates.add(new Candidate(new LuceneSegment(leaf, document), score));
      double error = score - similarity(scored);
      squares += error * error;
    }
  }
}
