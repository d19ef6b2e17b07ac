package io.reelspace.benchmarks.train;

import io.reelspace.train.Recipe;
import io.reelspace.train.RecipeFile;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Towers whose steps are counted, on features drawn at random.
 *
 * @param name of the recipe among the resources
 * @param examples pairs of a video and a text; a whole number of batches
 * @param frames of a video
 * @param videoChannels of a frame
 * @param textChannels of a text
 * @param warmUp steps before the clock starts, enough for the JVM to have compiled what runs
 * @param steps that are timed
 */
record SpeedCase(
    String name,
    int examples,
    int frames,
    int videoChannels,
    int textChannels,
    int warmUp,
    int steps) {

  /** All cases, as in {@code benchmarks/train/peer.py}. */
  static List<SpeedCase> all() {
    return List.of(
        new SpeedCase("residual", 4096, 1, 384, 384, 40, 60),
        new SpeedCase("base", 4800, 1, 6560, 768, 24, 16),
        new SpeedCase("mlp", 4096, 1, 2280, 384, 40, 20),
        new SpeedCase("transformer", 1024, 16, 512, 384, 32, 16));
  }

  /** The recipe, for as many epochs as the steps take. */
  Recipe recipe() {
    int batch = batch(yaml(1));
    int perEpoch = examples / batch;
    return RecipeFile.parse(name, yaml(Math.ceilDiv(warmUp + steps, perEpoch)));
  }

  private int batch(String yaml) {
    return RecipeFile.parse(name, yaml).schedule().batch();
  }

  private String yaml(int epochs) {
    return Resources.text("speed/" + name + ".yaml").replace("EPOCHS", Integer.toString(epochs));
  }

  /** Names for the stages that need some: a text for each of 1,000 classes. */
  Vocabulary names() {
    return new Vocabulary(
        1000, 1, Map.of("text-features", table(new Random(2), 1000, 1, textChannels)));
  }

  /** Normal numbers. */
  PairedFeatures features() {
    Random random = new Random(1);
    return new PairedFeatures(
        IntStream.range(0, examples).mapToObj(i -> "video" + i).toList(),
        Map.of("video-features", table(random, examples, frames, videoChannels)),
        IntStream.range(0, examples).toArray(),
        Map.of("text-features", table(random, examples, 1, textChannels)));
  }

  private static MemoryFeatures table(Random random, int count, int steps, int channels) {
    List<float[][]> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      float[][] sequence = new float[steps][channels];
      for (float[] step : sequence) {
        for (int c = 0; c < channels; c++) {
          step[c] = (float) random.nextGaussian();
        }
      }
      rows.add(sequence);
    }
    return MemoryFeatures.of(channels, rows);
  }
}
