package io.reelspace.space;

import io.reelspace.encode.Inference;
import io.reelspace.media.Frame;
import io.reelspace.media.Framing;
import io.reelspace.media.ImageSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A shared vector space: encoders, towers and what makes their output comparable.
 *
 * <p>Embeddings have {@link #dimension} values and length one (L2). Owns native sessions, which are
 * opened when first needed: a process that only searches never loads an image encoder. Safe for use
 * by several threads.
 */
public interface Space extends AutoCloseable {

  /**
   * Opens the space in a folder, or in a zip, which is unpacked into the cache first; no network is
   * loaded before it is needed.
   *
   * @throws io.reelspace.error.MissingModelException when there is no space, or it is not whole;
   *     later, from the other methods, when a network turns out to be damaged
   */
  static Space open(Path bundle, Inference inference) {
    return new BundleSpace(SpaceBundle.open(bundle, inference.cache()), inference);
  }

  /** The name in the card, for example {@code concept}. */
  String name();

  /**
   * The card: what it was learned from and how good it is, in Markdown; empty where it has none.
   */
  default String card() {
    return "";
  }

  /**
   * A hash over everything that changes an embedding, in hexadecimal; vectors of spaces with other
   * fingerprints cannot be compared.
   */
  String fingerprint();

  /** How its similarities become scores; empty where that was not fitted. */
  default Optional<ScoreCalibration> scores() {
    return Optional.empty();
  }

  /** Values of an embedding. */
  int dimension();

  /** The size at which frames should be decoded for this space. */
  ImageSize frameSize();

  /** How frames should be brought to that size when they are decoded. */
  default Framing framing() {
    return new Framing.Stretched(frameSize());
  }

  /**
   * Maps frames to the features that {@link #embedFrames} takes; the costly part, best called with
   * whole batches.
   *
   * @return one row per frame, {@code [frames, channels]}
   */
  float[][] frameFeatures(List<Frame> frames);

  /**
   * Maps the features of a segment's frames, in the order of time, to the segment's embedding.
   *
   * @param features {@code [frames, channels]}, at least one frame
   */
  float[] embedFrames(float[][] features);

  /**
   * Maps the features of frames to the embedding of each alone: what {@link #embedFrames} gives for
   * a segment of that one frame. Best called with whole batches.
   *
   * @param features {@code [frames, channels]}
   * @return {@code [frames, dimension]}
   */
  default float[][] embedEachFrame(float[][] features) {
    float[][] embeddings = new float[features.length][];
    for (int t = 0; t < features.length; t++) {
      embeddings[t] = embedFrames(new float[][] {features[t]});
    }
    return embeddings;
  }

  /**
   * Maps a text to its embedding.
   *
   * @throws io.reelspace.error.BadInputException when the text is blank
   */
  float[] embedText(String text);

  /**
   * How many tokens (words, or pieces of rare words) at the end of a text are not read by the
   * network that reads least; 0 for a text that fits.
   */
  default int unreadTokens(String text) {
    return 0;
  }

  @Override
  void close();
}
