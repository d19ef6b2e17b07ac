package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.BundledEncoders;
import io.reelspace.encode.Inference;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.DatasetReader;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureFormat;
import io.reelspace.train.features.FeatureStore;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.StoredFeatures;
import io.reelspace.train.features.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sound from real videos through the bundled encoder into a store, and from there into a fusion.
 */
class SoundFeaturesTest {

  private static final Path CACHE = Path.of("target", "cache");
  private static final int VIDEOS = 6;

  @TempDir Path folder;

  @Test
  void soundTrainsBesidePicturesAndMayBeMissing() throws Exception {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(CACHE);
    StringBuilder manifest = new StringBuilder();
    for (int i = 0; i < VIDEOS; i++) {
      boolean mute = i % 3 == 2;
      make(ffmpeg, folder.resolve("media").resolve(i + ".mp4"), 300 * (i + 1), mute);
      manifest.append(
          "{\"video\": \"media/%d.mp4\", \"captions\": [\"video %d\"], \"split\": \"train\"}%n"
              .formatted(i, i));
    }
    Path annotations = folder.resolve("manifest.jsonl");
    Files.writeString(annotations, manifest);
    Dataset dataset = DatasetReader.of(DatasetReader.Format.MANIFEST, annotations, folder).read();
    Path store = folder.resolve("features");
    try (SoundEncoder encoder =
        SoundEncoder.open(
            "esc10-cnn",
            BundledEncoders.unpack("esc10-cnn", CACHE),
            List.of("features"),
            Inference.in(CACHE))) {
      FeatureExtraction.Report report =
          FeatureExtraction.sounds(
              dataset,
              encoder,
              "ab12",
              MediaReader.using(ffmpeg, DecodeLimits.DEFAULT),
              store,
              FeatureFormat.Precision.FLOAT32,
              FeatureExtraction.Progress.SILENT);
      assertEquals(VIDEOS, report.extracted());
      assertEquals(List.of(), report.skipped());
    }
    train(dataset, store);
  }

  private void train(Dataset dataset, Path folderOfFeatures) {
    List<String> ids =
        dataset.examples().stream().map(e -> FeatureExtraction.sourceId(e.medium())).toList();
    try (FeatureStore store = FeatureStore.open(folderOfFeatures)) {
      StoredFeatures sounds = new StoredFeatures(store, ids);
      assertTrue(sounds.steps(0) >= 1, "a tone is heard");
      assertEquals(0, sounds.steps(2), "no sound, no step");
      PairedFeatures paired =
          new PairedFeatures(
              ids,
              Map.of("pictures", random(1), "sounds", sounds),
              IntStream.range(0, VIDEOS).toArray(),
              Map.of("texts", random(2)));
      Recipe recipe = RecipeFile.parse("recipe", RECIPE);
      RunFolder run = RunFolder.open(folder.resolve("run"), RECIPE);
      List<Double> losses = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void step(long step, long total, double loss) {
              losses.add(loss);
            }
          };
      new Trainer(recipe, paired, Optional.empty(), Vocabulary.NONE, run, listener).run();
      assertTrue(losses.getLast() < 0.5 * losses.getFirst(), losses.toString());
    }
  }

  private static final String RECIPE =
      """
      seed: 1
      dimension: 16
      video:
        modalities:
          - {name: visual, features: [pictures], tower: [{linear: {dimension: 16}}, mean-pooling]}
          - name: audio
            features: [sounds]
            tower: [{standardise: {floor: 0.01}}, {linear: {dimension: 16}}, mean-pooling]
        fusion: gated-embeddings
      text:
        modalities:
          - {name: text, features: [texts], tower: [{linear: {dimension: 16}}, mean-pooling]}
        fusion: single
      schedule: {epochs: 60, batch: 6, learning-rate: 0.01}
      """;

  private static MemoryFeatures random(long seed) {
    Random random = new Random(seed);
    float[][] rows = new float[VIDEOS][8];
    for (float[] row : rows) {
      for (int c = 0; c < row.length; c++) {
        row[c] = (float) random.nextGaussian();
      }
    }
    return MemoryFeatures.ofVectors(rows);
  }

  private static void make(Ffmpeg ffmpeg, Path file, int hertz, boolean mute)
      throws IOException, InterruptedException {
    Files.createDirectories(file.getParent());
    List<String> command =
        new ArrayList<>(List.of(ffmpeg.folder().resolve("ffmpeg").toString(), "-v", "error"));
    command.addAll(List.of("-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=2"));
    if (!mute) {
      command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=" + hertz + ":duration=2"));
    }
    command.addAll(List.of("-c:v", "mpeg4", file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("LD_LIBRARY_PATH", ffmpeg.folder().toString());
    assertEquals(0, builder.start().waitFor());
  }
}
