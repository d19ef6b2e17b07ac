package io.reelspace.index;

import io.reelspace.space.Modality;

/**
 * An embedded stretch of a video in a modality beside its pictures: of its sound, for example. It
 * lies where it lies in time, whatever the segments of the pictures are.
 *
 * @param modality any but {@code VISUAL}, whose stretches are segments, and {@code TEXT}
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param embedding of length one (L2), in the index's space
 */
@SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
public record IndexedWindow(Modality modality, double start, double end, float[] embedding) {

  /** Refuses modalities that are kept otherwise. */
  public IndexedWindow {
    if (modality == Modality.VISUAL || modality == Modality.TEXT) {
      throw new IllegalArgumentException("no window is of modality " + modality);
    }
  }
}
