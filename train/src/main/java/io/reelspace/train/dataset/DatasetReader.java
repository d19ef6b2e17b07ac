package io.reelspace.train.dataset;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;

/** Reads one published form of annotations. */
public interface DatasetReader {

  /**
   * Reads everything.
   *
   * @throws BadInputException when an annotation file is absent or malformed; the message names
   *     file and line
   */
  Dataset read();

  /** The forms of annotations, by the name that recipes and commands use. */
  enum Format {
    /** {@link Manifest}, the project's own. */
    MANIFEST,
    /** {@link MsrVttReader}. */
    MSRVTT,
    /** {@link MsvdReader}. */
    MSVD,
    /** {@link HowTo100MReader}. */
    HOWTO100M,
    /** {@link ActivityNetReader}. */
    ACTIVITYNET,
    /** {@link DiDeMoReader}. */
    DIDEMO,
    /** {@link QvHighlightsReader}. */
    QVHIGHLIGHTS,
    /** {@link FlickrReader}. */
    FLICKR
  }

  /**
   * The reader of a form with its usual settings.
   *
   * @param annotations the file, or for MSR-VTT, MSVD and HowTo100M captions in csv the folder of
   *     annotation files
   * @param media the folder of videos or images
   */
  static DatasetReader of(Format format, Path annotations, Path media) {
    return switch (format) {
      case MANIFEST -> new Manifest(annotations, media);
      case MSRVTT -> new MsrVttReader(annotations, media);
      case MSVD -> new MsvdReader(annotations, media);
      case HOWTO100M -> HowTo100MReader.of(annotations, media);
      case ACTIVITYNET -> new ActivityNetReader(annotations, media, ActivityNetReader.Form.MOMENTS);
      case DIDEMO -> new DiDeMoReader(annotations, media);
      case QVHIGHLIGHTS -> new QvHighlightsReader(annotations, media);
      case FLICKR -> FlickrReader.of(annotations, media);
    };
  }
}
