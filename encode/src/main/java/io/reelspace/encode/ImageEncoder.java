package io.reelspace.encode;

import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.nio.file.Path;
import java.util.List;

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
   *     joined to one row of features; its first output when empty
   * @throws io.reelspace.error.MissingModelException when a file is absent, damaged, or they do not
   *     fit each other
   */
  static ImageEncoder open(String id, Path folder, List<String> outputs, Inference inference) {
    Preprocessing preprocessing = Preprocessing.read(folder.resolve("preprocessor_config.json"));
    Network network = Network.open(folder.resolve("model.onnx"), inference);
    try {
      return new OnnxImageEncoder(id, network, preprocessing, outputs, inference.batch());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
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

  /**
   * Maps pictures to features.
   *
   * @return one row per picture, {@code [pictures, channels]}
   */
  float[][] encode(List<RgbImage> pictures);

  @Override
  void close();
}
