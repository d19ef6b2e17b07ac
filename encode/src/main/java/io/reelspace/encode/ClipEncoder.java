package io.reelspace.encode;

import io.reelspace.media.Clip;
import io.reelspace.media.ClipSampler;
import io.reelspace.media.ImageSize;
import java.nio.file.Path;
import java.util.List;

/**
 * A pretrained network that maps one clip, a run of pictures, to features that know of motion: C3D
 * (Tran et al. 2015), R3D and R(2+1)D (Tran et al. 2018), X3D, MViT, VideoMAE and others with one
 * input of five dimensions. Owns a native session; safe for use by several threads.
 */
public interface ClipEncoder extends AutoCloseable {

  /**
   * Loads an encoder from a folder in the layout of the model hubs: {@code model.onnx} beside
   * {@code preprocessor_config.json}, which also says how many frames a clip has and how far they
   * are apart: {@code num_frames}, {@code frame_rate}, {@code frame_stride} and {@code
   * clip_overlap}; see {@code docs/guide.md}.
   *
   * @param outputs names of the network's outputs, which are joined to one row of features; its
   *     first output, or the one that {@link EncoderSettings} name, when empty. Of outputs {@code
   *     [clips, positions, channels]} and {@code [clips, channels, time, height, width]} the mean
   *     over all positions is taken
   * @throws io.reelspace.error.MissingModelException when a file is absent, damaged, or they do not
   *     fit each other
   */
  static ClipEncoder open(String id, Path folder, List<String> outputs, Inference inference) {
    ClipPreprocessing preprocessing = ClipPreprocessing.read(folder);
    Network network = Network.open(folder.resolve("model.onnx"), inference);
    try {
      return new OnnxClipEncoder(
          id, network, preprocessing, outputs(folder, outputs), inference.batch());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static List<String> outputs(Path folder, List<String> names) {
    return names.isEmpty()
            && EncoderSettings.read(folder).orElse(null)
                instanceof EncoderSettings.OfClips(String output)
            && !output.isEmpty()
        ? List.of(output)
        : names;
  }

  /** The size at which pictures reach the encoder in a folder, without loading its network. */
  static ImageSize inputSize(Path folder) {
    return ClipPreprocessing.read(folder).pictures().size();
  }

  /** Which clips the encoder in a folder takes, without loading its network. */
  static ClipSampler sampler(Path folder) {
    return ClipPreprocessing.read(folder).sampler();
  }

  /** Whether a folder is that of a clip encoder: it says how many frames a clip has. */
  static boolean isIn(Path folder) {
    return ClipPreprocessing.isIn(folder);
  }

  /** Name and version of the network, unique within a space, for example {@code r2plus1d-18}. */
  String id();

  /** Channels of the features. */
  int channels();

  /** The size at which pictures reach the network; others are resized first. */
  ImageSize inputSize();

  /** Which clips it takes. */
  ClipSampler sampler();

  /**
   * Maps clips to features.
   *
   * @param clips each with as many pictures as the {@link #sampler} says
   * @return one row per clip, {@code [clips, channels]}
   */
  float[][] encode(List<Clip> clips);

  @Override
  void close();
}
