package io.reelspace.encode;

import java.util.List;
import java.util.Optional;

/**
 * What a model is imported as, with what is said of it beside its files. Whatever is left out is
 * read from them.
 */
public sealed interface ImportKind {

  /** What its graphs take: pictures, texts, both, clips, or sounds. */
  record Automatic(OfImages images, OfTexts texts, OfClips clips, OfSounds sounds)
      implements ImportKind {
    /** Everything is read from the files. */
    public Automatic() {
      this(new OfImages(), new OfTexts());
    }

    /** The same of clips and sounds; what is said of pictures and texts counts. */
    public Automatic(OfImages images, OfTexts texts) {
      this(images, texts, new OfClips(), new OfSounds());
    }
  }

  /**
   * An encoder of pictures.
   *
   * @param output that holds the features
   * @param pooling how it becomes one row
   * @param shape how a picture comes to the network, where no file says it
   */
  record OfImages(Optional<String> output, Optional<OutputPooling> pooling, Optional<Shape> shape)
      implements ImportKind {
    /** Everything is read from the files. */
    public OfImages() {
      this(Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * An encoder of texts.
   *
   * @param output that holds the features
   * @param pooling how its tokens become one row
   * @param context tokens that the network reads
   * @param padding number of the token that fills up; every text is then filled up to the context
   */
  record OfTexts(
      Optional<String> output,
      Optional<TokenPooling> pooling,
      Optional<Integer> context,
      Optional<Integer> padding)
      implements ImportKind {
    /** Everything is read from the files. */
    public OfTexts() {
      this(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * An encoder of clips.
   *
   * @param output that holds the features
   * @param frames of a clip
   * @param frameRate of the videos that it was trained with, frames a second
   * @param frameStride every how many of these a clip takes
   * @param overlap of one clip with the next, as a share
   * @param shape how a picture comes to the network, where no file says it
   */
  record OfClips(
      Optional<String> output,
      Optional<Integer> frames,
      Optional<Double> frameRate,
      Optional<Integer> frameStride,
      Optional<Double> overlap,
      Optional<Shape> shape)
      implements ImportKind {
    /** Everything is read from the files. */
    public OfClips() {
      this(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }

    /** How pictures of a size come to networks that were trained on Kinetics. */
    public static Shape kinetics(int size) {
      return new Shape(size, size * 8 / 7, ClipImport.MEAN, ClipImport.DEVIATION);
    }
  }

  /**
   * An encoder of sounds.
   *
   * @param output that holds the features
   * @param frontEnd what sound goes through before the network, where no file says it
   * @param rate samples a second
   * @param window seconds that the network hears at a time
   * @param hop seconds from a window to the next
   */
  record OfSounds(
      Optional<String> output,
      Optional<FrontEnd> frontEnd,
      Optional<Integer> rate,
      Optional<Double> window,
      Optional<Double> hop)
      implements ImportKind {
    /** Everything is read from the files. */
    public OfSounds() {
      this(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Whether something is said that only sounds have. */
    boolean isSaid() {
      return frontEnd.isPresent() || rate.isPresent() || window.isPresent() || hop.isPresent();
    }
  }

  /**
   * How a picture comes to a network: its shorter edge is resized, bilinearly, and its middle cut
   * out.
   *
   * @param size edge of the square that the network takes
   * @param resize length to which the shorter edge is resized
   * @param mean of the red, green and blue of pictures from 0 to 1
   * @param deviation of the same
   */
  record Shape(int size, int resize, List<Double> mean, List<Double> deviation) {
    /** Mean and deviation of the pictures of ImageNet. */
    public static final List<Double> MEAN = List.of(0.485, 0.456, 0.406);

    /** See {@link #MEAN}. */
    public static final List<Double> DEVIATION = List.of(0.229, 0.224, 0.225);

    /** Keeps its own copies. */
    public Shape {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
    }
  }
}
