package io.reelspace.encode;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.CutFinder;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import io.reelspace.media.ShotDetection;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds shots by a network that looks at windows of consecutive frames, as TransNet V2 (Souček and
 * Lokoč 2020) does. Owns a native session; safe for use by several threads.
 *
 * <p>The folder is that of a clip encoder ({@link ClipEncoder}) whose outputs {@code boundaries}
 * and {@code transitions}, both {@code [windows, frames]}, are probabilities: that a frame is the
 * last of a shot or the middle of a transition, and that it is a part of one. {@code
 * context_frames} in its {@code preprocessor_config.json} says how many frames at either end of a
 * window only give context. {@code tools/clips/transnet.py} makes such a folder.
 */
public final class ShotNetwork implements ShotDetection, AutoCloseable {
  private static final List<String> OUTPUTS = List.of("boundaries", "transitions");

  private final String name;
  private final Network network;
  private final ClipInput input;
  private final int window;
  private final int context;
  private final ImageSize size;
  private final ReentrantLock lock = new ReentrantLock();

  private ShotNetwork(String name, Network network, ClipPreprocessing preprocessing, int context) {
    this.name = name;
    this.network = network;
    this.window = preprocessing.sampler().frames();
    this.context = context;
    this.size = preprocessing.pictures().size();
    this.input = new ClipInput(network, preprocessing, 1);
    for (String output : OUTPUTS) {
      long[] shape = network.output(output).getShape();
      if (shape.length != 2 || (shape[1] != -1 && shape[1] != window)) {
        throw network.unfit("does not give one probability for each frame as '" + output + "'");
      }
    }
  }

  /**
   * Loads a network.
   *
   * @param name of it, which tells videos that were divided otherwise
   * @throws MissingModelException when a file is absent, damaged, or they do not fit each other
   */
  public static ShotNetwork open(String name, Path folder, Inference inference) {
    ClipPreprocessing preprocessing = ClipPreprocessing.read(folder);
    Path file = folder.resolve("preprocessor_config.json");
    JsonNode context = ConfigurationFile.read(file).path("context_frames");
    int window = preprocessing.sampler().frames();
    if (!context.isInt() || context.asInt() < 0 || 2 * context.asInt() >= window) {
      throw new MissingModelException(
          "%s: context_frames must be a whole number below half of num_frames (%d). Correct it."
              .formatted(file, window));
    }
    Network network = Network.open(folder.resolve("model.onnx"), inference);
    try {
      return new ShotNetwork(name, network, preprocessing, context.asInt());
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<ImageSize> pictureSize() {
    return Optional.of(size);
  }

  @Override
  public CutFinder start() {
    return new WindowedCutFinder(this, window, context);
  }

  /** The two probabilities of each frame of a window. */
  record Probabilities(FloatBuffer boundaries, FloatBuffer transitions) {}

  Probabilities run(List<RgbImage> pictures) {
    lock.lock();
    try {
      for (int t = 0; t < pictures.size(); t++) {
        input.put(0, t, pictures.get(t));
      }
      List<FloatBuffer> values =
          network.run(Map.of(input.name(), input.tensor(input.seen(1))), OUTPUTS);
      return new Probabilities(values.get(0), values.get(1));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
