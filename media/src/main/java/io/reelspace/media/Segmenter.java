package io.reelspace.media;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Divides a decoded video into segments as it is decoded.
 *
 * <p>A segment is a shot, or a part of a shot that is longer than the sampler's longest segment.
 * The end of a shot is not known while it lasts, so that it cannot be divided evenly from the start
 * on: as soon as two longest segments of it are certain, the first of them is handed out, and what
 * remains at the end of the shot, one to two longest segments, is halved. A shot of up to two
 * longest segments is thus divided evenly, and memory holds a little more than two.
 *
 * <p>A segment starts with the presentation time of a frame and ends with that of the frame that
 * starts the next one, the last segment with the end of the last frame. A segment is longer than
 * the sampler allows only where a single frame is shown for so long.
 */
final class Segmenter implements SegmentStream {

  /** Most frames of one segment; where the rate would give more, segments become shorter. */
  static final int MOST_FRAMES = 256;

  /** Most bytes of pictures for the clips of one segment; where there would be more, as above. */
  static final double MOST_CLIP_BYTES = 64 << 20;

  /** Seconds between sampled pictures that suffice for any shot to hold one off its transitions. */
  private static final double LONGEST_STEP = 0.25;

  private final DecodedStream stream;
  private final Sampler sampler;
  private final ImageSize scaled;
  private final ImageSize framed;
  private final double longest;
  private final double step;
  private final CutFinder detector;
  private final Optional<ClipTrack> track;
  private final ArrayDeque<Segment> ready = new ArrayDeque<>();

  /** Of the segment that is being gathered: the times of its frames and its pictures. */
  private final List<Double> times = new ArrayList<>();

  private final List<Frame> sampled = new ArrayList<>();
  private final List<Frame> small = new ArrayList<>();
  private final List<Frame> moving = new ArrayList<>();
  private double clearFrom = Double.NEGATIVE_INFINITY;
  private double end;
  private boolean ended;

  /** The shots that are kept: those that begin in an interval. */
  private double keptFrom = Double.NEGATIVE_INFINITY;

  private double keptTo = Double.POSITIVE_INFINITY;
  private boolean kept = true;

  /** Divides a stream whose sampled pictures are stretched to a size. */
  Segmenter(
      DecodedStream stream,
      Sampler sampler,
      ImageSize size,
      CutFinder detector,
      Optional<ClipTrack> track) {
    this(stream, sampler, size, size, detector, track);
  }

  /**
   * Divides a stream, which it owns from now on.
   *
   * @param scaled size to which pictures are scaled before they are sampled
   * @param framed size of the sampled pictures, the middle of the scaled ones
   * @param detector finds the cuts
   * @param track which clips are made, if any
   */
  Segmenter(
      DecodedStream stream,
      Sampler sampler,
      ImageSize scaled,
      ImageSize framed,
      CutFinder detector,
      Optional<ClipTrack> track) {
    this.stream = stream;
    this.detector = detector;
    this.track = track;
    this.sampler = sampler;
    this.scaled = scaled;
    this.framed = framed;
    this.step = samplingStep(sampler);
    double held =
        track.map(t -> MOST_CLIP_BYTES / t.bytesPerSecond()).orElse(Double.POSITIVE_INFINITY);
    this.longest =
        Math.min(Math.min(sampler.longestSegment(), held), MOST_FRAMES / sampler.framesPerSecond());
  }

  /**
   * Leaves out the shots that begin outside of an interval; the first of the stream is one of those
   * unless the interval has no beginning. To be called before any segment is taken.
   */
  void keepShots(double from, double to) {
    keptFrom = from;
    keptTo = to;
    kept = from == Double.NEGATIVE_INFINITY;
  }

  /**
   * Seconds between the pictures that a stream has to sample for a sampler; denser than the rate of
   * frames that segments keep, so that also a short shot has a picture outside its transitions.
   */
  static double samplingStep(Sampler sampler) {
    return Math.min(
        1 / sampler.framesPerSecond(), Math.min(LONGEST_STEP, sampler.longestSegment() / 4));
  }

  @Override
  public MediaProbe probe() {
    return stream.probe();
  }

  @Override
  public Optional<Segment> next() {
    while (ready.isEmpty() && !ended) {
      Optional<DecodedFrame> frame = stream.next();
      if (frame.isPresent()) {
        take(frame.get());
      } else {
        finish();
      }
    }
    return Optional.ofNullable(ready.poll());
  }

  @Override
  public List<String> warnings() {
    return stream.warnings();
  }

  @Override
  public void close() {
    stream.close();
  }

  private void take(DecodedFrame frame) {
    times.add(frame.pts());
    if (frame.sampled().isPresent()) {
      sampled.add(new Frame(frame.pts(), frame.sampled().get()));
    } else if (frame.duration() >= step) {
      // Nothing is sampled while it is shown, though a shot may consist of it alone.
      small.add(new Frame(frame.pts(), frame.analysis()));
    }
    frame.moving().ifPresent(image -> moving.add(new Frame(frame.pts(), image)));
    end = nanoseconds(frame.pts() + frame.duration());
    for (Cut cut : detector.add(frame.pts(), frame.analysis())) {
      endShot(cut);
      begin(cut);
      if (ended) {
        return;
      }
    }
    divide(detector.certainUntil());
    ended = !kept && detector.certainUntil() >= keptTo; // none begins in the interval
  }

  private void finish() {
    ended = true;
    for (Cut cut : detector.finish()) {
      endShot(cut);
      begin(cut);
    }
    if (!times.isEmpty()) {
      endShot(new Cut(end, end, end, 0));
    }
  }

  /** The shot that begins with a cut is kept or not; when no later one can be, all is over. */
  private void begin(Cut cut) {
    kept = cut.pts() >= keptFrom && cut.pts() < keptTo;
    ended |= cut.pts() >= keptTo;
  }

  /** A time without what a sum of two leaves behind: 12.5, not 12.500000000000002. */
  private static double nanoseconds(double seconds) {
    return Math.round(seconds * 1e9) / 1e9;
  }

  /** Hands out the rest of the shot that ends with a cut: whole, or halved where it is too long. */
  private void endShot(Cut cut) {
    divide(cut.pts());
    double start = times.getFirst();
    if (cut.pts() - start > longest) {
      double middle = (start + cut.pts()) / 2;
      int later = firstFrom(middle);
      boolean earlierIsCloser =
          later == times.size() || middle - times.get(later - 1) < times.get(later) - middle;
      int closest = earlierIsCloser ? later - 1 : later;
      if (closest > 0 && times.get(closest) < cut.pts()) {
        emit(times.get(closest), times.get(closest));
      }
    }
    emit(cut.pts(), cut.from());
    clearFrom = cut.until();
  }

  /** Hands out parts of a shot that goes on at least until the given time. */
  private void divide(double until) {
    while (until - times.getFirst() > 2 * longest) {
      int boundary = Math.max(1, firstFrom(Math.nextUp(times.getFirst() + longest)) - 1);
      if (boundary >= times.size() || times.get(boundary) >= until) {
        return; // a single frame that is shown for so long
      }
      emit(times.get(boundary), times.get(boundary));
    }
  }

  /** Index of the first frame that starts at a time or later. */
  private int firstFrom(double time) {
    int index = Collections.binarySearch(times, time);
    return index >= 0 ? index : -index - 1;
  }

  private void emit(double boundary, double clearUntil) {
    double start = times.getFirst();
    // The last frame of a video may have no duration and still belongs to it.
    double limit = boundary >= end ? Double.POSITIVE_INFINITY : boundary;
    List<Frame> pictures = before(limit, sampled);
    if (pictures.isEmpty()) {
      pictures = before(limit, small).stream().map(this::enlarged).toList();
    }
    if (pictures.isEmpty()) {
      return; // cannot be shown alone: becomes the beginning of the next segment
    }
    long wanted = Math.max(1, Math.round((boundary - start) * sampler.framesPerSecond()));
    double clear = Math.max(start, clearFrom);
    List<Frame> chosen =
        FrameSelection.evenly(pictures, clear, clearUntil, (int) Math.min(wanted, MOST_FRAMES));
    if (kept) {
      ready.add(new Segment(start, boundary, chosen, clips(clear, clearUntil, limit)));
    }
    times.subList(0, firstFrom(limit)).clear();
    before(limit, sampled).clear();
    before(limit, small).clear();
    before(limit, moving).clear();
  }

  /** The clips of what a segment shows off its transitions. */
  private List<Clip> clips(double from, double until, double limit) {
    return track
        .map(t ->
            t.sampler()
                .clips(
                    from,
                    until,
                    before(Math.min(until, limit), moving).stream()
                        .filter(frame -> frame.pts() >= from)
                        .toList()))
        .orElse(List.of());
  }

  private static List<Frame> before(double time, List<Frame> frames) {
    int count = 0;
    while (count < frames.size() && frames.get(count).pts() < time) {
      count++;
    }
    return frames.subList(0, count);
  }

  /** A small picture at the size of the sampled ones. */
  private Frame enlarged(Frame frame) {
    ImageSize from = frame.image().size();
    int left = (scaled.width() - framed.width()) / 2;
    int top = (scaled.height() - framed.height()) / 2;
    byte[] rgb = new byte[3 * framed.width() * framed.height()];
    for (int y = 0; y < framed.height(); y++) {
      int row = (top + y) * from.height() / scaled.height() * from.width();
      for (int x = 0; x < framed.width(); x++) {
        int source = 3 * (row + (left + x) * from.width() / scaled.width());
        System.arraycopy(frame.image().rgb(), source, rgb, 3 * (y * framed.width() + x), 3);
      }
    }
    return new Frame(frame.pts(), new RgbImage(framed, rgb));
  }
}
