package io.reelspace.space;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.media.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A further centring and projection, computed by hand from the original's embeddings. */
class OptimisedBundleTest {

  private static final float[][] PROJECTION = {{1, 0.5f}, {-2, 0.25f}, {0, 3}};
  private static final float[] VISUAL = {0.1f, -0.2f, 0.3f};
  private static final float[] TEXT = {0.4f, 0, -0.1f};

  @TempDir private Path folder;

  private static SpaceBundle write(Path original, String name, Path to) {
    SequencedMap<Modality, float[]> centres = new LinkedHashMap<>();
    centres.put(Modality.VISUAL, VISUAL);
    centres.put(Modality.TEXT, TEXT);
    ObjectNode training = JsonNodeFactory.instance.objectNode().put("dataset", "photos/a.jsonl");
    training.putArray("splits").add("train");
    return new OptimisedBundle(
            SpaceBundle.read(original),
            name,
            centres,
            PROJECTION,
            training,
            JsonNodeFactory.instance.objectNode(),
            "## Optimised")
        .write(to);
  }

  private static float[] byHand(float[] embedding, float[] centre) {
    double[] sums = new double[2];
    for (int c = 0; c < 3; c++) {
      for (int d = 0; d < 2; d++) {
        sums[d] += (embedding[c] - centre[c]) * PROJECTION[c][d];
      }
    }
    double length = Math.hypot(sums[0], sums[1]);
    return new float[] {(float) (sums[0] / length), (float) (sums[1] / length)};
  }

  @Test
  void embedsAsTheOriginalThenCentresProjectsAndNormalises() {
    SpaceBundle bundle = write(TinySpace.FOLDER, "tiny-2", folder.resolve("small"));
    bundle.verify();
    List<Frame> frames = List.of(TinySpace.frame(200, 30, 60), TinySpace.frame(10, 90, 40));
    try (Space original = TinySpace.open();
        Space small = Space.open(bundle.folder(), TinySpace.INFERENCE)) {
      assertEquals("tiny-2", small.name());
      assertEquals(2, small.dimension());
      assertNotEquals(original.fingerprint(), small.fingerprint());
      assertArrayEquals(byHand(original.embedText("red"), TEXT), small.embedText("red"), 1e-6f);
      assertArrayEquals(
          byHand(original.embedFrames(original.frameFeatures(frames)), VISUAL),
          small.embedFrames(small.frameFeatures(frames)),
          1e-6f);
    }
  }

  @Test
  void theSplitItWasFittedOnIsNamedAsTrainedOn() {
    SpaceBundle bundle = write(TinySpace.FOLDER, "tiny-2", folder.resolve("small"));
    Set<TrainingSplit> trained = TrainingSplit.of(bundle.manifest());
    assertEquals(Set.of(new TrainingSplit("photos/a.jsonl", "train")), trained);
    TrainingSplit split = trained.iterator().next();
    assertTrue(split.isOf("/elsewhere/photos/a.jsonl", "train"));
    assertFalse(split.isOf("/elsewhere/photos/a.jsonl", "dev"));
    assertFalse(split.isOf("/elsewhere/videos/a.jsonl", "train"));
  }

  @Test
  void neitherOverwritesNorCopiesADamagedSpace() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertThrows(BadInputException.class, () -> write(TinySpace.FOLDER, "tiny-2", taken));
    Path damaged = TinySpace.copyTo(folder.resolve("damaged"));
    byte[] tower = Files.readAllBytes(damaged.resolve("towers/text.onnx"));
    tower[tower.length / 2] ^= 1;
    Files.write(damaged.resolve("towers/text.onnx"), tower);
    Path small = folder.resolve("small");
    assertThrows(MissingModelException.class, () -> write(damaged, "tiny-2", small));
    assertFalse(Files.exists(small));
  }

  @Test
  void arraysAreWrittenAsNumPyWritesThem() throws IOException {
    for (String name : List.of("projection.npy", "text.npy")) {
      Path file = TinySpace.FOLDER.resolve("optimise").resolve(name);
      assertArrayEquals(Files.readAllBytes(file), Npy.read(file).bytes());
    }
  }
}
