package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.train.augment.Augmentation;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Vocabulary;
import io.reelspace.train.loss.InfoNce;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills whole processes, as {@code kill -9} does, while they train; the oracle is one left alone.
 */
class KilledRunTest {

  private static final int KILLS = 3;
  private static final String AUGMENTED = "augmented";
  private static final String SETTLED = "settled";

  @TempDir Path folder;

  /** A training process: prints a line for each step. */
  static final class Run {
    private Run() {}

    public static void main(String[] args) {
      boolean settled = args[1].equals(SETTLED);
      PairedFeatures features = Toy.features(128, 1);
      Recipe recipe =
          Toy.recipe(
              new InfoNce(0),
              new Recipe.Captions.Sampled(1),
              0.3,
              16,
              settled
                  ? List.of()
                  : List.of(new Augmentation.StepDropout(0.3), new Augmentation.FeatureNoise(0.1)));
      TrainingListener printer =
          new TrainingListener() {
            @Override
            public void step(long step, long total, double loss) {
              System.out.println("step " + step);
            }
          };
      new Trainer(
              recipe,
              settled ? views(features) : features,
              Optional.of(Toy.features(60, 2)),
              Vocabulary.NONE,
              RunFolder.open(Path.of(args[0]), "toy"),
              printer)
          .run();
    }

    private static PairedFeatures views(PairedFeatures features) {
      return new PairedFeatures(
          features.videoIds(),
          Map.of("frames", new TurnedViews(features.videos().get("frames"))),
          features.owners(),
          features.texts());
    }
  }

  @Test
  void aRunThatIsKilledAtRandomMomentsEndsWithTheSameBytes() throws Exception {
    assertEndsTheSame(AUGMENTED);
  }

  @Test
  void soDoesOneWhoseSettledFeaturesHaveSeveralViews() throws Exception {
    assertEndsTheSame(SETTLED);
  }

  private void assertEndsTheSame(String kind) throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the kills: " + seed);
    Random random = new Random(seed);
    Path whole = folder.resolve("whole");
    assertEquals(0, finish(start(whole, kind)));

    Path killed = folder.resolve("killed");
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = start(killed, kind);
      try (BufferedReader lines = process.inputReader()) {
        int steps = 1 + random.nextInt(14);
        for (int i = 0; i < steps && lines.readLine() != null; i++) {
          // until it has gone so far
        }
        Thread.sleep(random.nextInt(8));
        process.destroyForcibly();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertTrue(kill > 0 || process.exitValue() != 0, "the first run ended before its kill");
      }
    }
    assertEquals(0, finish(start(killed, kind)));

    assertSame(whole, killed, "best.safetensors");
    assertSame(whole, killed, "metrics.jsonl");
    assertSame(whole, killed, "checkpoints/step-00000048.safetensors");
    assertSame(whole, killed, "towers/video.onnx");
  }

  private static void assertSame(Path one, Path two, String file) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(one.resolve(file)), Files.readAllBytes(two.resolve(file)), file);
  }

  private static Process start(Path run, String kind) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(System.getProperty("reelspace.test.jvm").trim().split("\\s+")));
    command.addAll(
        List.of(
            "-Dai.djl.offline=true",
            "-Dai.djl.pytorch.num_threads=1",
            "-cp",
            System.getProperty("java.class.path"),
            Run.class.getName(),
            run.toString(),
            kind));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static int finish(Process process) throws Exception {
    try (BufferedReader lines = process.inputReader()) {
      while (lines.readLine() != null) {
        // until it ends
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.exitValue();
  }
}
