package io.reelspace.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoublePredicate;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;

/** Reads the segments of one video back, with their raw embeddings. */
final class StoredSegments {

  private StoredSegments() {}

  /** In the order of time; empty where there is no such video. */
  static List<IndexedSegment> of(IndexSearcher searcher, String videoId) throws IOException {
    return of(searcher, videoId, _ -> true);
  }

  /** Of these those that begin at certain times; no embedding of another is read. */
  static List<IndexedSegment> of(IndexSearcher searcher, String videoId, DoublePredicate beginning)
      throws IOException {
    List<IndexedSegment> segments = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      PostingsEnum documents =
          leaf.reader().postings(new Term(Documents.VIDEO, videoId), PostingsEnum.NONE);
      FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Documents.EMBEDDING);
      if (documents == null || vectors == null) {
        continue; // the video lies in another leaf, or has no segments
      }
      Bits live = leaf.reader().getLiveDocs();
      KnnVectorValues.DocIndexIterator position = vectors.iterator();
      for (int doc = documents.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = documents.nextDoc()) {
        if (position.docID() < doc) {
          position.advance(doc);
        }
        boolean isSegment = position.docID() == doc; // and not the video's own document
        if (isSegment && (live == null || live.get(doc))) {
          SegmentPlace at = Documents.moment(leaf.reader(), doc);
          if (!beginning.test(at.start())) {
            continue;
          }
          float[] embedding = vectors.vectorValue(position.index()).clone();
          segments.add(
              new IndexedSegment(at.start(), at.end(), embedding, frames(leaf, doc, embedding)));
        }
      }
    }
    segments.sort(Comparator.comparingDouble(IndexedSegment::start));
    return segments;
  }

  private static List<IndexedFrame> frames(LeafReaderContext leaf, int doc, float[] embedding)
      throws IOException {
    BinaryDocValues frames = DocValues.getBinary(leaf.reader(), Documents.FRAMES);
    return frames.advanceExact(doc)
        ? QuantisedFrames.read(frames.binaryValue(), embedding)
        : List.of();
  }
}
