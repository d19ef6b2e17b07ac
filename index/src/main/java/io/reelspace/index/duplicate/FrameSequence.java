package io.reelspace.index.duplicate;

import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import java.util.List;

/** The embedded frames of one video, in the order of time. */
final class FrameSequence {

  private final IndexedVideo video;
  private final double start;
  private final double end;
  private final double[] times;
  private final float[][] embeddings;

  private FrameSequence(
      IndexedVideo video, double start, double end, double[] times, float[][] embeddings) {
    this.video = video;
    this.start = start;
    this.end = end;
    this.times = times;
    this.embeddings = embeddings;
  }

  /**
   * The frames of a video; a segment of which none is known counts as one frame.
   *
   * @param segments at least one
   */
  static FrameSequence of(IndexedVideo video, List<IndexedSegment> segments) {
    List<IndexedFrame> frames =
        segments.stream()
            .flatMap(segment ->
                segment.frames().isEmpty()
                    ? List.of(new IndexedFrame(segment.start(), segment.embedding())).stream()
                    : segment.frames().stream())
            .toList();
    return new FrameSequence(
        video,
        segments.getFirst().start(),
        segments.getLast().end(),
        frames.stream().mapToDouble(IndexedFrame::time).toArray(),
        frames.stream().map(IndexedFrame::embedding).toArray(float[][]::new));
  }

  int size() {
    return times.length;
  }

  double time(int frame) {
    return times[frame];
  }

  double start() {
    return start;
  }

  double end() {
    return end;
  }

  double length() {
    return end - start;
  }

  /** Until when a frame stands for what is seen. */
  double endOf(int frame) {
    return frame + 1 < times.length ? times[frame + 1] : end;
  }

  /** The first frame at or after a time. */
  int from(double time) {
    int low = 0;
    int high = times.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < time - 1e-6) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  double similarity(int frame, FrameSequence other, int otherFrame) {
    float[] a = embeddings[frame];
    float[] b = other.embeddings[otherFrame];
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /**
   * The similarity of another video's frame to the more alike of the frames around a time here; NaN
   * where there is none.
   */
  double nearby(FrameSequence other, int otherFrame, double time, double reach) {
    double most = Double.NaN;
    for (int i = from(time - reach); i < times.length && times[i] <= time + reach; i++) {
      double similarity = similarity(i, other, otherFrame);
      most = Double.isNaN(most) ? similarity : Math.max(most, similarity);
    }
    return most;
  }

  VideoPart part(double from, double to) {
    return new VideoPart(
        video.id(), video.path(), Math.max(start, from), Math.min(end, Math.max(from, to)));
  }
}
