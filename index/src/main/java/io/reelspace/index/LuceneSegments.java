package io.reelspace.index;

import io.reelspace.index.filter.Filter;
import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.VectorUtil;

/**
 * {@link SegmentStore} on one state of a Lucene index.
 *
 * @param filter the only documents that count
 */
record LuceneSegments(IndexSearcher searcher, SearchEffort effort, Optional<FilteredBlocks> filter)
    implements SegmentStore {

  static LuceneSegments of(IndexSearcher searcher, Filter filter, SearchEffort effort)
      throws IOException {
    Optional<FilteredBlocks> blocks =
        filter instanceof Filter.All
            ? Optional.empty()
            : Optional.of(FilteredBlocks.of(searcher, filter));
    return new LuceneSegments(searcher, effort, blocks);
  }

  @Override
  public List<Candidate> nearest(SearchRequest request, Modality modality) throws IOException {
    return ClusterSearch.run(searcher, request, modality, effort, filter);
  }

  @Override
  public List<FoundLine> lines(String words, boolean everyWord, Optional<float[]> vector)
      throws IOException {
    WordSearch.Need need = everyWord ? WordSearch.Need.EVERY_WORD : WordSearch.Need.MOST_WORDS;
    List<FoundLine> lines = new ArrayList<>();
    for (WordSearch.Line line : WordSearch.run(searcher, words, need, filter)) {
      lines.add(new FoundLine(segment(line, vector), line.score(), () -> said(line)));
    }
    return lines;
  }

  @Override
  public VideoFrames frames(Candidate candidate) {
    LuceneSegment segment = (LuceneSegment) candidate.segment();
    return new LuceneVideoFrames(segment.leaf().reader(), candidate.moment().videoId());
  }

  /** Of the segments during which a line is said the one most like the query, else the first. */
  private static Candidate segment(WordSearch.Line line, Optional<float[]> vector)
      throws IOException {
    LeafReaderContext leaf = line.leaf();
    Documents.Segments during = Documents.segments(leaf.reader(), line.document());
    Candidate best = new Candidate(new LuceneSegment(leaf, during.first()), -1);
    if (vector.isEmpty()) {
      return best;
    }
    FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Documents.EMBEDDING);
    KnnVectorValues.DocIndexIterator position = vectors.iterator();
    for (int i = 0; i < during.count(); i++) {
      position.advance(during.first() + i);
      float score = VectorUtil.dotProduct(vector.get(), vectors.vectorValue(position.index()));
      if (i == 0 || score > best.score()) {
        best = new Candidate(new LuceneSegment(leaf, during.first() + i), score);
      }
    }
    return best;
  }

  private static Said said(WordSearch.Line line) throws IOException {
    IndexedLine stored = Documents.line(line.leaf().reader(), line.document());
    return new Said(stored.text(), stored.start(), stored.end());
  }
}
