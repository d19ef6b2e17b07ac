package io.reelspace.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.VectorUtil;

/**
 * The segments of one video with their frames and the frames' similarities to a query; read one by
 * one as they are asked for, so that a long video costs no more than what is looked at.
 */
final class FrameBlock {

  /** One frame; a moment that shows it takes it, so that no other one shows it again. */
  static final class ScoredFrame {
    final int segment;
    final double time;
    final float[] embedding;
    final float score;
    boolean taken;

    ScoredFrame(int segment, IndexedFrame frame, float[] query) {
      this.segment = segment;
      this.time = frame.time();
      this.embedding = frame.embedding();
      this.score = VectorUtil.dotProduct(query, frame.embedding());
    }
  }

  /**
   * A segment.
   *
   * @param document number within the leaf; neighbours in time are neighbours in number
   * @param frames at least one
   */
  record ScoredSegment(int document, double start, double end, List<ScoredFrame> frames) {}

  private final LeafReader leaf;
  private final String videoId;
  private final float[] query;
  private final Map<Integer, Optional<ScoredSegment>> segments = new HashMap<>();

  FrameBlock(LeafReader leaf, String videoId, float[] query) {
    this.leaf = leaf;
    this.videoId = videoId;
    this.query = query;
  }

  /** The segment of a document; empty where it is none, of another video, or has no frames. */
  Optional<ScoredSegment> segment(int document) throws IOException {
    Optional<ScoredSegment> known = segments.get(document);
    if (known == null) {
      known = read(document);
      segments.put(document, known);
    }
    return known;
  }

  private Optional<ScoredSegment> read(int document) throws IOException {
    BinaryDocValues stored = DocValues.getBinary(leaf, Documents.FRAMES);
    if (document < 0 || document >= leaf.maxDoc() || !stored.advanceExact(document)) {
      return Optional.empty();
    }
    Documents.Moment at = Documents.moment(leaf, document);
    if (!at.videoId().equals(videoId)) {
      return Optional.empty();
    }
    FloatVectorValues vectors = leaf.getFloatVectorValues(Documents.EMBEDDING);
    KnnVectorValues.DocIndexIterator position = vectors.iterator();
    position.advance(document);
    float[] embedding = vectors.vectorValue(position.index()).clone();
    List<ScoredFrame> frames = new ArrayList<>();
    for (IndexedFrame frame : QuantisedFrames.read(stored.binaryValue(), embedding)) {
      frames.add(new ScoredFrame(document, frame, query));
    }
    return Optional.of(new ScoredSegment(document, at.start(), at.end(), frames));
  }

  /** The similarity of the video as a whole; empty where its segments cancel out. */
  Optional<Float> whole() throws IOException {
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
        ? Optional.of(VectorUtil.dotProduct(query, means.vectorValue(position.index())))
        : Optional.empty();
  }
}
