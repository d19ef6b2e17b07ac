package io.reelspace.train;

import io.reelspace.train.features.PairedFeatures;

/**
 * The rows of one step.
 *
 * @param videos rows of videos
 * @param captions rows of captions
 * @param paired whether caption i alone describes video i
 */
@SuppressWarnings("ArrayRecordComponent") // made once by the plan and read by the step
record PairBatch(int[] videos, int[] captions, boolean paired) {

  /** {@code [videos, captions]} in row-major order, one where a caption belongs to a video. */
  float[] positive(PairedFeatures data) {
    float[] positive = new float[videos.length * captions.length];
    for (int i = 0; i < videos.length; i++) {
      for (int j = 0; j < captions.length; j++) {
        if (data.owners()[captions[j]] == videos[i]) {
          positive[i * captions.length + j] = 1;
        }
      }
    }
    return positive;
  }
}
