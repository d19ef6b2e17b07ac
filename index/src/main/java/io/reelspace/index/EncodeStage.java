package io.reelspace.index;

import io.reelspace.media.Frame;
import io.reelspace.space.Space;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Turns decoded segments into embeddings, in batches of frames that cross the borders of segments
 * and videos: ten thousand pictures fill batches as well as one long video does.
 */
final class EncodeStage {

  /** How long a batch that is not full waits for more. */
  private static final long LINGER_MILLIS = 100;

  private final Space space;
  private final String divided;
  private final int batch;
  private final DecodedQueue decoded;
  private final StoreStage store;

  /** Parts with frames that are not encoded yet, in order; the first may be encoded in part. */
  private final ArrayDeque<PartInProgress> parts = new ArrayDeque<>();

  /** The stretches of sound that came and are not encoded yet. */
  private final SoundBatch sounds;

  /** Videos of which some parts are not encoded yet. */
  private final List<DecodedQueue.End> ends = new ArrayList<>();

  private int pendingFrames;

  /**
   * @param shots name of the way in which shots are found
   */
  EncodeStage(
      Space space, IngestOptions options, String shots, DecodedQueue decoded, StoreStage store) {
    this.space = space;
    this.divided = VideoInProgress.text(options.sampler(), shots);
    this.batch = options.batch();
    this.decoded = decoded;
    this.store = store;
    this.sounds = new SoundBatch(space, decoded);
  }

  /** Returns when all videos have come, or the thread was interrupted. */
  void run() throws InterruptedException {
    while (true) {
      boolean waiting = pendingFrames > 0 || !sounds.isEmpty();
      DecodedQueue.Item item = waiting ? decoded.poll(LINGER_MILLIS) : decoded.take();
      switch (item) {
        case null -> {
          encode(pendingFrames);
          sounds.encode();
        }
        case DecodedQueue.Part part -> add(part);
        case DecodedQueue.Sound sound -> sounds.add(sound);
        case DecodedQueue.End end -> ends.add(end);
        case DecodedQueue.Finished _ -> {
          encode(pendingFrames);
          sounds.encode();
          handOn();
          return;
        }
      }
      while (pendingFrames >= batch) {
        encode(batch);
      }
      handOn();
    }
  }

  private void add(DecodedQueue.Part part) {
    if (part.video().isAbandoned()) {
      decoded.release(part);
      return;
    }
    parts.add(new PartInProgress(part));
    pendingFrames += part.segment().frames().size();
  }

  private void encode(int count) {
    List<Frame> frames = new ArrayList<>(count);
    for (PartInProgress part : parts) {
      frames.addAll(part.remaining(count - frames.size()));
    }
    if (frames.isEmpty()) {
      return;
    }
    float[][] features = space.frameFeatures(frames);
    float[][] embeddings = space.embedEachFrame(features);
    pendingFrames -= frames.size();
    for (int i = 0; i < features.length; ) {
      PartInProgress part = parts.element();
      for (; i < features.length && !part.isComplete(); i++) {
        part.add(features[i], embeddings[i]);
      }
      if (part.isComplete()) {
        parts.remove();
        decoded.release(part.part);
        part.part.video().add(part.embedded(space));
      }
    }
  }

  /** Hands on the videos of which every part is encoded. */
  private void handOn() throws InterruptedException {
    for (Iterator<DecodedQueue.End> waiting = ends.iterator(); waiting.hasNext(); ) {
      DecodedQueue.End end = waiting.next();
      boolean complete =
          parts.stream().noneMatch(part -> part.part.video() == end.video())
              && !sounds.isWaiting(end.video());
      if (complete) {
        waiting.remove();
        IndexedVideo video = end.video().toIndexed(end.size(), divided, end.warnings());
        store.put(video, end.video());
      }
    }
  }

  /** A part with the features of its first frames. */
  private static final class PartInProgress {

    private final DecodedQueue.Part part;
    private final float[][] features;
    private final List<IndexedFrame> embedded = new ArrayList<>();

    PartInProgress(DecodedQueue.Part part) {
      this.part = part;
      this.features = new float[part.segment().frames().size()][];
    }

    List<Frame> remaining(int most) {
      List<Frame> frames = part.segment().frames();
      return frames.subList(embedded.size(), Math.min(frames.size(), embedded.size() + most));
    }

    void add(float[] frameFeatures, float[] embedding) {
      double time = part.segment().frames().get(embedded.size()).pts();
      features[embedded.size()] = frameFeatures;
      embedded.add(new IndexedFrame(time, embedding));
    }

    boolean isComplete() {
      return embedded.size() == features.length;
    }

    IndexedSegment embedded(Space space) {
      if (!part.segment().clips().isEmpty() || !part.segment().sounds().isEmpty()) {
        return joined(space);
      }
      // A segment of one frame is that frame, and is kept once.
      float[] whole =
          features.length == 1 ? embedded.getFirst().embedding() : space.embedFrames(features);
      return new IndexedSegment(
          part.segment().start(),
          part.segment().end(),
          whole,
          QuantisedFrames.of(embedded, whole)); // a video is held whole until its end
    }

    /** Each frame is kept as it is together with what moves and is heard around it. */
    private IndexedSegment joined(Space space) {
      Surroundings surroundings = Surroundings.of(part.segment(), space);
      float[][] each = space.embedEachFrame(surroundings.ofEachFrame(features));
      List<IndexedFrame> indexed = new ArrayList<>(each.length);
      for (int f = 0; f < each.length; f++) {
        indexed.add(new IndexedFrame(part.segment().frames().get(f).pts(), each[f]));
      }
      float[] whole = space.embedSegment(surroundings.ofAll(features));
      return new IndexedSegment(
          part.segment().start(), part.segment().end(), whole, QuantisedFrames.of(indexed, whole));
    }
  }
}
