package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.TextEncoder;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.space.Modality;
import io.reelspace.space.Space;
import io.reelspace.train.checkpoint.SafeTensors;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.run.RunListener;
import io.reelspace.train.run.TrainingRun;
import io.reelspace.train.tuning.LayerChoice;
import io.reelspace.train.tuning.TrainableFolder;
import io.reelspace.train.tuning.TunedExport;
import io.reelspace.train.tuning.TunedNetwork;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small CLIP (see {@code tools/finetune/clip.py}) is trained from its first layer on. */
class FineTuningTest {

  private static final Path CACHE = Path.of("target/cache");
  private static final Inference INFERENCE = new Inference(CACHE, 1, 4);
  private static final Path CLIP = Path.of("src/test/resources/io/reelspace/train/tuning/clip");
  private static final Path TOKENIZER =
      Path.of("../encode/src/test/resources/io/reelspace/encode/families/clip/tokenizer.json");
  private static final int PAIRS = 32;
  private static final int STEPS = 120;
  private static final List<String> LAYERS =
      List.of(
          "text_model.embeddings",
          "text_model.encoder.layers.0",
          "text_model.encoder.layers.1",
          "text_projection");

  @TempDir Path folder;
  private final List<String> captions = new ArrayList<>();
  private final List<RgbImage> pictures = new ArrayList<>();

  @BeforeEach
  void paint() throws IOException {
    copy("image");
    copy("text");
    Files.copy(TOKENIZER, folder.resolve("text/tokenizer.json"));
    // views are drawn by the name of a picture and of its folder, which must not be a random one
    Files.createDirectory(folder.resolve("pictures"));
    Random random = new Random(9);
    List<String> rows = new ArrayList<>();
    List<String> words =
        List.of(
            "dog", "man", "street", "city", "bicycle", "night", "screen", "rabbit", "meadow", "car",
            "beach", "water");
    for (int i = 0; i < PAIRS; i++) {
      BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      int[] colours = random.ints(16, 0, 1 << 24).toArray();
      for (int p = 0; p < 1024; p++) {
        int colour = colours[p / 256 * 4 + p % 32 / 8];
        image.setRGB(p % 32, p / 32, new Color(colour).getRGB());
      }
      ImageIO.write(image, "png", folder.resolve("pictures/" + i + ".png").toFile());
      byte[] rgb = new byte[3 * 1024];
      for (int p = 0; p < 1024; p++) {
        int colour = image.getRGB(p % 32, p / 32);
        rgb[3 * p] = (byte) (colour >> 16);
        rgb[3 * p + 1] = (byte) (colour >> 8);
        rgb[3 * p + 2] = (byte) colour;
      }
      pictures.add(new RgbImage(new ImageSize(32, 32), rgb));
      String caption =
          "a %s and a %s".formatted(words.get(i % 12), words.get((i * 5 + i / 12 + 1) % 12));
      captions.add(caption);
      rows.add(
          "{\"image\": \"pictures/%d.png\", \"captions\": [\"%s\"], \"split\": \"train\"}"
              .formatted(i, caption));
    }
    assertEquals(PAIRS, captions.stream().distinct().count());
    Files.write(folder.resolve("set.jsonl"), rows);
  }

  private void copy(String encoder) throws IOException {
    Files.createDirectory(folder.resolve(encoder));
    try (var files = Files.list(CLIP.resolve(encoder))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(encoder).resolve(file.getFileName()));
      }
    }
  }

  private Path recipe(String layers, int epochs) throws IOException {
    Path file = folder.resolve("recipe.yaml");
    Files.writeString(
        file,
        """
        name: pairs
        data:
          dataset: set.jsonl
          train: [train]
          encoders:
            visual: [{name: image, encoder: %s}]
            text: [{name: text, encoder: %s}]
          views: {count: 2, smallest-area: 0.9, flip: 0, jitter: 0.1}
        seed: 4
        dimension: 24
        video: {modalities: [{name: image, tower: [{linear: {dimension: 24}}, mean-pooling]}]}
        text: {modalities: [{name: text, tower: [{linear: {dimension: 24}}, mean-pooling]}]}
        schedule: {epochs: 2, batch: 32}
        fine-tuning:
          encoders:
            - {name: image, layers: [all], rate: 1}
            - {name: text, layers: [%s], rate: 1, decay: 0.9}
          schedule:
            {epochs: %d, batch: 32, chunk: 20, learning-rate: 3e-3, warm-up-epochs: 5, checkpoint-steps: 25}
          optimiser: {average: 0}
        """
            .formatted(folder.resolve("image"), folder.resolve("text"), layers, epochs));
    return file;
  }

  private TrainingRun.Outcome run(Path recipe, String output, RunListener listener) {
    return new TrainingRun(
            Path::of,
            MediaReader.using(Ffmpeg.unpackedInto(CACHE), DecodeLimits.DEFAULT),
            INFERENCE,
            listener)
        .run(RunRecipeFile.read(recipe), folder.resolve(output));
  }

  /** Stops a run in its second stage as a kill would, between two checkpoints. */
  private static final class Stop implements RunListener {
    private static final class Stopped extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    @Override
    public void step(long step, long total, double loss) {
      if (total == STEPS && step == 60) {
        throw new Stopped();
      }
    }
  }

  @Test
  void thirtyTwoPairsAreLearnedByHeartGoOnBitByBitAndAreServedAlike() throws IOException {
    Path recipe = recipe(String.join(", ", LAYERS), STEPS);
    TrainingRun.Outcome whole = run(recipe, "whole", RunListener.SILENT);
    List<String> rows = Files.readAllLines(folder.resolve("whole/metrics.jsonl"));
    double loss = new ObjectMapper().readTree(rows.getLast()).path("loss").asDouble();
    assertTrue(loss < 0.05, () -> "loss " + loss);

    assertThrows(Stop.Stopped.class, () -> run(recipe, "stopped", new Stop()));
    run(recipe, "stopped", RunListener.SILENT);
    for (String file :
        List.of(
            "best.safetensors",
            "metrics.jsonl",
            "encoders/image-pairs/model.onnx",
            "encoders/text-pairs/model.onnx",
            "space/space.json")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("stopped").resolve(file)),
          file);
    }

    whole.space().verify();
    assertFalse(Files.exists(whole.space().folder().resolve("encoders/image-pairs/model.pt")));
    float[][][] trained = trained(whole.training().weights(), recipe);
    try (Space space = Space.open(whole.space().folder(), INFERENCE)) {
      int found = 0;
      float[][] texts = new float[PAIRS][];
      for (int i = 0; i < PAIRS; i++) {
        texts[i] = space.embedText(captions.get(i));
        assertArrayEquals(trained[1][i], texts[i], 1e-4f);
      }
      for (int i = 0; i < PAIRS; i++) {
        List<Frame> frame = List.of(new Frame(0, pictures.get(i)));
        float[] picture = space.embedFrames(space.frameFeatures(frame));
        assertArrayEquals(trained[0][i], picture, 1e-4f);
        found += nearest(picture, texts) == i ? 1 : 0;
      }
      assertEquals(PAIRS, found);
    }
  }

  private static int nearest(float[] vector, float[][] others) {
    int best = -1;
    double highest = -2;
    for (int i = 0; i < others.length; i++) {
      double cosine = 0;
      for (int d = 0; d < vector.length; d++) {
        cosine += vector[d] * others[i][d];
      }
      if (cosine > highest) {
        highest = cosine;
        best = i;
      }
    }
    return best;
  }

  /** The embeddings by PyTorch with the weights that the run kept: pictures, then texts. */
  private float[][][] trained(Path weights, Path file) {
    Recipe recipe = RunRecipeFile.read(file).training();
    float[][] pixels = new float[PAIRS][];
    float[][] tokens = new float[PAIRS][16];
    try (TunedNetwork image = network("image", Modality.VISUAL, List.of("all"));
        TunedNetwork text = network("text", Modality.TEXT, LAYERS)) {
      TunedExport.writeInput(image, folder.resolve("input"));
      try (ImageEncoder input =
              ImageEncoder.open("input", folder.resolve("input"), List.of(), INFERENCE);
          TextEncoder words = TextEncoder.open("text", folder.resolve("text"), INFERENCE)) {
        for (int i = 0; i < PAIRS; i++) {
          pixels[i] = input.encode(List.of(pictures.get(i)))[0];
          long[] own = words.tokens(captions.get(i));
          for (int t = 0; t < own.length; t++) {
            tokens[i][t] = own[t];
          }
        }
      }
      SideReader videos =
          new SideReader(
              "video",
              recipe.video(),
              Map.of("image", MemoryFeatures.ofVectors(pixels)),
              Map.of("image", image),
              0);
      SideReader texts =
          new SideReader(
              "text",
              recipe.text(),
              Map.of("text", MemoryFeatures.ofVectors(tokens)),
              Map.of("text", text),
              0);
      try (DualEncoder encoder = DualEncoders.of(recipe, videos, texts)) {
        new ModelState(encoder, recipe.optimiser()).restore(SafeTensors.read(weights), false);
        return new float[][][] {
          Embeddings.of(encoder, encoder.videos(), videos, PAIRS),
          Embeddings.of(encoder, encoder.texts(), texts, PAIRS)
        };
      }
    }
  }

  private TunedNetwork network(String encoder, Modality modality, List<String> layers) {
    return TunedNetwork.open(
        TrainableFolder.read(folder.resolve(encoder), modality, List.of()),
        new LayerChoice(encoder, layers, 1, 1));
  }

  @Test
  void aLayerThatDoesNotExistIsRefusedWithThoseThatAreNear() throws IOException {
    Path recipe = recipe("text_model.encoder.layer.1", 1);
    String message = refused(BadInputException.class, recipe);
    assertTrue(message.contains("fine-tuning.encoders"), message);
    assertTrue(message.contains("\"text_model.encoder.layer.1\""), message);
    assertTrue(message.contains("near are text_model.encoder.layers.1,"), message);
    assertTrue(message.contains("text/model.pt"), message);
  }

  @Test
  void featuresThatNoModalityTakesAreRefusedWithTheLine() throws IOException {
    Path recipe = recipe("text_projection", 1);
    Files.writeString(
        recipe, Files.readString(recipe).replace("{name: image, layers", "{name: picture, layers"));
    String message = refused(BadInputException.class, recipe);
    assertTrue(message.contains("recipe.yaml:16: fine-tuning.encoders[0]"), message);
    assertTrue(message.contains("\"picture\", which no modality takes"), message);
    assertTrue(message.contains("image, text"), message);
  }

  @Test
  void aDamagedModuleIsRefused() throws IOException {
    Path file = folder.resolve("image/model.pt");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
    String message = refused(MissingModelException.class, recipe("text_projection", 1));
    assertTrue(message.contains("image/model.pt: it is damaged"), message);
  }

  @Test
  void anAbsentModuleIsNamed() throws IOException {
    Files.delete(folder.resolve("image/model.pt"));
    String message = refused(MissingModelException.class, recipe("text_projection", 1));
    assertTrue(message.contains("No TorchScript module at"), message);
    assertTrue(message.contains("image/model.pt"), message);
  }

  @Test
  void aModuleWithOtherWeightsThanTheNetworkIsRefused() throws IOException {
    Files.copy(
        folder.resolve("text/model.pt"),
        folder.resolve("image/model.pt"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String message = refused(MissingModelException.class, recipe("text_projection", 1));
    assertTrue(message.contains("image/model.pt has the weight text_model."), message);
    assertTrue(message.contains("model.onnx has none of that name"), message);
  }

  @Test
  void aModuleOfTheSameShapeWithOtherValuesIsRefused() throws IOException {
    // the network is written anew with one weight changed, the module stays
    try (TunedNetwork text = network("text", Modality.TEXT, List.of("text_projection"))) {
      text.parameters().get("text_projection.weight").getArray().addi(0.01);
      TunedExport.write(text, new float[][] {new float[16]}, folder.resolve("other"));
    }
    Files.copy(
        folder.resolve("other/model.onnx"),
        folder.resolve("text/model.onnx"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String message = refused(MissingModelException.class, recipe("text_projection", 1));
    assertTrue(message.contains("text/model.pt does not fit its folder"), message);
    assertTrue(message.contains("differ from those of model.onnx by"), message);
  }

  @Test
  void aPictureSizeThatTheNetworkDoesNotTakeIsRefused() throws IOException {
    Path file = folder.resolve("image/preprocessor_config.json");
    Files.writeString(file, Files.readString(file).replace("32", "40"));
    String message = refused(MissingModelException.class, recipe("text_projection", 1));
    assertTrue(message.contains("model.onnx"), message);
    assertTrue(message.contains("preprocessor_config.json (size) makes [3, 40, 40]"), message);
  }

  private String refused(Class<? extends ReelspaceException> kind, Path recipe) {
    return assertThrows(kind, () -> run(recipe, "refused", RunListener.SILENT)).getMessage();
  }
}
