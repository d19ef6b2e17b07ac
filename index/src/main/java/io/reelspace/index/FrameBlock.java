package io.reelspace.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
   * @param number neighbours in time are neighbours in number
   * @param frames at least one
   */
  record ScoredSegment(int number, double start, double end, List<ScoredFrame> frames) {}

  private final VideoFrames video;
  private final float[] query;
  private final Map<Integer, Optional<ScoredSegment>> segments = new HashMap<>();

  FrameBlock(VideoFrames video, float[] query) {
    this.video = video;
    this.query = query;
  }

  /** The segment of a number; empty where it is none, of another video, or has no frames. */
  Optional<ScoredSegment> segment(int number) throws IOException {
    Optional<ScoredSegment> known = segments.get(number);
    if (known == null) {
      known = video.segment(number).map(segment -> scored(number, segment));
      segments.put(number, known);
    }
    return known;
  }

  private ScoredSegment scored(int number, IndexedSegment segment) {
    List<ScoredFrame> frames = new ArrayList<>(segment.frames().size());
    for (IndexedFrame frame : segment.frames()) {
      frames.add(new ScoredFrame(number, frame, query));
    }
    return new ScoredSegment(number, segment.start(), segment.end(), frames);
  }

  /** The similarity of the video as a whole; empty where its segments cancel out. */
  Optional<Float> whole() throws IOException {
    return video.mean().map(mean -> VectorUtil.dotProduct(query, mean));
  }
}
