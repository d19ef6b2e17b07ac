package io.reelspace.index;

import io.reelspace.index.filter.Filter;
import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/**
 * The segments and lines of the videos that a filter takes, one bit for each document.
 *
 * <p>A filter is answered on the videos' own documents, which are few. Each knows how many
 * documents of its block lie before it, so a video becomes a run of bits.
 */
final class FilteredBlocks extends Query {

  /** By the number of the leaf; the documents of videos themselves are not in it. */
  private final FixedBitSet[] documents;

  /** Segments that are not deleted. */
  private final long segments;

  /** Windows that are not deleted. */
  private final long windows;

  private FilteredBlocks(FixedBitSet[] documents, long segments, long windows) {
    this.documents = documents;
    this.segments = segments;
    this.windows = windows;
  }

  static FilteredBlocks of(IndexSearcher searcher, Filter filter) throws IOException {
    List<LeafReaderContext> leaves = searcher.getLeafContexts();
    FixedBitSet[] documents = new FixedBitSet[leaves.size()];
    Query videos = searcher.rewrite(FilterQueries.of(filter));
    Weight weight = searcher.createWeight(videos, ScoreMode.COMPLETE_NO_SCORES, 1);
    long segments = 0;
    long windows = 0;
    for (LeafReaderContext leaf : leaves) {
      FixedBitSet bits = new FixedBitSet(leaf.reader().maxDoc());
      documents[leaf.ord] = bits;
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue; // no video of this leaf matches
      }
      NumericDocValues before = DocValues.getNumeric(leaf.reader(), Documents.BLOCK);
      NumericDocValues ofWhich = DocValues.getNumeric(leaf.reader(), Documents.SEGMENTS);
      NumericDocValues beside = DocValues.getNumeric(leaf.reader(), Documents.WINDOWS);
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator matches = scorer.iterator();
      for (int video = matches.nextDoc();
          video != DocIdSetIterator.NO_MORE_DOCS;
          video = matches.nextDoc()) {
        if ((live == null || live.get(video)) && before.advanceExact(video)) {
          bits.set(video - (int) before.longValue(), video);
          ofWhich.advanceExact(video);
          segments += ofWhich.longValue();
          windows += beside.advanceExact(video) ? beside.longValue() : 0;
        }
      }
    }
    return new FilteredBlocks(documents, segments, windows);
  }

  /** How many documents with an embedding of a modality there are at most. */
  long embeddings(Modality modality) {
    return modality == Modality.VISUAL ? segments : windows;
  }

  FixedBitSet in(LeafReaderContext leaf) {
    return documents[leaf.ord];
  }

  /** An iterator over those vectors of a leaf that the filter takes. */
  KnnVectorValues.DocIndexIterator within(LeafReaderContext leaf, FloatVectorValues vectors) {
    KnnVectorValues.DocIndexIterator all = vectors.iterator();
    FixedBitSet bits = in(leaf);
    return new KnnVectorValues.DocIndexIterator() {
      @Override
      public int index() {
        return all.index();
      }

      @Override
      public int docID() {
        return all.docID();
      }

      @Override
      public int nextDoc() throws IOException {
        return advance(all.docID() + 1);
      }

      @Override
      public int advance(int target) throws IOException {
        int wanted = target;
        while (wanted < bits.length()) {
          wanted = bits.nextSetBit(wanted);
          if (wanted == DocIdSetIterator.NO_MORE_DOCS) {
            break;
          }
          int found = all.docID() < wanted ? all.advance(wanted) : all.docID();
          if (found == DocIdSetIterator.NO_MORE_DOCS || bits.get(found)) {
            return found;
          }
          wanted = found;
        }
        return all.docID() == DocIdSetIterator.NO_MORE_DOCS
            ? DocIdSetIterator.NO_MORE_DOCS
            : all.advance(DocIdSetIterator.NO_MORE_DOCS);
      }

      @Override
      public long cost() {
        return segments + windows;
      }
    };
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext leaf) {
        FixedBitSet bits = in(leaf);
        long cost = bits.cardinality();
        return new ScorerSupplier() {
          @Override
          public Scorer get(long leadCost) {
            return new ConstantScoreScorer(score(), scoreMode, new BitSetIterator(bits, cost));
          }

          @Override
          public long cost() {
            return cost;
          }
        };
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return false; // it is a cache itself, of one search
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return "FilteredBlocks(" + segments + " segments)";
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
