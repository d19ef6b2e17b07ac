package io.reelspace.index;

import io.reelspace.media.ImageSize;
import io.reelspace.media.Segment;
import io.reelspace.media.SoundWindow;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What is decoded and waits for the encoder, bounded by the number of frames: a decoder that is
 * ahead waits, so that memory does not grow with the length of videos or their number.
 */
final class DecodedQueue {

  /** What a decoder hands on. */
  sealed interface Item {}

  /** A segment with its frames. */
  record Part(VideoInProgress video, Segment segment) implements Item {}

  /** A stretch of a video's sound. */
  record Sound(VideoInProgress video, SoundWindow window) implements Item {}

  /** All of a video has come. */
  record End(VideoInProgress video, ImageSize size, List<String> warnings) implements Item {}

  /** All videos have come. */
  record Finished() implements Item {}

  /** A window of five seconds is as large as so many frames. */
  private static final int FRAMES_OF_A_WINDOW = 4;

  private final int capacity;
  private final Semaphore places;
  private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();

  /**
   * @param capacity frames that may wait or be with the encoder
   */
  DecodedQueue(int capacity) {
    this.capacity = capacity;
    this.places = new Semaphore(capacity);
  }

  void put(Part part) throws InterruptedException {
    places.acquire(places(part));
    items.add(part);
  }

  void put(Sound sound) throws InterruptedException {
    places.acquire(Math.min(FRAMES_OF_A_WINDOW, capacity));
    items.add(sound);
  }

  /** The samples of a window that was taken are no longer held. */
  void release(Sound sound) {
    places.release(Math.min(FRAMES_OF_A_WINDOW, capacity));
  }

  void put(End end) {
    items.add(end);
  }

  void finish() {
    items.add(new Finished());
  }

  Item take() throws InterruptedException {
    return items.take();
  }

  /** Waits for a while; null when nothing came. */
  Item poll(long milliseconds) throws InterruptedException {
    return items.poll(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** The frames of a part that was taken are no longer held. */
  void release(Part part) {
    places.release(places(part));
  }

  /** A segment of more frames, clips and sounds than all places takes them all. */
  private int places(Part part) {
    Segment segment = part.segment();
    int heard = FRAMES_OF_A_WINDOW * segment.sounds().size();
    return Math.min(segment.frames().size() + segment.clips().size() + heard, capacity);
  }
}
