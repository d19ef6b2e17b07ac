package io.reelspace.index;

import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.VectorUtil;

/** The best segments by comparing the query with every one of them on the raw vectors. */
final class ExactSearch {

  private final float[] query;
  private final double minScore;
  private final int top;
  private final PriorityQueue<Candidate> worstFirst =
      new PriorityQueue<>(Candidate.BEST_FIRST.reversed());

  private final Optional<FilteredBlocks> filter;

  private ExactSearch(SearchRequest request, Optional<FilteredBlocks> filter) {
    this.filter = filter;
    this.query = request.vector();
    this.minScore = request.minScore();
    this.top = request.top();
  }

  static List<Candidate> run(
      IndexSearcher searcher,
      SearchRequest request,
      Modality modality,
      Optional<FilteredBlocks> filter)
      throws IOException {
    String field = Documents.embedding(modality);
    ExactSearch search = new ExactSearch(request, filter);
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(field);
      if (vectors == null) {
        continue; // a leaf in which nothing has segments
      }
      switch (request.by()) {
        case MOMENT -> search.addMoments(leaf, vectors);
        case VIDEO -> search.addVideos(leaf, vectors);
      }
    }
    List<Candidate> best = new ArrayList<>(search.worstFirst);
    best.sort(Candidate.BEST_FIRST);
    return best;
  }

  private void addMoments(LeafReaderContext leaf, FloatVectorValues vectors) throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    KnnVectorValues.DocIndexIterator documents = wanted(leaf, vectors);
    for (int doc = documents.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = documents.nextDoc()) {
      if (live == null || live.get(doc)) {
        offer(leaf, doc, VectorUtil.dotProduct(query, vectors.vectorValue(documents.index())));
      }
    }
  }

  /** All segments of a video lie in one leaf, so its best one is known at the leaf's end. */
  private void addVideos(LeafReaderContext leaf, FloatVectorValues vectors) throws IOException {
    SortedDocValues videos = DocValues.getSorted(leaf.reader(), Documents.VIDEO);
    float[] bestScores = new float[videos.getValueCount()];
    int[] bestDocs = new int[videos.getValueCount()];
    Arrays.fill(bestDocs, -1);
    Bits live = leaf.reader().getLiveDocs();
    KnnVectorValues.DocIndexIterator documents = wanted(leaf, vectors);
    for (int doc = documents.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = documents.nextDoc()) {
      if ((live != null && !live.get(doc)) || !videos.advanceExact(doc)) {
        continue;
      }
      float score = VectorUtil.dotProduct(query, vectors.vectorValue(documents.index()));
      int video = videos.ordValue();
      if (bestDocs[video] < 0 || score > bestScores[video]) {
        bestScores[video] = score;
        bestDocs[video] = doc;
      }
    }
    for (int video = 0; video < bestDocs.length; video++) {
      if (bestDocs[video] >= 0) {
        offer(leaf, bestDocs[video], bestScores[video]);
      }
    }
  }

  private KnnVectorValues.DocIndexIterator wanted(
      LeafReaderContext leaf, FloatVectorValues vectors) {
    return filter.isPresent() ? filter.get().within(leaf, vectors) : vectors.iterator();
  }

  private void offer(LeafReaderContext leaf, int doc, float score) {
    Candidate candidate = new Candidate(new LuceneSegment(leaf, doc), score);
    if (candidate.score() < minScore) {
      return;
    }
    if (worstFirst.size() < top) {
      worstFirst.add(candidate);
    } else if (Candidate.BEST_FIRST.compare(candidate, worstFirst.element()) < 0) {
      worstFirst.remove();
      worstFirst.add(candidate);
    }
  }
}
