package io.reelspace.index;

import io.reelspace.media.Frame;
import io.reelspace.media.Sampler;
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
  private final Sampler sampler;
  private final int batch;
  private final DecodedQueue decoded;
  private final StoreStage store;

  /** Parts with frames that are not encoded yet, in order; the first may be encoded in part. */
  private final ArrayDeque<PartInProgress> parts = new ArrayDeque<>();

  /** Videos of which some parts are not encoded yet. */
  private final List<DecodedQueue.End> ends = new ArrayList<>();

  private int pendingFrames;

  EncodeStage(Space space, IngestOptions options, DecodedQueue decoded, StoreStage store) {
    this.space = space;
    this.sampler = options.sampler();
    this.batch = options.batch();
    this.decoded = decoded;
    this.store = store;
  }

  /** Returns when all videos have come, or the thread was interrupted. */
  void run() throws InterruptedException {
    while (true) {
      DecodedQueue.Item item = pendingFrames == 0 ? decoded.take() : decoded.poll(LINGER_MILLIS);
      switch (item) {
        case null -> encode(pendingFrames);
        case DecodedQueue.Part part -> add(part);
        case DecodedQueue.End end -> ends.add(end);
        case DecodedQueue.Finished _ -> {
          encode(pendingFrames);
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
    Iterator<float[]> features = List.of(space.frameFeatures(frames)).iterator();
    pendingFrames -= frames.size();
    while (features.hasNext()) {
      PartInProgress part = parts.element();
      while (features.hasNext() && !part.isComplete()) {
        part.add(features.next());
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
      if (parts.stream().noneMatch(part -> part.part.video() == end.video())) {
        waiting.remove();
        IndexedVideo video = end.video().toIndexed(end.size(), sampler, end.warnings());
        store.put(video, end.video().segments(), end.video().lines());
      }
    }
  }

  /** A part with the features of its first frames. */
  private static final class PartInProgress {

    private final DecodedQueue.Part part;
    private final float[][] features;
    private int encoded;

    PartInProgress(DecodedQueue.Part part) {
      this.part = part;
      this.features = new float[part.segment().frames().size()][];
    }

    List<Frame> remaining(int most) {
      List<Frame> frames = part.segment().frames();
      return frames.subList(encoded, Math.min(frames.size(), encoded + most));
    }

    void add(float[] frameFeatures) {
      features[encoded++] = frameFeatures;
    }

    boolean isComplete() {
      return encoded == features.length;
    }

    IndexedSegment embedded(Space space) {
      return new IndexedSegment(
          part.segment().start(), part.segment().end(), space.embedFrames(features));
    }
  }
}
