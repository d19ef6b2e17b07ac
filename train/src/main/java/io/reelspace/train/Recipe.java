package io.reelspace.train;

import io.reelspace.train.augment.Augmentation;
import io.reelspace.train.loss.Loss;
import io.reelspace.train.optimiser.AdamWConfig;
import io.reelspace.train.tower.Fusion;
import io.reelspace.train.tower.TowerStage;
import java.util.List;
import java.util.Optional;

/**
 * All that a training run is told, apart from the features themselves.
 *
 * @param seed from which everything random follows
 * @param dimension values of an embedding
 * @param video the side of videos and images
 * @param text the side of captions
 * @param loss what is minimised
 * @param temperature the scale of similarities in the loss
 * @param captions which captions a video brings into a batch
 * @param schedule how long and in what pieces
 * @param optimiser how weights move
 * @param stopping when validation ends the run; empty for no validation
 * @param weights how exact the exported weights are
 */
public record Recipe(
    long seed,
    int dimension,
    Side video,
    Side text,
    Loss loss,
    Temperature temperature,
    Captions captions,
    Schedule schedule,
    AdamWConfig optimiser,
    Optional<Stopping> stopping,
    Weights weights) {

  /** The same recipe with another course and another optimiser. */
  public Recipe with(Schedule other, AdamWConfig otherOptimiser) {
    return new Recipe(
        seed,
        dimension,
        video,
        text,
        loss,
        temperature,
        captions,
        other,
        otherOptimiser,
        stopping,
        weights);
  }

  /** How exact the exported weights are. */
  public enum Weights {
    /** As they were trained. */
    SINGLE,
    /** Matrices rounded to half precision after training, which halves the exported files. */
    HALF
  }

  /** The modalities of one side and how they are joined. */
  public record Side(List<Input> modalities, Fusion fusion) {
    /** Keeps its own copy. */
    public Side {
      modalities = List.copyOf(modalities);
    }

    /** The features that the modalities take, each once, in the order of a space's encoders. */
    public List<String> features() {
      return modalities.stream().flatMap(input -> input.features().stream()).distinct().toList();
    }
  }

  /**
   * One modality.
   *
   * @param name unique within its side
   * @param features names of feature tables whose channels are joined
   * @param steps the most steps of a sequence; longer ones are thinned out evenly
   * @param augmentations in the order in which they apply
   * @param tower from features to an embedding
   */
  public record Input(
      String name,
      List<String> features,
      int steps,
      List<Augmentation> augmentations,
      List<TowerStage> tower) {
    /** Keeps its own copies. */
    public Input {
      features = List.copyOf(features);
      augmentations = List.copyOf(augmentations);
      tower = List.copyOf(tower);
    }
  }

  /**
   * The scale of similarities.
   *
   * @param start the temperature at the start; similarities are divided by it
   * @param bias added after that, by the sigmoid loss alone
   * @param learned whether training moves both
   */
  public record Temperature(double start, double bias, boolean learned) {}

  /** Which captions of a video come into a batch. */
  public sealed interface Captions {
    /** An epoch shows each video once, with so many of its captions, drawn anew. */
    record Sampled(int count) implements Captions {}

    /** An epoch shows each caption once, with its video. */
    record All() implements Captions {}
  }

  /**
   * The course of a run.
   *
   * @param epochs passes over the training examples
   * @param batch the most videos (or pairs) of a step; a pass is divided evenly
   * @param chunk the most rows that go through the towers at once; a batch that is larger gets the
   *     same gradient in less memory (GradCache, Gao et al. 2021), for a second forward pass
   * @param learningRate the largest rate
   * @param lastRate the rate at the end, as a share of the largest
   * @param warmUpEpochs epochs in which the rate rises, perhaps broken
   * @param checkpointSteps steps between checkpoints; one is also written after each validation
   */
  public record Schedule(
      int epochs,
      int batch,
      int chunk,
      double learningRate,
      double lastRate,
      double warmUpEpochs,
      int checkpointSteps) {}

  /**
   * Early stopping.
   *
   * @param metric for example {@code R@1}, {@code MRR}; the mean of both directions counts
   * @param everyEpochs epochs between validations
   * @param patience validations without a better value before the run ends
   */
  public record Stopping(String metric, int everyEpochs, int patience) {}
}
