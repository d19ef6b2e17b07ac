package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.encode.Inference;
import io.reelspace.error.BadInputException;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.space.Space;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.checkpoint.SafeTensors;
import io.reelspace.train.features.FeatureStore;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.run.RunListener;
import io.reelspace.train.run.TrainingRun;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a recipe to a space, with the encoders of the tiny space: colours and two words. */
class TrainingRunTest {

  private static final Path CACHE = Path.of("target/cache");
  private static final Path ENCODERS =
      Path.of("../space/src/test/resources/io/reelspace/space/tiny/encoders").toAbsolutePath();

  private static final String RECIPE =
      """
      name: colours
      description: Red and blue.
      licence: "Rights: none & <few>."
      data:
        dataset: set.jsonl
        train: [train]
        hold-out: 6
        encoders:
          visual:
            - {name: mean, encoder: %1$s/mean}
            - {name: all, encoder: %1$s/all}
          text: [{encoder: %1$s/words}]
        class-names: {file: names.txt, prompts: ["a {}", "{}"]}
      seed: 3
      dimension: 13
      video:
        modalities:
          - name: visual
            features: [all, mean]
            tower:
              - softmax: {ranges: [{from: 2, channels: 4}]}
              - standardise: {floor: 0.02}
              - clamp: {limit: 3}
              - linear: {dimension: 8}
              - normalise
              - mean-pooling
          - name: concept
            features: [mean]
            tower:
              - class-names:
                  {scores: [{channels: 3}], likeliest: 2, dimension: 5, texts: [words]}
              - mean-pooling
        fusion: {halves: {weights: [0.7, 0.3]}}
      text:
        modalities:
          - {name: words, tower: [standardise, {residual-mlp: {dimension: 8, hidden: 8}}, normalise, mean-pooling]}
          - name: concept
            features: [words]
            tower: [{centre: {texts: [words]}}, normalise, mean-pooling]
        fusion: {halves: {weights: [0.7, 0.3]}}
      matryoshka: [{dimensions: 8}]
      schedule: {epochs: 4, batch: 16}
      stopping: {metric: MRR}
      weights: half
      """
          .formatted(ENCODERS.toString().replace('\\', '/'));

  @TempDir Path folder;
  private final List<Path> skipped = new ArrayList<>();

  private final RunListener listener =
      new RunListener() {
        @Override
        public void skipped(Path file, String reason) {
          skipped.add(file);
        }
      };

  @BeforeEach
  void paint() throws IOException {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
      int red = random.nextInt(256);
      int blue = random.nextInt(256);
      for (int p = 0; p < 16; p++) {
        image.setRGB(p % 4, p / 4, new Color(red, i, blue).getRGB());
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      String caption = "red ".repeat(1 + red / 64) + "blue ".repeat(1 + blue / 64);
      rows.add(
          "{\"image\": \"%d.png\", \"captions\": [\"%s\", \"a %s\"], \"split\": \"%s\"}"
              .formatted(i, caption.strip(), caption.strip(), i < 36 ? "train" : "test"));
    }
    Files.writeString(folder.resolve("broken.png"), "no picture");
    rows.add("{\"image\": \"broken.png\", \"captions\": [\"red\"], \"split\": \"train\"}");
    Files.write(folder.resolve("set.jsonl"), rows);
    Files.writeString(folder.resolve("names.txt"), "red\nblue\nred blue blue\n");
    Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
  }

  private TrainingRun.Outcome run() {
    return run("recipe.yaml", "run");
  }

  private TrainingRun.Outcome run(String recipe, String output) {
    return new TrainingRun(
            Path::of,
            MediaReader.using(Ffmpeg.unpackedInto(CACHE), DecodeLimits.DEFAULT),
            new Inference(CACHE, 1, 4),
            listener)
        .run(RunRecipeFile.read(folder.resolve(recipe)), folder.resolve(output));
  }

  @Test
  void theSpaceEmbedsAsTheTrainedNetworkDoes() throws IOException {
    TrainingRun.Outcome outcome = run();
    outcome.space().verify();
    Recipe recipe = RunRecipeFile.read(folder.resolve("recipe.yaml")).training();
    List<Frame> frames = List.of(frame(200, 3, 10), frame(20, 90, 240), frame(9, 8, 7));
    try (Space space = Space.open(outcome.space().folder(), new Inference(CACHE, 1, 4))) {
      assertEquals(13, space.dimension());
      float[][] features = space.frameFeatures(frames);
      float[][] texts = textFeatures("red blue blue");
      assertEquals(15, features[0].length);
      MemoryFeatures all = part(features, 0, 12);
      MemoryFeatures mean = part(features, 12, 15);
      SideReader videos =
          new SideReader("video", recipe.video(), Map.of("all", all, "mean", mean), 0);
      SideReader words =
          new SideReader(
              "text", recipe.text(), Map.of("words", MemoryFeatures.ofVectors(texts)), 0);
      JniUtils.setGradMode(false);
      try (DualEncoder encoder = DualEncoders.of(recipe, videos, words)) {
        new ModelState(encoder, recipe.optimiser())
            .restore(SafeTensors.read(outcome.training().weights()), false);
        float[] trained = Embeddings.of(encoder, encoder.videos(), videos, 1)[0];
        assertArrayEquals(trained, space.embedFrames(features), 1e-4f);
        float[] trainedText = Embeddings.of(encoder, encoder.texts(), words, 1)[0];
        assertArrayEquals(trainedText, space.embedText("red blue blue"), 1e-4f);
        // each half of a text has its share of the length
        double learned = 0;
        for (float value : Arrays.copyOf(trainedText, 8)) {
          learned += value * value;
        }
        assertEquals(0.7, learned, 1e-5);
      }
    }
  }

  private static MemoryFeatures part(float[][] rows, int from, int to) {
    float[][] part = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      part[i] = Arrays.copyOfRange(rows[i], from, to);
    }
    return MemoryFeatures.of(to - from, List.<float[][]>of(part));
  }

  private static float[][] textFeatures(String text) {
    try (io.reelspace.encode.TextEncoder encoder =
        io.reelspace.encode.TextEncoder.open(
            "words", ENCODERS.resolve("words"), new Inference(CACHE, 1, 4))) {
      return encoder.encode(List.of(text));
    }
  }

  private static Frame frame(int red, int green, int blue) {
    byte[] rgb = new byte[3 * 16];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new Frame(0, new RgbImage(new ImageSize(4, 4), rgb));
  }

  @Test
  void aPictureThatDoesNotDecodeIsLeftOutCountedAndNamed() {
    TrainingRun.Outcome outcome = run();
    assertEquals(List.of("broken.png"), names(skipped).stream().distinct().toList());
    assertEquals(1, outcome.skipped().size());
    // 36 pictures and the broken one, of which six are held out
    assertTrue(outcome.examples() == 30 || outcome.examples() == 31, "" + outcome.examples());
    assertEquals(2 * outcome.examples(), outcome.captions());
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> file.getFileName().toString()).toList();
  }

  @Test
  void theBundleTellsHowItCameAbout() throws IOException {
    SpaceBundle space = run().space();
    JsonNode data = space.manifest().training().path("data").path(0);
    assertTrue(data.path("dataset").asText().endsWith("/set.jsonl"));
    assertEquals("train", data.path("splits").path(0).asText());
    assertEquals(3, space.manifest().training().path("seed").asInt());
    assertTrue(space.manifest().metrics().path("validation").path("MRR").asDouble() > 0);
    assertTrue(space.manifest().files().containsKey("encoders/words/tokenizer.json"));
    String card = Files.readString(space.folder().resolve("README.md"));
    assertTrue(card.contains("# The space `colours`"), card);
    JsonNode first = space.manifest().metrics().path("validation, text to video").path("R@1");
    assertTrue(first.path("low").asDouble() <= first.path("value").asDouble());
    assertTrue(first.path("high").asDouble() > first.path("low").asDouble(), "an interval");
    assertTrue(
        card.contains(
            String.format(
                Locale.ROOT,
                "| text to video | %.1f [%.1f, %.1f] | ",
                100 * first.path("value").asDouble(),
                100 * first.path("low").asDouble(),
                100 * first.path("high").asDouble())),
        card);
    assertTrue(card.contains("Rights: none"), card);
    assertTrue(card.contains("class-names:"), card);
    String report = Files.readString(folder.resolve("run/report.html"));
    assertTrue(report.contains("Validation: MRR"), report);
    assertTrue(report.contains("none &amp; &lt;few&gt;"), report);
    assertFalse(report.contains("http"), "asks something of the network");
  }

  @Test
  void theSameRunAgainComputesNothingAnewAndEndsWithTheSameSpace() {
    String first = SpaceBundle.fingerprint(run().space().manifest());
    TrainingRun.Outcome again = run();
    assertEquals(first, SpaceBundle.fingerprint(again.space().manifest()));
    again.space().verify();
    assertFalse(Files.exists(folder.resolve("run/space.old")));
    assertFalse(Files.exists(folder.resolve("run/space.part")));
  }

  @Test
  void captionsWithWordsLeftOutAreLearnedFromToo() throws IOException {
    Files.writeString(
        folder.resolve("views.yaml"),
        RECIPE.replace(
            "class-names: {file",
            "caption-views: {count: 3, word-dropout: 0.3, seed: 5}\n  class-names: {file"));
    SpaceBundle with = run("views.yaml", "with").space();
    assertNotEquals(
        SpaceBundle.fingerprint(run().space().manifest()),
        SpaceBundle.fingerprint(with.manifest()));
    Path words;
    try (Stream<Path> folders = Files.list(folder.resolve("with/features"))) {
      words =
          folders
              .filter(each -> each.getFileName().toString().startsWith("words"))
              .findFirst()
              .orElseThrow();
    }
    try (FeatureStore store = FeatureStore.open(words)) {
      assertEquals("3 views, word dropout 0.3, seed 5", store.format().preparation());
      assertTrue(store.find("red blue blue", 2).isPresent());
    }
  }

  @Test
  void filesThatAreNotThereAreListed() throws IOException {
    assertFalse(Files.exists(folder.resolve("run/missing.txt")));
    Files.writeString(
        folder.resolve("set.jsonl"),
        Files.readString(folder.resolve("set.jsonl"))
            + "{\"image\": \"gone.png\", \"captions\": [\"red\"], \"split\": \"train\"}\n"
            + "{\"image\": \"left.png\", \"captions\": [\"blue\"], \"split\": \"test\"}\n");
    Files.writeString(
        folder.resolve("both.yaml"), RECIPE.replace("hold-out: 6", "validation: [test]"));
    assertEquals(2, run("both.yaml", "run").missing());
    assertEquals(
        List.of("train\t" + folder.resolve("gone.png"), "test\t" + folder.resolve("left.png")),
        Files.readAllLines(folder.resolve("run/missing.txt")));
  }

  @Test
  void splitsThatOverlapAreRefused() throws IOException {
    Files.copy(folder.resolve("7.png"), folder.resolve("twin.png"));
    Files.writeString(
        folder.resolve("set.jsonl"),
        Files.readString(folder.resolve("set.jsonl"))
            + "{\"image\": \"twin.png\", \"captions\": [\"red\"], \"split\": \"test\"}\n");
    Files.writeString(
        folder.resolve("overlap.yaml"), RECIPE.replace("hold-out: 6", "validation: [test]"));
    BadInputException e =
        assertThrows(BadInputException.class, () -> run("overlap.yaml", "overlap"));
    assertTrue(e.getMessage().contains("twin.png"), e.getMessage());
    assertTrue(e.getMessage().contains("7.png"), e.getMessage());
  }

  @Test
  void aRecipeThatCannotRunIsRefusedBeforeAnythingIsExtracted() throws IOException {
    Map<String, String> mistakes =
        Map.of(
            "train: [train]", "train: [tarin]",
            "features: [mean]", "features: [median]",
            "file: names.txt", "file: nothing.txt",
            "hold-out: 6", "hold-out: 6000");
    for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
      Files.writeString(
          folder.resolve("wrong.yaml"), RECIPE.replace(mistake.getKey(), mistake.getValue()));
      BadInputException e =
          assertThrows(
              BadInputException.class, () -> run("wrong.yaml", "wrong" + mistake.hashCode()));
      String word = mistake.getValue().replaceAll(".*[ \\[](\\w+[.\\w]*)\\]?$", "$1");
      assertTrue(e.getMessage().contains(word), e.getMessage());
    }
  }
}
