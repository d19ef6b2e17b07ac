package io.reelspace.index;

import io.reelspace.media.Excerpt;
import io.reelspace.media.Sampler;

/**
 * How videos are brought into an index.
 *
 * @param sampler how videos are divided; what was divided otherwise is done again
 * @param prune whether videos whose file is gone are removed from the index
 * @param decoders videos that are decoded at the same time, at least 1
 * @param batch frames that go through the encoder together, at least 1
 * @param excerpt the part of each video that is looked at. Words and sound come with the part that
 *     is the video's beginning; of a part in which no shot begins nothing is indexed. {@link
 *     StoredVideo#joined} makes a whole of all
 */
public record IngestOptions(
    Sampler sampler, boolean prune, int decoders, int batch, Excerpt excerpt) {

  /** Two decoders: each has threads of its own, and a second hides the first one's start. */
  public static final IngestOptions DEFAULT = new IngestOptions(Sampler.DEFAULT, false, 2, 16);

  /** Options for whole videos. */
  public IngestOptions(Sampler sampler, boolean prune, int decoders, int batch) {
    this(sampler, prune, decoders, batch, Excerpt.WHOLE);
  }

  /** Refuses numbers below one. */
  public IngestOptions {
    if (decoders < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "decoders and batch must be positive: %d, %d".formatted(decoders, batch));
    }
  }

  /** The same with another sampler. */
  public IngestOptions withSampler(Sampler other) {
    return new IngestOptions(other, prune, decoders, batch, excerpt);
  }

  /** The same with or without removal of videos whose file is gone. */
  public IngestOptions withPrune(boolean other) {
    return new IngestOptions(sampler, other, decoders, batch, excerpt);
  }

  /** The same for the shots that begin in an interval of each video, in seconds. */
  public IngestOptions withShots(double from, double to) {
    return new IngestOptions(sampler, prune, decoders, batch, Excerpt.shots(from, to));
  }
}
