package io.reelspace.train;

import io.reelspace.train.optimiser.AdamWConfig;
import io.reelspace.train.sound.SoundAugmentation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A run that teaches a space sounds: a network for sounds is learned from labelled recordings, and
 * its labels get the directions that texts about them have in the space.
 *
 * @param name of the new space
 * @param space the one that learns; a bundled one by name, or a folder
 * @param encoder id of the network in the new space
 * @param annotations a file with a line of JSON for each recording: its file, label and part
 * @param media folder of the recordings
 * @param folds parts of the data that are learned from; all where empty
 * @param kinds the labels, and texts that speak of such sounds
 * @param captions texts that speak of no sound, in the layout of Flickr-style annotations
 * @param captionCount how many of them are taken
 * @param ridge how strongly the directions of labels are held back, as a share of the mean variance
 * @param others recordings of sounds that are none of these, for each label's worth of clips
 * @param seed of all that is random
 * @param width channels of the network's first stage
 * @param dropout before the classifier
 * @param epochs passes over the recordings
 * @param batch examples of a step
 * @param learningRate the highest
 * @param optimiser AdamW
 * @param augmentation what is done to recordings
 * @param yaml the recipe's text
 */
public record SoundRecipe(
    String name,
    String space,
    String encoder,
    Path annotations,
    Path media,
    List<Integer> folds,
    List<Kind> kinds,
    Optional<Path> captions,
    int captionCount,
    double ridge,
    int others,
    long seed,
    int width,
    double dropout,
    int epochs,
    int batch,
    double learningRate,
    AdamWConfig optimiser,
    SoundAugmentation augmentation,
    String yaml) {

  /**
   * A kind of sound.
   *
   * @param label as in the data
   * @param texts that speak of it, at least one
   */
  public record Kind(String label, List<String> texts) {
    /** Keeps its own copy. */
    public Kind {
      texts = List.copyOf(texts);
    }
  }

  /** Keeps its own copies. */
  public SoundRecipe {
    folds = List.copyOf(folds);
    kinds = List.copyOf(kinds);
  }

  /** The same learned from other folds. */
  public SoundRecipe withFolds(List<Integer> other) {
    return new SoundRecipe(
        name,
        space,
        encoder,
        annotations,
        media,
        other,
        kinds,
        captions,
        captionCount,
        ridge,
        others,
        seed,
        width,
        dropout,
        epochs,
        batch,
        learningRate,
        optimiser,
        augmentation,
        yaml);
  }
}
