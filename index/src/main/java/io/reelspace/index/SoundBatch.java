package io.reelspace.index;

import io.reelspace.media.SoundWindow;
import io.reelspace.space.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stretches of sound, of whatever videos, that go through the space together. */
final class SoundBatch {

  /** Larger batches gain nothing, and hold more memory. */
  private static final int BATCH = 8;

  private final Space space;
  private final DecodedQueue decoded;
  private final List<DecodedQueue.Sound> waiting = new ArrayList<>();

  /**
   * @param decoded where places are given back
   */
  SoundBatch(Space space, DecodedQueue decoded) {
    this.space = space;
    this.decoded = decoded;
  }

  /** Takes a stretch; encodes when there are enough. */
  void add(DecodedQueue.Sound sound) {
    if (sound.video().isAbandoned()) {
      decoded.release(sound);
      return;
    }
    waiting.add(sound);
    if (waiting.size() == BATCH) {
      encode();
    }
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  boolean isWaiting(VideoInProgress video) {
    return waiting.stream().anyMatch(sound -> sound.video() == video);
  }

  /** Encodes all that wait, and gives each video what is to be heard in it. */
  void encode() {
    if (waiting.isEmpty()) {
      return;
    }
    List<SoundWindow> windows = waiting.stream().map(DecodedQueue.Sound::window).toList();
    List<Optional<float[]>> embeddings = space.embedSounds(windows);
    for (int i = 0; i < windows.size(); i++) {
      SoundWindow window = windows.get(i);
      VideoInProgress video = waiting.get(i).video();
      embeddings.get(i).ifPresent(embedding -> video.hear(window.start(), window.end(), embedding));
      decoded.release(waiting.get(i));
    }
    waiting.clear();
  }
}
