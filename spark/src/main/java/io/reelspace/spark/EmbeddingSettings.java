package io.reelspace.spark;

import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.index.IngestOptions;
import io.reelspace.media.Sampler;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What every executor has to know.
 *
 * @param space the name of a bundled space, or of a folder or zip that was sent to the executors
 * @param sent whether the space was sent
 * @param cache folder on the executors for unpacked programs and models; empty for one of their own
 * @param framesPerSecond that are sampled
 * @param longest seconds of a video that one task embeds whole; infinite for all
 */
record EmbeddingSettings(
    String space, boolean sent, String cache, double framesPerSecond, double longest)
    implements Serializable {

  /**
   * Sends a space that is none of the bundled ones to the executors.
   *
   * @param space a name, or the folder or zip of one
   * @throws BadInputException when there is no such space, or the rate is none
   */
  static EmbeddingSettings of(
      SparkSession spark, String space, String cache, double framesPerSecond, double longest) {
    if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
      throw new BadInputException("--fps must be above 0 and at most 1000.");
    }
    if (BundledSpaces.names().contains(space)) {
      return new EmbeddingSettings(space, false, cache, framesPerSecond, longest);
    }
    Path folder = Path.of(space).toAbsolutePath().normalize();
    if (!Files.exists(folder)) {
      throw new BadInputException(
          "No space '%s': it is neither a folder or zip nor one of the bundled spaces %s."
              .formatted(space, BundledSpaces.names()));
    }
    spark.sparkContext().addFile(folder.toUri().toString(), Files.isDirectory(folder));
    String name = folder.getFileName().toString();
    return new EmbeddingSettings(name, true, cache, framesPerSecond, longest);
  }

  /** The same, of which no video is divided. */
  EmbeddingSettings undivided() {
    return new EmbeddingSettings(space, sent, cache, framesPerSecond, Double.POSITIVE_INFINITY);
  }

  IngestOptions ingest() {
    Sampler sampler = new Sampler(framesPerSecond, Sampler.DEFAULT.longestSegment());
    return IngestOptions.DEFAULT.withSampler(sampler);
  }
}
