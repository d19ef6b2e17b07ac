package io.reelspace.space;

import io.reelspace.encode.Inference;
import io.reelspace.media.Clip;
import io.reelspace.media.ClipTrack;
import io.reelspace.media.Frame;
import io.reelspace.media.Framing;
import io.reelspace.media.ImageSize;
import io.reelspace.media.Segment;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import io.reelspace.media.Tracks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** The kinds of content that it has a way into; {@code VISUAL} and {@code TEXT} at least. */
  default Set<Modality> modalities() {
    return Modality.NEEDED;
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

  /** The clips that it takes beside frames; empty where it has no way into motion. */
  default Optional<ClipTrack> clips() {
    return Optional.empty();
  }

  /**
   * Maps clips to the features that {@link #embedSegment} takes; costly.
   *
   * @param clips as {@link #clips} describes them
   * @return one row per clip, {@code [clips, channels]}
   * @throws UnsupportedOperationException when it has no way into motion
   */
  default float[][] clipFeatures(List<Clip> clips) {
    throw new UnsupportedOperationException("the space " + name() + " takes no clips");
  }

  /**
   * What of a file should be decoded for segments: frames, clips, and the sound that goes into the
   * same embedding. Sound that has embeddings of its own is that of {@link #sound}.
   */
  default Tracks tracks() {
    return new Tracks(framing(), clips(), Optional.empty());
  }

  /**
   * Maps windows of sound to the features that {@link #embedSegment} takes; costly.
   *
   * @param windows in the format of {@link #tracks}
   * @return one row per window, {@code [windows, channels]}
   * @throws UnsupportedOperationException when sound is no part of a segment's embedding
   */
  default float[][] soundFeatures(List<SoundWindow> windows) {
    throw new UnsupportedOperationException(
        "the space " + name() + " does not join sound with pictures");
  }

  /**
   * Maps the features of a segment to its embedding.
   *
   * @param segment with clips and sounds where the space takes them and there are any
   */
  default float[] embedSegment(SegmentFeatures segment) {
    return embedFrames(segment.frames());
  }

  /**
   * Maps each frame together with the clip and the sound around it to an embedding: what {@link
   * #embedSegment} gives for a segment of the three.
   *
   * @param segment either no clips at all, or one for each frame; either no sounds at all, or a row
   *     for each frame, which is empty where nothing is heard
   * @return {@code [frames, dimension]}
   */
  default float[][] embedEachFrame(SegmentFeatures segment) {
    return embedEachFrame(segment.frames());
  }

  /** Maps a whole segment to its embedding. */
  default float[] embed(Segment segment) {
    return embedSegment(
        new SegmentFeatures(
            frameFeatures(segment.frames()),
            segment.clips().isEmpty() ? SegmentFeatures.NONE : clipFeatures(segment.clips()),
            segment.sounds().isEmpty() ? SegmentFeatures.NONE : soundFeatures(segment.sounds())));
  }

  /** The sound that it gives embeddings of its own; empty where there are none such. */
  default Optional<SoundFormat> sound() {
    return Optional.empty();
  }

  /**
   * Maps windows of sound to their embeddings, each alone; best called with whole batches. Sound
   * that is no content has none: silence, and what the space says of itself that it does not know.
   *
   * @param windows in the format of {@link #sound}
   * @return one for each window
   * @throws UnsupportedOperationException when it has no way into sounds
   */
  default List<Optional<float[]>> embedSounds(List<SoundWindow> windows) {
    throw new UnsupportedOperationException("the space " + name() + " takes no sounds");
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
