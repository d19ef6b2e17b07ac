package io.reelspace.spark;

import io.reelspace.media.Sampler;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.features.ColorJitter;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureFormat.Precision;
import io.reelspace.train.features.HorizontalFlip;
import io.reelspace.train.features.RandomResizedCrop;
import io.reelspace.train.features.Views;
import io.reelspace.train.run.Extraction;
import io.reelspace.train.run.FrozenEncoder;
import io.reelspace.train.run.RunListener;
import java.nio.file.Path;
import java.util.List;

/** The extraction of features as one machine does it, by the encoders of a space. */
final class Features {

  private Features() {}

  /** The encoders of the space, in the order of its manifest. */
  static List<FrozenEncoder> encoders(EmbeddingSettings settings) {
    Path folder = Embedder.spaceFolder(settings);
    return SpaceBundle.read(folder).manifest().encoders().stream()
        .map(each ->
            new FrozenEncoder(
                each.id(),
                each.modality(),
                folder.resolve("encoders").resolve(each.id()),
                each.outputs()))
        .toList();
  }

  /** An extraction into a folder of this machine. */
  static Extraction into(
      Path folder, EmbeddingSettings settings, int views, long seed, RunListener listener) {
    Views wanted =
        views == 1
            ? Views.ORIGINAL
            : new Views(
                views,
                List.of(RandomResizedCrop.DEFAULT, new HorizontalFlip(0.5), ColorJitter.DEFAULT),
                seed);
    return new Extraction(
        Embedder.media(settings),
        Embedder.inference(settings),
        folder,
        new FeatureExtraction.Settings(
            new Sampler(settings.framesPerSecond(), Sampler.DEFAULT.longestSegment()),
            wanted,
            Precision.FLOAT16),
        listener);
  }

  /** The name of the folder of an encoder's features. */
  static String folderName(
      EmbeddingSettings settings, int views, long seed, FrozenEncoder encoder) {
    return into(Path.of(""), settings, views, seed, RunListener.SILENT)
        .folder(encoder)
        .getFileName()
        .toString();
  }
}
