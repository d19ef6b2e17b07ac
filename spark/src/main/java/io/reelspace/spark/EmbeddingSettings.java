package io.reelspace.spark;

import io.reelspace.index.IngestOptions;
import io.reelspace.media.Sampler;
import java.io.Serializable;

/**
 * What every executor has to know.
 *
 * @param space the name of a bundled space, or of a folder or zip that was sent to the executors
 * @param sent whether the space was sent
 * @param cache folder on the executors for unpacked programs and models; empty for one of their own
 * @param framesPerSecond that are sampled
 */
record EmbeddingSettings(String space, boolean sent, String cache, double framesPerSecond)
    implements Serializable {

  IngestOptions ingest() {
    Sampler sampler = new Sampler(framesPerSecond, Sampler.DEFAULT.longestSegment());
    return IngestOptions.DEFAULT.withSampler(sampler);
  }
}
