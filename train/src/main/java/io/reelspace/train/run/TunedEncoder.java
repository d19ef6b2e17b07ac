package io.reelspace.train.run;

import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.TextEncoder;
import io.reelspace.error.BadInputException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.space.Modality;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Example;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PictureFeatures;
import io.reelspace.train.features.Views;
import io.reelspace.train.onnx.OnnxModel;
import io.reelspace.train.tuning.LayerChoice;
import io.reelspace.train.tuning.TrainableFolder;
import io.reelspace.train.tuning.TunedExport;
import io.reelspace.train.tuning.TunedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One encoder of a run whose layers are trained: its network, and what comes into it of the
 * examples. Owns the native memory of both.
 */
final class TunedEncoder implements AutoCloseable {

  /** Pictures or texts on which PyTorch and ONNX Runtime are compared. */
  private static final int SAMPLES = 4;

  private final FrozenEncoder frozen;
  private final TunedNetwork network;
  private final Extraction extraction;
  private final Path folder;
  private final float[][] samples;
  private final List<AutoCloseable> open = new ArrayList<>();

  /**
   * Opens an encoder and compares its two files.
   *
   * @param frozen as it is before
   * @param examples of which a few are what the files are compared on
   * @param folder for what is written of it
   * @throws ReelspaceException when a file is absent or damaged, does not fit the other, or the
   *     encoder has no such layer
   */
  TunedEncoder(
      FrozenEncoder frozen,
      LayerChoice choice,
      Dataset examples,
      Extraction extraction,
      Path folder) {
    this.frozen = frozen;
    this.extraction = extraction;
    this.folder = folder;
    this.network =
        TunedNetwork.open(
            TrainableFolder.read(frozen.folder(), frozen.modality(), frozen.outputs()), choice);
    try {
      this.samples = frozen.modality() == Modality.TEXT ? texts(examples) : pictures(examples);
      TunedExport.requireAgreement(network, samples);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  TunedNetwork network() {
    return network;
  }

  private float[][] texts(Dataset examples) {
    return tokens(
        examples.examples().stream().flatMap(e -> e.texts().stream()).limit(SAMPLES).toList());
  }

  private float[][] tokens(List<String> texts) {
    try (TextEncoder encoder = frozen.openTexts(extraction.inference())) {
      float[][] rows = new float[texts.size()][];
      for (int i = 0; i < rows.length; i++) {
        long[] tokens = encoder.tokens(texts.get(i));
        rows[i] = new float[tokens.length];
        for (int t = 0; t < tokens.length; t++) {
          rows[i][t] = tokens[t]; // exact: vocabularies end far below 2^24
        }
      }
      return rows;
    }
  }

  private float[][] pictures(Dataset examples) {
    Path own = folder.resolve(frozen.id() + "-input");
    TunedExport.writeInput(network, own);
    List<float[]> rows = new ArrayList<>();
    try (ImageEncoder input = open(own)) {
      for (Example example : examples.examples()) {
        Dataset one = new Dataset(examples.name(), List.of(example), List.of());
        try {
          float[] row = new float[input.channels()];
          pictures(one, input, Views.ORIGINAL).read(0, 0, 0, row, 0);
          rows.add(row);
        } catch (io.reelspace.error.UnreadableMediaException _) {
          continue; // named when it is extracted
        }
        if (rows.size() == SAMPLES) {
          break;
        }
      }
    }
    if (rows.isEmpty()) {
      throw new BadInputException(examples.name() + " has no picture that can be decoded.");
    }
    return rows.toArray(float[][]::new);
  }

  private ImageEncoder open(Path encoder) {
    return ImageEncoder.open(
        frozen.id(), encoder, List.of(OnnxModel.BEGINNING), extraction.inference());
  }

  private PictureFeatures pictures(Dataset dataset, ImageEncoder input, Views views) {
    FeatureExtraction.Settings settings = extraction.settings();
    return new PictureFeatures(
        dataset,
        input,
        extraction.media(),
        new FeatureExtraction.Settings(settings.sampler(), views, settings.precision()));
  }

  /** Runs what lies before the first trained layer on all pictures that it has not seen yet. */
  Beginnings beginnings(Dataset all) {
    if (frozen.modality() == Modality.TEXT) {
      return dataset ->
          MemoryFeatures.ofVectors(
              tokens(dataset.examples().stream().flatMap(e -> e.texts().stream()).toList()));
    }
    if (network.beginsAtInput()) {
      ImageEncoder input = open(folder.resolve(frozen.id() + "-input"));
      open.add(input);
      return dataset -> pictures(dataset, input, extraction.settings().views());
    }
    String id = frozen.id() + "-" + network.beginning().replaceAll("[^A-Za-z0-9._-]", "-");
    Path own = folder.resolve(id);
    TunedExport.writeBeginning(network, own);
    FrozenEncoder beginning =
        new FrozenEncoder(id, Modality.VISUAL, own, List.of(OnnxModel.BEGINNING));
    Path features = extraction.frames(all, beginning).folder();
    RunFeatures stored = new RunFeatures(Map.of(id, features), Map.of());
    open.add(stored);
    return dataset -> stored.paired(dataset).videos().get(id);
  }

  /** What comes into the trained layers, for each example (or caption) of a data set. */
  @FunctionalInterface
  interface Beginnings {
    FeatureTable of(Dataset dataset);
  }

  /**
   * Writes the encoder with its trained weights.
   *
   * @param space whose name it takes up, as it is another encoder now
   */
  FrozenEncoder write(String space) {
    String id = frozen.id() + "-" + space;
    Path own = folder.resolve(id);
    TunedExport.write(network, samples, own);
    return new FrozenEncoder(id, frozen.modality(), own, frozen.outputs());
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("closing what belongs to " + frozen.id(), e);
      }
    }
    network.close();
  }
}
