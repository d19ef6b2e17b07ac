package io.reelspace.space;

import io.reelspace.encode.Inference;
import io.reelspace.encode.Lazy;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The encoders of sounds of a space, each opened when first needed. All listen to the same windows,
 * so that their features can be joined.
 */
final class SoundFeatures implements AutoCloseable {

  private final SoundFormat format;
  private final List<Lazy<SoundEncoder>> encoders;

  private SoundFeatures(SoundFormat format, List<Lazy<SoundEncoder>> encoders) {
    this.format = format;
    this.encoders = encoders;
  }

  /**
   * Those of a bundle; empty where it has none.
   *
   * @throws MissingModelException when its encoders take sounds of different formats
   */
  static Optional<SoundFeatures> of(SpaceBundle bundle, Inference inference) {
    List<SpaceManifest.Encoder> encoders =
        bundle.manifest().encoders().stream().filter(e -> e.modality() == Modality.AUDIO).toList();
    if (encoders.isEmpty()) {
      return Optional.empty();
    }
    Set<SoundFormat> formats =
        encoders.stream()
            .map(e -> SoundEncoder.format(bundle.folder().resolve(e.path(""))))
            .collect(Collectors.toSet());
    if (formats.size() > 1) {
      throw new MissingModelException(
          "The space "
              + bundle.folder()
              + " has encoders that take sound of different rates or windows: "
              + formats
              + ". Give all the same in their preprocessor_config.json.");
    }
    return Optional.of(
        new SoundFeatures(
            formats.iterator().next(),
            encoders.stream()
                .map(e ->
                    new Lazy<>(() ->
                        SoundEncoder.open(
                            e.id(), bundle.folder().resolve(e.path("")), e.outputs(), inference)))
                .toList()));
  }

  SoundFormat format() {
    return format;
  }

  /** The features of all encoders side by side, {@code [windows, channels]}. */
  float[][] of(List<SoundWindow> windows) {
    return BundleSpace.join(encoders.stream().map(e -> e.get().encode(windows)).toList());
  }

  @Override
  public void close() {
    encoders.forEach(Lazy::close);
  }
}
