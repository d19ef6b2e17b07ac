package io.reelspace.train.run;

import io.reelspace.encode.ClipEncoder;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.encode.TextEncoder;
import io.reelspace.media.MediaReader;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.features.CaptionViews;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureExtraction.Report;
import io.reelspace.train.features.FeatureFormat.Precision;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Has encoders extract what is not there yet, each into a folder of its own that is named by what
 * its features depend on.
 *
 * @param media decodes pictures and videos
 * @param inference where networks run
 * @param folder of all features
 * @param settings of pictures
 * @param listener hears of progress and of files that are skipped
 */
public record Extraction(
    MediaReader media,
    Inference inference,
    Path folder,
    FeatureExtraction.Settings settings,
    RunListener listener) {

  /** What one encoder did, and where its features lie. */
  public record Done(FrozenEncoder encoder, Path folder, Report report) {}

  /** Encodes all pictures and videos of a data set. */
  public Done frames(Dataset dataset, FrozenEncoder encoder) {
    String fingerprint = encoder.fingerprint();
    Path own = folder(encoder);
    try (ImageEncoder network = encoder.openImages(inference)) {
      Report report =
          FeatureExtraction.frames(
              dataset,
              network,
              fingerprint,
              media,
              own,
              settings,
              (done, total) -> listener.progress("frames by " + encoder.id(), done, total));
      report.skipped().forEach(each -> listener.skipped(each.file(), each.reason()));
      return new Done(encoder, own, report);
    }
  }

  /** Encodes the clips of all videos of a data set. */
  public Done clips(Dataset dataset, FrozenEncoder encoder) {
    String fingerprint = encoder.fingerprint();
    Path own = folder(encoder);
    try (ClipEncoder network = encoder.openClips(inference)) {
      Report report =
          FeatureExtraction.clips(
              dataset,
              network,
              fingerprint,
              media,
              own,
              settings.sampler(),
              settings.precision(),
              (done, total) -> listener.progress("clips by " + encoder.id(), done, total));
      report.skipped().forEach(each -> listener.skipped(each.file(), each.reason()));
      return new Done(encoder, own, report);
    }
  }

  /** Encodes the sound of all videos of a data set. */
  public Done sounds(Dataset dataset, FrozenEncoder encoder) {
    String fingerprint = encoder.fingerprint();
    Path own = folder(encoder);
    try (SoundEncoder network = encoder.openSounds(inference)) {
      Report report =
          FeatureExtraction.sounds(
              dataset,
              network,
              fingerprint,
              media,
              own,
              settings.precision(),
              (done, total) -> listener.progress("sounds by " + encoder.id(), done, total));
      report.skipped().forEach(each -> listener.skipped(each.file(), each.reason()));
      return new Done(encoder, own, report);
    }
  }

  /** Encodes texts as they are. */
  public Done texts(Collection<String> texts, FrozenEncoder encoder) {
    return texts(texts, CaptionViews.ORIGINAL, encoder);
  }

  /** Encodes texts, each in some views. */
  public Done texts(Collection<String> texts, CaptionViews views, FrozenEncoder encoder) {
    String fingerprint = encoder.fingerprint();
    boolean changed = views.count() > 1;
    Path own = folder(encoder, changed ? FrozenEncoder.sha256(fingerprint + views) : fingerprint);
    try (TextEncoder network = encoder.openTexts(inference)) {
      Report report =
          FeatureExtraction.texts(
              texts,
              views,
              network,
              fingerprint,
              own,
              Precision.FLOAT32,
              (done, total) -> listener.progress("texts by " + encoder.id(), done, total));
      return new Done(encoder, own, report);
    }
  }

  /**
   * Where the features of an encoder lie; those of texts without changes.
   *
   * @return a folder in that of all features, named by what its features depend on
   */
  public Path folder(FrozenEncoder encoder) {
    String fingerprint = encoder.fingerprint();
    return folder(
        encoder,
        switch (encoder.modality()) {
          case VISUAL -> FrozenEncoder.sha256(fingerprint + settings.views() + settings.sampler());
          case MOTION ->
              FrozenEncoder.sha256(fingerprint + " clips " + settings.sampler().longestSegment());
          case AUDIO, TEXT -> fingerprint;
        });
  }

  private Path folder(FrozenEncoder encoder, String hash) {
    return folder.resolve(encoder.id() + "-" + hash.substring(0, 12));
  }
}
