package io.reelspace.encode;

import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import java.nio.file.Path;
import java.util.List;

/**
 * A pretrained network that maps one window of sound to features. Owns a native session; safe for
 * use by several threads.
 */
public interface SoundEncoder extends AutoCloseable {

  /**
   * Loads an encoder from a folder in the layout of the model hubs: {@code model.onnx} beside
   * {@code preprocessor_config.json}. The network takes waves {@code [windows, samples]} or {@code
   * [windows, 1, samples]}, or spectrograms {@code [windows, frames, bands]}, {@code [windows,
   * bands, frames]} or {@code [windows, 1, frames, bands]}.
   *
   * @param outputs names of the network's outputs, each {@code [windows, channels]}, which are
   *     joined to one row of features; its first output, or the one that {@link EncoderSettings}
   *     name, when empty
   * @throws io.reelspace.error.MissingModelException when a file is absent, damaged, or they do not
   *     fit each other
   */
  static SoundEncoder open(String id, Path folder, List<String> outputs, Inference inference) {
    SoundPreprocessing preprocessing =
        SoundPreprocessing.read(folder.resolve("preprocessor_config.json"));
    Network network = Network.open(folder.resolve("model.onnx"), inference);
    try {
      return new OnnxSoundEncoder(
          id, network, preprocessing, outputs(folder, outputs), inference.batch());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static List<String> outputs(Path folder, List<String> names) {
    return names.isEmpty()
            && EncoderSettings.read(folder).orElse(null)
                instanceof EncoderSettings.OfSounds(String output)
            && !output.isEmpty()
        ? List.of(output)
        : names;
  }

  /** Whether the preprocessing in a folder is that of sounds: it names a rate. */
  static boolean isIn(Path folder) {
    Path file = folder.resolve("preprocessor_config.json");
    return java.nio.file.Files.isRegularFile(file)
        && ConfigurationFile.read(file).has("sampling_rate");
  }

  /** The sound that the encoder in a folder takes, without loading its network. */
  static SoundFormat format(Path folder) {
    return SoundPreprocessing.read(folder.resolve("preprocessor_config.json")).format();
  }

  /** Name and version of the network, unique within a space. */
  String id();

  /** Channels of the features. */
  int channels();

  /** The sound that it takes. */
  SoundFormat format();

  /**
   * Maps windows of sound to features.
   *
   * @param windows in the encoder's format
   * @return one row per window, {@code [windows, channels]}
   */
  float[][] encode(List<SoundWindow> windows);

  @Override
  void close();
}
