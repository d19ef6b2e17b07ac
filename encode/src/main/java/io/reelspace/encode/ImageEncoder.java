package io.reelspace.encode;

import io.reelspace.media.Framing;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A pretrained network that maps one picture to features. Owns a native session; safe for use by
 * several threads.
 */
public interface ImageEncoder extends AutoCloseable {

  /**
   * Loads an encoder from a folder in the layout of the model hubs: {@code model.onnx} beside
   * {@code preprocessor_config.json}.
   *
   * @param outputs names of the network's outputs, each {@code [pictures, channels]}, which are
   *     joined to one row of features; when empty the one that {@link EncoderSettings} name, or its
   *     first
   * @throws io.reelspace.error.MissingModelException when a file is absent, damaged, or they do not
   *     fit each other
   */
  static ImageEncoder open(String id, Path folder, List<String> outputs, Inference inference) {
    Preprocessing preprocessing = Preprocessing.read(folder.resolve("preprocessor_config.json"));
    Optional<EncoderSettings.OfImages> settings =
        EncoderSettings.read(folder)
            .filter(EncoderSettings.OfImages.class::isInstance)
            .map(EncoderSettings.OfImages.class::cast);
    Network network = Network.open(folder.resolve("model.onnx"), inference);
    try {
      return new OnnxImageEncoder(
          id, network, preprocessing, outputs(network, outputs, settings), inference.batch());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static List<ImageOutput> outputs(
      Network network, List<String> names, Optional<EncoderSettings.OfImages> settings) {
    if (!names.isEmpty()) {
      return names.stream().map(name -> new ImageOutput(name, OutputPooling.NONE, 0)).toList();
    }
    return List.of(
        settings
            .map(s ->
                new ImageOutput(
                    s.output().isEmpty() ? network.firstOutput() : s.output(),
                    s.pooling(),
                    s.skip()))
            .orElseGet(() -> new ImageOutput(network.firstOutput(), OutputPooling.NONE, 0)));
  }

  /** How a decoder should bring pictures to the size of the encoder in a folder. */
  static Framing framing(Path folder) {
    return Preprocessing.read(folder.resolve("preprocessor_config.json")).framing();
  }

  /** The size at which pictures reach the encoder in a folder, without loading its network. */
  static ImageSize inputSize(Path folder) {
    return Preprocessing.read(folder.resolve("preprocessor_config.json")).size();
  }

  /**
   * Name and version of the network, unique within a space, for example {@code efficientnet-lite0}.
   */
  String id();

  /** Channels of the features. */
  int channels();

  /** The size at which pictures reach the network; others are resized first. */
  ImageSize inputSize();

  /** How a decoder should bring pictures to that size. */
  Framing framing();

  /**
   * Maps pictures to features.
   *
   * @return one row per picture, {@code [pictures, channels]}
   */
  float[][] encode(List<RgbImage> pictures);

  @Override
  void close();
}
