package io.reelspace.train.features;

import io.reelspace.encode.ClipEncoder;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.encode.TextEncoder;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.features.FeatureFormat.Precision;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Runs frozen encoders over a data set and keeps what they give. A run may be stopped at any
 * moment; the next one computes only what is not there yet, or whose source changed.
 */
public final class FeatureExtraction {

  /** The modality of features of clips. */
  static final String MOTION = "motion";

  /** The modality of features of sounds. */
  static final String AUDIO = "audio";

  private FeatureExtraction() {}

  /**
   * How pictures are taken and features kept.
   *
   * @param sampler which frames of a video
   * @param views of each picture
   * @param precision of the features on disk
   */
  public record Settings(Sampler sampler, Views views, Precision precision) {
    /** The default sampler, each picture as it is, half precision. */
    public static final Settings DEFAULT =
        new Settings(Sampler.DEFAULT, Views.ORIGINAL, Precision.FLOAT16);

    String preparation() {
      return "%s frames a second%s"
          .formatted(
              sampler.framesPerSecond(), views.count() == 1 ? "" : "; " + views.description());
    }
  }

  /**
   * What an extraction did.
   *
   * @param extracted sources that were encoded
   * @param reused sources whose features were there already
   * @param skipped sources that could not be decoded
   */
  public record Report(int extracted, int reused, List<Skipped> skipped) {
    /** Keeps its own copy. */
    public Report {
      skipped = List.copyOf(skipped);
    }
  }

  /** A file that could not be decoded, and why. */
  public record Skipped(Path file, String reason) {}

  /** Is told how far an extraction has come. */
  @FunctionalInterface
  public interface Progress {
    /** Says nothing. */
    Progress SILENT = (done, total) -> {};

    /** So many of all sources are done. */
    void at(int done, int total);
  }

  /**
   * Encodes the pictures of all media of a data set, each file once, however many examples show it.
   * A file that does not decode is skipped and named in the report.
   *
   * @param fingerprint a hash over all that changes the encoder's output
   * @param folder of the features; see {@link FeatureWriter#open}
   * @throws io.reelspace.error.BadInputException when two files would get the same id
   * @throws io.reelspace.error.SpaceMismatchException when the folder holds other features
   * @throws io.reelspace.error.StorageException when the features cannot be written
   */
  public static Report frames(
      Dataset dataset,
      ImageEncoder encoder,
      String fingerprint,
      MediaReader media,
      Path folder,
      Settings settings,
      Progress progress) {
    FeatureFormat format =
        new FeatureFormat(
            "visual",
            encoder.id(),
            fingerprint,
            settings.preparation(),
            encoder.channels(),
            settings.precision());
    try (FeatureWriter writer = FeatureWriter.open(folder, format);
        FrameExtraction extraction =
            new FrameExtraction(encoder, media, settings, writer, progress)) {
      return extraction.run(dataset);
    }
  }

  /**
   * Encodes the clips of all videos of a data set, each file once. A still picture gets a row
   * without steps; a file that does not decode is skipped and named in the report. A step's time is
   * the middle of its clip.
   *
   * @param fingerprint a hash over all that changes the encoder's output
   * @param folder of the features; see {@link FeatureWriter#open}
   * @param sampler how videos are divided: clips do not cross the borders of segments
   * @throws io.reelspace.error.SpaceMismatchException when the folder holds other features
   * @throws io.reelspace.error.StorageException when the features cannot be written
   */
  public static Report clips(
      Dataset dataset,
      ClipEncoder encoder,
      String fingerprint,
      MediaReader media,
      Path folder,
      Sampler sampler,
      Precision precision,
      Progress progress) {
    FeatureFormat format =
        new FeatureFormat(
            MOTION,
            encoder.id(),
            fingerprint,
            "segments of up to %s s".formatted(sampler.longestSegment()),
            encoder.channels(),
            precision);
    try (FeatureWriter writer = FeatureWriter.open(folder, format)) {
      ClipExtraction clips = new ClipExtraction(encoder, media, sampler);
      return new EachMedium(writer, progress).write(dataset, clips::steps);
    }
  }

  /**
   * Encodes the sound of all videos of a data set, each file once. A still picture and a video in
   * which nothing is to be heard get a row without steps, so that sound is missing there; a file
   * that does not decode is skipped and named in the report. A step's time is the middle of its
   * window.
   *
   * @param fingerprint a hash over all that changes the encoder's output
   * @param folder of the features; see {@link FeatureWriter#open}
   * @throws io.reelspace.error.SpaceMismatchException when the folder holds other features
   * @throws io.reelspace.error.StorageException when the features cannot be written
   */
  public static Report sounds(
      Dataset dataset,
      SoundEncoder encoder,
      String fingerprint,
      MediaReader media,
      Path folder,
      Precision precision,
      Progress progress) {
    FeatureFormat format =
        new FeatureFormat(AUDIO, encoder.id(), fingerprint, "", encoder.channels(), precision);
    try (FeatureWriter writer = FeatureWriter.open(folder, format)) {
      SoundExtraction sounds = new SoundExtraction(encoder, media);
      return new EachMedium(writer, progress).write(dataset, sounds::steps);
    }
  }

  /**
   * Encodes the captions of a data set, each text once; a row's id is the text itself.
   *
   * @throws io.reelspace.error.SpaceMismatchException when the folder holds other features
   * @throws io.reelspace.error.StorageException when the features cannot be written
   */
  public static Report texts(
      Dataset dataset,
      TextEncoder encoder,
      String fingerprint,
      Path folder,
      Precision precision,
      Progress progress) {
    List<String> texts = dataset.examples().stream().flatMap(e -> e.texts().stream()).toList();
    return texts(texts, CaptionViews.ORIGINAL, encoder, fingerprint, folder, precision, progress);
  }

  /**
   * Encodes texts of any kind like the captions of a data set.
   *
   * @param views of each text; a row's id is the text without changes in all of them
   */
  public static Report texts(
      Collection<String> texts,
      CaptionViews views,
      TextEncoder encoder,
      String fingerprint,
      Path folder,
      Precision precision,
      Progress progress) {
    FeatureFormat format =
        new FeatureFormat(
            "text", encoder.id(), fingerprint, views.description(), encoder.channels(), precision);
    try (FeatureWriter writer = FeatureWriter.open(folder, format)) {
      return TextExtraction.run(texts, views, encoder, writer, progress);
    }
  }

  /**
   * The media of a data set by the ids of their rows, each once.
   *
   * @throws io.reelspace.error.BadInputException when two files would get the same id
   */
  public static Map<String, Medium> sources(Dataset dataset) {
    return FrameExtraction.sources(dataset);
  }

  /**
   * The id of a medium's rows: the file's name under its folder's, for example {@code
   * images/a.jpg}.
   */
  public static String sourceId(Medium medium) {
    Path file = medium.file().toAbsolutePath().normalize();
    int names = file.getNameCount();
    return file.subpath(Math.max(0, names - 2), names).toString();
  }
}
