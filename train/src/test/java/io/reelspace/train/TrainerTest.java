package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.train.augment.Augmentation;
import io.reelspace.train.checkpoint.CheckpointFolder;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Vocabulary;
import io.reelspace.train.loss.Contrastive;
import io.reelspace.train.loss.InfoNce;
import io.reelspace.train.loss.Loss;
import io.reelspace.train.loss.Matryoshka;
import io.reelspace.train.loss.MilNce;
import io.reelspace.train.loss.SigmoidLoss;
import io.reelspace.train.loss.TripletMargin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {

  @TempDir Path folder;

  private static final List<Augmentation> ALL_AUGMENTATIONS =
      List.of(
          new Augmentation.SubClip(0.5),
          new Augmentation.TemporalJitter(3),
          new Augmentation.StepDropout(0.2),
          new Augmentation.FrameMixup(0.3),
          new Augmentation.FeatureNoise(0.05));

  private TrainingResult train(Recipe recipe, String name, TrainingListener listener) {
    return new Trainer(
            recipe,
            Toy.features(128, 1),
            Optional.of(Toy.features(60, 2)),
            Vocabulary.NONE,
            RunFolder.open(folder.resolve(name), recipe.toString()),
            listener)
        .run();
  }

  static Stream<Loss> losses() {
    return Stream.of(
        new InfoNce(0),
        new InfoNce(0.1),
        new SigmoidLoss(),
        new Contrastive(1),
        new TripletMargin(0.2, TripletMargin.Negatives.RANDOM),
        new TripletMargin(0.2, TripletMargin.Negatives.SEMI_HARD),
        new TripletMargin(0.2, TripletMargin.Negatives.HARDEST),
        new MilNce(),
        new Matryoshka(
            new InfoNce(0), List.of(new Matryoshka.Prefix(4, 0.5), new Matryoshka.Prefix(16, 1))));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void everyLossTeachesUnseenVideosToFindTheirCaptions(Loss loss) {
    Recipe recipe = Toy.recipe(loss, new Recipe.Captions.Sampled(2), 0.1, 1000, ALL_AUGMENTATIONS);
    TrainingResult result = train(recipe, "run", TrainingListener.SILENT);
    // chance is 1/60; the hidden vectors can be told apart nearly always
    assertTrue(result.best().getAsDouble() > 0.3, "R@1 " + result.best());
    assertTrue(result.differences().values().stream().allMatch(d -> d < 1e-5));
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    Recipe recipe =
        Toy.recipe(new InfoNce(0), new Recipe.Captions.All(), 0.3, 1000, ALL_AUGMENTATIONS);
    Path one = train(recipe, "one", TrainingListener.SILENT).weights();
    Path two = train(recipe, "two", TrainingListener.SILENT).weights();
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    assertEquals(
        Files.readString(folder.resolve("one/metrics.jsonl")),
        Files.readString(folder.resolve("two/metrics.jsonl")));
  }

  /** Thrown by a listener to end a run where it is. */
  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void aRunThatStopsAnywhereGoesOnToTheSameBytes() throws IOException {
    Recipe recipe =
        Toy.recipe(new InfoNce(0), new Recipe.Captions.Sampled(1), 0.3, 16, ALL_AUGMENTATIONS);
    Path whole = train(recipe, "whole", TrainingListener.SILENT).weights();
    for (int stop : new int[] {1, 7, 8, 30}) {
      TrainingListener interrupter =
          new TrainingListener() {
            @Override
            public void step(long step, long total, double loss) {
              if (step == stop) {
                throw new Interruption();
              }
            }
          };
      String name = "stopped" + stop;
      assertThrows(Interruption.class, () -> train(recipe, name, interrupter));
      Path resumed = train(recipe, name, TrainingListener.SILENT).weights();
      assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(resumed));
      assertEquals(
          Files.readString(folder.resolve("whole/metrics.jsonl")),
          Files.readString(folder.resolve(name + "/metrics.jsonl")));
    }
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    Recipe recipe = Toy.recipe();
    Path whole = train(recipe, "whole", TrainingListener.SILENT).weights();
    train(recipe, "run", TrainingListener.SILENT);
    Path run = folder.resolve("run");
    List<Path> checkpoints;
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      checkpoints = files.sorted().toList();
    }
    assertEquals(2, checkpoints.size());
    byte[] newest = Files.readAllBytes(checkpoints.getLast());
    Files.write(checkpoints.getLast(), Arrays.copyOf(newest, newest.length / 2));
    Path resumed = train(recipe, "run", TrainingListener.SILENT).weights();
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(resumed));

    for (Path file : checkpoints) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 9] ^= 1;
      Files.write(file, bytes);
    }
    StorageException e =
        assertThrows(StorageException.class, () -> train(recipe, "run", TrainingListener.SILENT));
    assertTrue(e.getMessage().contains("checksum"), e.getMessage());
  }

  @Test
  void featuresThatAreNotNumbersAreNamed() {
    PairedFeatures good = Toy.features(128, 1);
    float[][] broken = new float[128][20];
    broken[77][3] = Float.NaN;
    PairedFeatures bad =
        new PairedFeatures(
            good.videoIds(),
            Map.of("frames", MemoryFeatures.ofVectors(broken)),
            good.owners(),
            good.texts());
    RunFolder run = RunFolder.open(folder.resolve("run"), "toy");
    Trainer trainer =
        new Trainer(
            Toy.recipe(), bad, Optional.of(good), Vocabulary.NONE, run, TrainingListener.SILENT);
    BadInputException e = assertThrows(BadInputException.class, trainer::run);
    assertTrue(e.getMessage().contains("visual: row 77 "), e.getMessage());
  }

  @Test
  void aLossThatIsNotANumberStopsTheRunAndKeepsTheBatch() throws IOException {
    Recipe good = Toy.recipe();
    Recipe.Schedule steep = new Recipe.Schedule(12, 32, 1000, 1e30, 1, 0, 1);
    Recipe bad =
        new Recipe(
            good.seed(),
            good.dimension(),
            good.video(),
            good.text(),
            good.loss(),
            good.temperature(),
            good.captions(),
            steep,
            good.optimiser(),
            good.stopping(),
            good.weights());
    BadInputException e =
        assertThrows(BadInputException.class, () -> train(bad, "run", TrainingListener.SILENT));
    assertTrue(e.getMessage().startsWith("At step "), e.getMessage());
    assertTrue(e.getMessage().contains("schedule.learning-rate"), e.getMessage());
    Path run = folder.resolve("run");
    assertTrue(new CheckpointFolder(run.resolve("checkpoints")).latest().isPresent());
    try (Stream<Path> files = Files.list(run)) {
      Path failure =
          files.filter(f -> f.getFileName().toString().startsWith("failure-")).findFirst().get();
      assertTrue(Files.readString(failure).contains("\"video"));
    }
  }

  @Test
  void aFolderOfAnotherRecipeIsRefused() {
    RunFolder.open(folder, "one");
    BadInputException e =
        assertThrows(BadInputException.class, () -> RunFolder.open(folder, "two"));
    assertTrue(e.getMessage().contains("another recipe"), e.getMessage());
  }
}
