package io.reelspace.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import io.reelspace.error.BadInputException;
import io.reelspace.train.optimiser.AdamW;
import io.reelspace.train.optimiser.LearningRate;
import io.reelspace.train.optimiser.WeightSlot;
import io.reelspace.train.sound.SoundAugmentation;
import io.reelspace.train.sound.SoundClip;
import io.reelspace.train.sound.SoundFrontEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Trains a {@link SoundNetwork} on labelled recordings.
 *
 * <p>Every batch follows from the seed and the number of the step. The weights that are kept are a
 * moving average; the statistics of batch normalisation are gathered anew for them.
 */
final class SoundTraining {

  /** Batches from which the statistics of normalisation are gathered in the end. */
  private static final int SETTLING_BATCHES = 100;

  private final SoundRecipe recipe;
  private final List<SoundClip> clips;
  private final int classes;
  private final TrainingListener listener;

  /**
   * A run that has not started.
   *
   * @param clips what is learned from
   * @param classes labels, of which each clip has one
   */
  SoundTraining(SoundRecipe recipe, List<SoundClip> clips, int classes, TrainingListener listener) {
    this.recipe = recipe;
    this.clips = List.copyOf(clips);
    this.classes = classes;
    this.listener = listener;
  }

  /**
   * Trains; the caller closes the network.
   *
   * @throws BadInputException when the loss is not a number any more
   */
  SoundNetwork run() {
    DualEncoder.engine();
    JniUtils.setGradMode(false); // gradients only inside a collector, whichever thread this is
    int crop = recipe.augmentation().crop();
    Shape input = new Shape(1, 1, crop, SoundFrontEnd.BANDS);
    SoundNetwork network =
        new SoundNetwork(recipe.width(), classes, recipe.dropout(), input, recipe.seed());
    Map<String, HostParameter> memory = new LinkedHashMap<>();
    AdamW optimiser = optimiser(network, memory);
    long steps = (long) recipe.epochs() * Math.ceilDiv(clips.size(), recipe.batch());
    LearningRate rate =
        new LearningRate(recipe.learningRate(), 0.001, Math.max(1, steps / 10), steps);
    listener.started(0, steps);
    for (long step = 0; step < steps; step++) {
      float loss = step(network, step);
      double norm = optimiser.gradientNorm();
      if (!Float.isFinite(loss) || !Double.isFinite(norm)) {
        throw new BadInputException(
            "The loss is %s at step %d; a lower learning-rate may help.".formatted(loss, step));
      }
      optimiser.step(step, rate.at(step), norm);
      memory.values().forEach(HostParameter::publish);
      listener.step(step + 1, steps, loss);
    }
    optimiser.slots().forEach(WeightSlot::swapAverage);
    memory.values().forEach(HostParameter::publish);
    for (int i = 0; i < SETTLING_BATCHES; i++) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        network.features(batch(network, steps + i).spectrograms(), true);
      }
    }
    return network;
  }

  private AdamW optimiser(SoundNetwork network, Map<String, HostParameter> memory) {
    List<WeightSlot> slots = new ArrayList<>();
    for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
      Parameter parameter = entry.getValue();
      if (parameter.requiresGradient()) {
        HostParameter host = new HostParameter(parameter);
        memory.put(entry.getKey(), host);
        boolean decayed = parameter.getShape().dimension() >= 2;
        slots.add(new WeightSlot(entry.getKey(), host.weights(), host::gradient, decayed, true));
      }
    }
    return new AdamW(recipe.optimiser(), slots);
  }

  private record Batch(NDArray spectrograms, NDArray targets) {}

  private Batch batch(SoundNetwork network, long step) {
    RandomGenerator random = RandomStream.AUGMENTATION.at(recipe.seed(), step);
    int crop = recipe.augmentation().crop();
    int size = recipe.batch();
    int cells = crop * SoundFrontEnd.BANDS;
    float[] spectrograms = new float[size * cells];
    float[] targets = new float[size * classes];
    for (int i = 0; i < size; i++) {
      SoundClip one = clips.get(random.nextInt(clips.size()));
      SoundClip other = clips.get(random.nextInt(clips.size()));
      SoundAugmentation.Example example = recipe.augmentation().draw(one, other, classes, random);
      System.arraycopy(example.spectrogram(), 0, spectrograms, i * cells, cells);
      System.arraycopy(example.target(), 0, targets, i * classes, classes);
    }
    return new Batch(
        network.manager().create(spectrograms, new Shape(size, 1, crop, SoundFrontEnd.BANDS)),
        network.manager().create(targets, new Shape(size, classes)));
  }

  /** The mean cross entropy of a batch; gradients are left with the parameters. */
  private float step(SoundNetwork network, long step) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Batch batch = batch(network, step);
      RandomStream.DROPOUT.seedEngine(recipe.seed(), step);
      Engine engine = DualEncoder.engine();
      try (GradientCollector gradients = engine.newGradientCollector()) {
        NDArray scores = network.scores(network.features(batch.spectrograms(), true), true);
        NDArray loss = scores.logSoftmax(1).mul(batch.targets()).sum(new int[] {1}).mean().neg();
        gradients.backward(loss);
        return loss.getFloat();
      }
    }
  }
}
