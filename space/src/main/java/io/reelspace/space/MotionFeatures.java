package io.reelspace.space;

import io.reelspace.encode.ClipEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.Lazy;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.Clip;
import io.reelspace.media.ClipSampler;
import io.reelspace.media.ClipTrack;
import io.reelspace.media.ImageSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The clip encoders of a space, each opened when first needed. All look at the same clips, so that
 * their features can be joined.
 */
final class MotionFeatures implements AutoCloseable {
  private final ClipTrack track;
  private final List<Lazy<ClipEncoder>> encoders;

  private MotionFeatures(ClipTrack track, List<Lazy<ClipEncoder>> encoders) {
    this.track = track;
    this.encoders = encoders;
  }

  /** Those of a bundle; empty where it has none. */
  static Optional<MotionFeatures> of(SpaceBundle bundle, Inference inference) {
    List<SpaceManifest.Encoder> all =
        bundle.manifest().encoders().stream().filter(e -> e.modality() == Modality.MOTION).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<Path> folders = all.stream().map(e -> bundle.folder().resolve(e.path(""))).toList();
    List<ClipSampler> samplers = folders.stream().map(ClipEncoder::sampler).distinct().toList();
    if (samplers.size() > 1) {
      throw new MissingModelException(
          "The clip encoders of the space %s take different clips, %s; theirs must be the same."
              .formatted(bundle.folder(), samplers));
    }
    ImageSize size =
        folders.stream()
            .map(ClipEncoder::inputSize)
            .reduce((a, b) ->
                new ImageSize(Math.max(a.width(), b.width()), Math.max(a.height(), b.height())))
            .orElseThrow();
    List<Lazy<ClipEncoder>> encoders =
        all.stream()
            .map(e ->
                new Lazy<>(() ->
                    ClipEncoder.open(
                        e.id(), bundle.folder().resolve(e.path("")), e.outputs(), inference)))
            .toList();
    return Optional.of(new MotionFeatures(new ClipTrack(samplers.getFirst(), size), encoders));
  }

  /** What has to be decoded for them. */
  ClipTrack track() {
    return track;
  }

  /** The features of all encoders side by side, {@code [clips, channels]}. */
  float[][] of(List<Clip> clips) {
    return BundleSpace.join(encoders.stream().map(e -> e.get().encode(clips)).toList());
  }

  @Override
  public void close() {
    encoders.forEach(Lazy::close);
  }
}
