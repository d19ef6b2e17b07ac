package io.reelspace.train;

import io.reelspace.train.dataset.DatasetReader;
import io.reelspace.train.features.CaptionViews;
import io.reelspace.train.features.Views;
import io.reelspace.train.tower.TowerStage;
import io.reelspace.train.tuning.FineTuning;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recipe with all that leads to it and from it: a data set, encoders, and the space that comes
 * out.
 *
 * @param name of the space
 * @param description one sentence for its card
 * @param licence a note on the rights in the trained weights, for the card; may be empty
 * @param source what is learned from
 * @param training how
 * @param tuning a second stage that trains encoders as well
 * @param teacher a space that is followed
 * @param yaml the recipe as it was written
 */
public record RunRecipe(
    String name,
    String description,
    String licence,
    Source source,
    Recipe training,
    Optional<FineTuning> tuning,
    Optional<Teacher.Choice> teacher,
    String yaml) {

  /**
   * Where examples and their features come from.
   *
   * @param annotations the file (or folder) of the data set
   * @param format of the annotations
   * @param media the folder of videos or images
   * @param splits the splits that are learned from
   * @param validation what the run may be stopped by
   * @param framesPerSecond of videos
   * @param views of each picture
   * @param captionViews of each caption
   * @param features folder in which features are kept; empty for one inside of the run's folder
   * @param visual encoders of frames
   * @param motion encoders of clips; none for a space that knows no motion
   * @param audio encoders of sound that goes into the embedding of what is seen; none for a space
   *     that does not join them
   * @param text encoders of captions
   * @param classNames for stages that name what they see
   * @param classPictures made-up pictures of these classes as further training examples
   */
  public record Source(
      Path annotations,
      DatasetReader.Format format,
      Path media,
      List<String> splits,
      Validation validation,
      double framesPerSecond,
      Views views,
      CaptionViews captionViews,
      Optional<Path> features,
      List<Encoder> visual,
      List<Encoder> motion,
      List<Encoder> audio,
      List<Encoder> text,
      Optional<ClassNames> classNames,
      Optional<ClassPictures> classPictures) {
    /** Keeps its own copies. */
    public Source {
      splits = List.copyOf(splits);
      visual = List.copyOf(visual);
      motion = List.copyOf(motion);
      audio = List.copyOf(audio);
      text = List.copyOf(text);
    }

    /** The encoders of the side of videos: of frames, then of clips, then of sounds. */
    public List<Encoder> video() {
      return Stream.of(visual, motion, audio).flatMap(List::stream).toList();
    }
  }

  /** Examples that are not learned from. */
  public sealed interface Validation {
    /** None. */
    record None() implements Validation {}

    /** Whole splits. */
    record Splits(List<String> names) implements Validation {
      /** Keeps its own copy. */
      public Splits {
        names = List.copyOf(names);
      }
    }

    /** So many examples of the training splits, drawn by the recipe's seed. */
    record HoldOut(int examples) implements Validation {}
  }

  /**
   * An encoder and the name that the recipe calls its features by.
   *
   * @param encoder the id of a bundled encoder, or the folder of one
   * @param outputs of an image encoder that are joined; its first when empty
   */
  public record Encoder(String name, String encoder, List<String> outputs) {
    /** Keeps its own copy. */
    public Encoder {
      outputs = List.copyOf(outputs);
    }
  }

  /**
   * Names of classes.
   *
   * @param names in the order of the classifiers' logits
   * @param prompts texts in which {@code {}} stands for the name
   */
  public record ClassNames(List<String> names, List<String> prompts) {
    /** Keeps its own copies. */
    public ClassNames {
      names = List.copyOf(names);
      prompts = List.copyOf(prompts);
    }

    /** All texts, those of each class together. */
    public List<String> texts() {
      return names.stream()
          .flatMap(name -> prompts.stream().map(prompt -> prompt.replace("{}", name)))
          .toList();
    }
  }

  /**
   * Made-up pictures of classes, see {@link ImaginedClasses}.
   *
   * @param features where among an encoder's channels its pooled features are
   * @param logits where the classifier's logits are, in the order of the class names
   * @param probabilities where probabilities of the classes are, if an encoder gives any
   * @param views pictures of each class
   * @param weight of all of them beside all real ones, in what is fitted before training
   */
  public record ClassPictures(
      TowerStage.Channels features,
      TowerStage.Channels logits,
      Optional<TowerStage.Channels> probabilities,
      int views,
      double weight) {}
}
