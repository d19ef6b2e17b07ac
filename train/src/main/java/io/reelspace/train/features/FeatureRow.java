package io.reelspace.train.features;

/**
 * The features of one source in one view.
 *
 * @param id names the source: a media file's id in its data set, or the text itself
 * @param view 0 for the source as it is, above for augmented views
 * @param checksum SHA-256 of the source's content, in hexadecimal
 * @param times presentation times in seconds, {@code [time]}
 * @param features {@code [time, channels]}; no step where the source has nothing of this kind: a
 *     missing modality
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record FeatureRow(String id, int view, String checksum, float[] times, float[][] features) {

  /** Refuses a sequence without a time for each step. */
  public FeatureRow {
    if (times.length != features.length) {
      throw new IllegalArgumentException(
          "%s has %d steps and %d times".formatted(id, features.length, times.length));
    }
  }
}
