package io.reelspace.index;

import io.reelspace.index.cluster.ClusterProbe;
import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.util.Bits;

/**
 * The best segments by way of the clusters of their 8-bit vectors, scored again on the raw ones.
 *
 * <p>The clusters are asked for more than is wanted, because the order of the 8-bit scores is not
 * quite that of the raw ones. In a small index, or where a filter leaves few, every segment is
 * compared: that is about as quick and misses nothing.
 */
final class ClusterSearch {

  /**
   * Candidates for each result that is wanted: near their end some are missing whose 8-bit score is
   * a little too low, so the last result may not lie beyond the first of so many parts.
   */
  private static final int MARGIN = 4;

  /** Candidates besides, for few results: sixteen for each of ten. */
  private static final int LEAST_CANDIDATES = 120;

  /** Widens the search when its candidates came from too few videos, or were too few. */
  private static final int GROWTH = 4;

  private ClusterSearch() {}

  /**
   * The best segments, or windows of another modality, best first.
   *
   * @param modality whose embeddings are compared, by their own similarities
   * @param filter the only ones that count
   */
  static List<Candidate> run(
      IndexSearcher searcher,
      SearchRequest request,
      Modality modality,
      SearchEffort effort,
      Optional<FilteredBlocks> filter)
      throws IOException {
    String field = Documents.embedding(modality);
    long documents =
        filter.isPresent() ? filter.get().embeddings(modality) : embeddings(searcher, field);
    long wanted = LEAST_CANDIDATES + (long) MARGIN * request.top();
    double share = effort.share(documents);
    while (documents > effort.exactUpTo() && wanted < documents && share < 1) {
      ScoreDoc[] nearest =
          nearest(searcher, field, request, new ClusterProbe(share), (int) wanted, filter);
      List<Candidate> candidates = scored(searcher, field, request, nearest);
      List<Candidate> best = best(candidates, request);
      boolean exhausted = candidates.isEmpty() || candidates.getLast().score() < request.minScore();
      if (exhausted || isAmple(candidates, best, request)) {
        return best;
      }
      if (nearest.length < wanted) {
        share *= GROWTH; // these are all that was looked at
      } else {
        wanted *= GROWTH;
      }
    }
    return ExactSearch.run(searcher, request, modality, filter);
  }

  /**
   * Of several segments of a video one is wanted, so all are scored; else those that may be best.
   */
  private static List<Candidate> scored(
      IndexSearcher searcher, String field, SearchRequest request, ScoreDoc[] nearest)
      throws IOException {
    Rescoring rescoring = new Rescoring(searcher.getLeafContexts(), field, request.vector());
    return switch (request.by()) {
      case MOMENT -> rescoring.best(nearest, request.top());
      case VIDEO -> rescoring.all(nearest);
    };
  }

  private static boolean isAmple(
      List<Candidate> candidates, List<Candidate> best, SearchRequest request) {
    return best.size() == request.top()
        && (request.by() == Grouping.MOMENT
            || (long) MARGIN * candidates.indexOf(best.getLast()) < candidates.size());
  }

  /** Embeddings with those that are deleted and not yet merged away. */
  private static long embeddings(IndexSearcher searcher, String field) throws IOException {
    long segments = 0;
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
      segments += vectors == null ? 0 : vectors.size();
    }
    return segments;
  }

  private static ScoreDoc[] nearest(
      IndexSearcher searcher,
      String field,
      SearchRequest request,
      ClusterProbe probe,
      int count,
      Optional<FilteredBlocks> filter)
      throws IOException {
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    TopDocs[] found = new TopDocs[leaves.size()];
    for (LeafReaderContext leaf : leaves) {
      TopKnnCollector nearest = new TopKnnCollector(count, Integer.MAX_VALUE, probe);
      Bits accepted = filter.isPresent() ? filter.get().in(leaf) : leaf.reader().getLiveDocs();
      AcceptDocs documents = AcceptDocs.fromLiveDocs(accepted, leaf.reader().maxDoc());
      leaf.reader().searchNearestVectors(field, request.vector(), nearest, documents);
      found[leaf.ord] = nearest.topDocs();
      for (ScoreDoc scored : found[leaf.ord].scoreDocs) {
        scored.doc += leaf.docBase;
      }
    }
    return TopDocs.merge(count, found).scoreDocs;
  }

  private static List<Candidate> best(List<Candidate> candidates, SearchRequest request) {
    List<Candidate> best = new ArrayList<>(request.top());
    Set<String> videos = new HashSet<>();
    for (Candidate candidate : candidates) {
      if (best.size() == request.top() || candidate.score() < request.minScore()) {
        break;
      }
      if (request.by() == Grouping.MOMENT || videos.add(candidate.moment().videoId())) {
        best.add(candidate);
      }
    }
    return best;
  }
}
