package io.reelspace.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.VectorUtil;

/**
 * The best segments by way of the HNSW graph (Malkov and Yashunin, 2016) over 8-bit vectors, scored
 * again on the raw ones.
 *
 * <p>The graph is asked for more than is wanted, because the order of the 8-bit scores is not quite
 * that of the raw ones. In an index of moderate size, and where the share of it that would be
 * looked at grows large, every segment is compared: that is about as quick and misses nothing.
 */
final class GraphSearch {

  /** Candidates for each result that is wanted. */
  private static final int OVERSAMPLING = 5;

  /** A graph search for k candidates costs about as much as comparing this many times k vectors. */
  private static final int COST_OF_A_CANDIDATE = 50;

  /** Widens the search when its candidates came from too few videos. */
  private static final int GROWTH = 4;

  /**
   * How hard to look.
   *
   * @param exactUpTo documents up to which every segment is compared
   * @param leastCandidates the graph is always searched at least this widely
   */
  record Effort(int exactUpTo, int leastCandidates) {

    /**
     * Comparing 100,000 segments takes some 10 ms, no more than encoding the query's text. The
     * width is for queries by text, which lie far from all segments: see docs/benchmarks/search.md.
     */
    static final Effort DEFAULT = new Effort(120_000, 1000);
  }

  private GraphSearch() {}

  /**
   * The best segments, best first.
   *
   * @param filter the only segments that count
   */
  static List<Candidate> run(
      IndexSearcher searcher, SearchRequest request, Effort effort, Optional<FilteredBlocks> filter)
      throws IOException {
    long documents = filter.isPresent() ? filter.get().segments() : segments(searcher);
    long wanted = Math.max(effort.leastCandidates(), (long) OVERSAMPLING * request.top());
    while (documents > effort.exactUpTo() && wanted * COST_OF_A_CANDIDATE < documents) {
      List<Candidate> candidates = candidates(searcher, request, (int) wanted, filter);
      List<Candidate> best = best(candidates, request);
      boolean exhausted = candidates.isEmpty() || candidates.getLast().score() < request.minScore();
      if (best.size() == request.top() || exhausted) {
        return best;
      }
      wanted *= GROWTH;
    }
    return ExactSearch.run(searcher, request, filter);
  }

  /** Segments with those that are deleted and not yet merged away. */
  private static long segments(IndexSearcher searcher) throws IOException {
    long segments = 0;
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Documents.EMBEDDING);
      segments += vectors == null ? 0 : vectors.size();
    }
    return segments;
  }

  private static List<Candidate> candidates(
      IndexSearcher searcher, SearchRequest request, int count, Optional<FilteredBlocks> filter)
      throws IOException {
    float[] query = request.vector();
    ScoreDoc[] found =
        searcher.search(
                new KnnFloatVectorQuery(Documents.EMBEDDING, query, count, filter.orElse(null)),
                count)
            .scoreDocs;
    Arrays.sort(found, Comparator.comparingInt(scored -> scored.doc)); // vectors are read forward
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    List<Candidate> candidates = new ArrayList<>(found.length);
    LeafReaderContext leaf = null;
    FloatVectorValues vectors = null;
    KnnVectorValues.DocIndexIterator position = null;
    for (ScoreDoc scored : found) {
      LeafReaderContext itsLeaf = leaves.get(ReaderUtil.subIndex(scored.doc, leaves));
      if (itsLeaf != leaf) {
        leaf = itsLeaf;
        vectors = leaf.reader().getFloatVectorValues(Documents.EMBEDDING);
        position = vectors.iterator();
      }
      int document = scored.doc - leaf.docBase;
      position.advance(document);
      float score = VectorUtil.dotProduct(query, vectors.vectorValue(position.index()));
      candidates.add(new Candidate(leaf, document, score));
    }
    candidates.sort(Candidate.BEST_FIRST);
    return candidates;
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
