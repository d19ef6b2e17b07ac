package io.reelspace.train.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.BundledSpaces;
import io.reelspace.base.SampleClips;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.TextEncoder;
import io.reelspace.error.SpaceMismatchException;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.Frame;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.FileHashes;
import io.reelspace.train.dataset.Manifest;
import io.reelspace.train.features.FeatureExtraction.Report;
import io.reelspace.train.features.FeatureExtraction.Settings;
import io.reelspace.train.features.FeatureFormat.Precision;
import io.reelspace.train.onnx.OnnxGraph;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Extraction with a real network of the simplest kind, the mean colour, whose features can be told
 * from the pictures.
 */
class FeatureExtractionTest {

  private static final Path CACHE = Path.of("target/cache");
  private static final Settings EXACT =
      new Settings(Settings.DEFAULT.sampler(), Views.ORIGINAL, FeatureFormat.Precision.FLOAT32);

  @TempDir Path folder;
  private Path store;
  private ImageEncoder meanColour;
  private final MediaReader media =
      MediaReader.using(Ffmpeg.unpackedInto(CACHE), DecodeLimits.DEFAULT);

  @BeforeEach
  void makeTheNetwork() throws IOException {
    store = folder.resolve("store");
    Path model = Files.createDirectory(folder.resolve("mean-colour"));
    OnnxGraph graph = new OnnxGraph("mean-colour");
    OnnxOperators operators = new OnnxOperators(graph);
    OnnxValue pictures = graph.input("pixel_values", "n", "3", "16", "16");
    OnnxValue sum = operators.sum(operators.sum(pictures, 3, false), 2, false);
    graph.output("features", operators.times(sum, 1 / 256f), "n", "3");
    Files.write(model.resolve("model.onnx"), graph.toBytes());
    Files.writeString(
        model.resolve("preprocessor_config.json"),
        """
        {"size": {"width": 16, "height": 16}, "do_rescale": false, "do_normalize": false}
        """);
    meanColour = ImageEncoder.open("mean-colour", model, List.of(), Inference.in(CACHE));
  }

  @AfterEach
  void closeTheNetwork() {
    meanColour.close();
  }

  private Path paint(String name, Color left, Color right) throws IOException {
    BufferedImage image = new BufferedImage(32, 20, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(left);
    graphics.fillRect(0, 0, 16, 20);
    graphics.setColor(right);
    graphics.fillRect(16, 0, 16, 20);
    graphics.dispose();
    Path file = folder.resolve(name);
    ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    return file;
  }

  private Dataset dataset(String... rows) throws IOException {
    Path manifest = folder.resolve("set.jsonl");
    Files.write(manifest, List.of(rows));
    return Manifest.of(manifest).read().requireComplete();
  }

  private Report extract(Dataset dataset, Settings settings) {
    return FeatureExtraction.frames(
        dataset, meanColour, "f1", media, store, settings, FeatureExtraction.Progress.SILENT);
  }

  private float[][] features(String file, int view) {
    try (FeatureStore features = FeatureStore.open(store)) {
      return features.find(folder.getFileName() + "/" + file, view).orElseThrow().features();
    }
  }

  @Test
  void encodesImagesOnceAndOnlyWhatChanged() throws IOException {
    Path red = paint("red.png", Color.RED, Color.RED);
    paint("mixed.png", new Color(10, 20, 30), new Color(30, 40, 250));
    String[] rows = {
      "{\"image\": \"red.png\", \"captions\": [\"red\"]}",
      "{\"image\": \"mixed.png\", \"captions\": [\"two\"]}",
      "{\"image\": \"red.png\", \"captions\": [\"again\"]}"
    };
    Dataset dataset = dataset(rows);
    assertEquals(new Report(2, 0, List.of()), extract(dataset, EXACT));
    assertArrayEquals(new float[] {255, 0, 0}, features("red.png", 0)[0], .01f);
    assertArrayEquals(new float[] {20, 30, 140}, features("mixed.png", 0)[0], .5f);
    assertEquals(new Report(0, 2, List.of()), extract(dataset, EXACT));

    paint("red.png", Color.BLUE, Color.BLUE);
    assertEquals(new Report(1, 1, List.of()), extract(dataset, EXACT));
    assertArrayEquals(new float[] {0, 0, 255}, features("red.png", 0)[0], .01f);
    try (FeatureStore features = FeatureStore.open(store)) {
      assertEquals(2, features.size());
      assertEquals(
          FileHashes.sha256(red),
          features.find(folder.getFileName() + "/red.png", 0).orElseThrow().checksum());
    }
  }

  @Test
  void skipsCountsAndNamesWhatDoesNotDecode() throws IOException {
    paint("good.png", Color.GREEN, Color.GREEN);
    Path cut = paint("cut.png", Color.RED, Color.BLUE);
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 30));
    Files.writeString(folder.resolve("text.jpg"), "not a picture");
    Files.createFile(folder.resolve("empty.mp4"));
    Report report =
        extract(
            dataset(
                "{\"image\": \"cut.png\", \"captions\": [\"x\"]}",
                "{\"image\": \"text.jpg\", \"captions\": [\"x\"]}",
                "{\"video\": \"empty.mp4\", \"captions\": [\"x\"]}",
                "{\"image\": \"good.png\", \"captions\": [\"x\"]}"),
            EXACT);
    assertEquals(1, report.extracted());
    assertEquals(
        List.of("cut.png", "text.jpg", "empty.mp4"),
        report.skipped().stream().map(s -> s.file().getFileName().toString()).toList());
    report.skipped().forEach(s -> assertTrue(s.reason().length() > 10, s.reason()));
    // nothing of what was skipped is taken for done
    assertEquals(
        3,
        extract(
                dataset(
                    "{\"image\": \"cut.png\", \"captions\": [\"x\"]}",
                    "{\"image\": \"text.jpg\", \"captions\": [\"x\"]}",
                    "{\"video\": \"empty.mp4\", \"captions\": [\"x\"]}"),
                EXACT)
            .skipped()
            .size());
  }

  @Test
  void keepsAVideosFramesWithTheirTimes() throws IOException {
    SampleClips.unpackInto(folder);
    extract(dataset("{\"video\": \"dog.mp4\", \"captions\": [\"a dog\"]}"), EXACT);
    List<Frame> frames = new ArrayList<>();
    try (SegmentStream segments =
        media.segments(folder.resolve("dog.mp4"), EXACT.sampler(), meanColour.inputSize())) {
      for (Optional<Segment> next = segments.next(); next.isPresent(); next = segments.next()) {
        frames.addAll(next.get().frames());
      }
    }
    assertTrue(frames.size() > 2, frames.size() + " frames");
    try (FeatureStore features = FeatureStore.open(store)) {
      FeatureSequence dog = features.find(folder.getFileName() + "/dog.mp4", 0).orElseThrow();
      assertEquals(frames.size(), dog.steps());
      for (int i = 0; i < frames.size(); i++) {
        assertEquals((float) frames.get(i).pts(), dog.times()[i]);
        assertArrayEquals(meanColour(frames.get(i)), dog.features()[i], .01f);
      }
    }
  }

  private static float[] meanColour(Frame frame) {
    byte[] rgb = frame.image().rgb();
    double[] sums = new double[3];
    for (int i = 0; i < rgb.length; i++) {
      sums[i % 3] += rgb[i] & 0xff;
    }
    double pixels = rgb.length / 3.0;
    return new float[] {
      (float) (sums[0] / pixels), (float) (sums[1] / pixels), (float) (sums[2] / pixels)
    };
  }

  @Test
  void keepsEachViewOfAnImage() throws IOException {
    BufferedImage ramp = new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < ramp.getWidth(); x++) {
      for (int y = 0; y < ramp.getHeight(); y++) {
        ramp.setRGB(x, y, (x * 2 / 5) << 16 | (y * 5 / 8) << 8 | (x + y) / 5);
      }
    }
    ImageIO.write(ramp, "png", folder.resolve("ramp.png").toFile());
    Settings views =
        new Settings(
            EXACT.sampler(),
            new Views(4, List.of(new RandomResizedCrop(.2, .5, .5, 2)), 3),
            Precision.FLOAT32);
    Dataset dataset = dataset("{\"image\": \"ramp.png\", \"captions\": [\"x\"]}");
    assertEquals(1, extract(dataset, views).extracted());
    assertEquals(127, features("ramp.png", 0)[0][0], 2);
    Set<List<Float>> means = new HashSet<>();
    for (int view = 0; view < 4; view++) {
      float[] mean = features("ramp.png", view)[0];
      means.add(List.of(mean[0], mean[1], mean[2]));
    }
    // a ramp in both directions: no two crops have the same means, wherever chance puts them
    assertEquals(4, means.size(), means.toString());
    // other views are other features
    SpaceMismatchException refused =
        assertThrows(SpaceMismatchException.class, () -> extract(dataset, EXACT));
    assertTrue(refused.getMessage().contains("4 views by RandomResizedCrop"), refused.getMessage());
  }

  @Test
  void turnsPhotosAsTheirExifSays() throws IOException {
    Path upright = paint("upright.jpg", Color.BLACK, Color.WHITE);
    byte[] jpeg = Files.readAllBytes(upright);
    // APP1: "Exif", little-endian TIFF with one entry, orientation 6 (turn clockwise)
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'I',
      'I',
      42,
      0,
      8,
      0,
      0,
      0,
      1,
      0,
      0x12,
      0x01,
      3,
      0,
      1,
      0,
      0,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0,
      0
    };
    byte[] turned = new byte[jpeg.length + exif.length];
    System.arraycopy(jpeg, 0, turned, 0, 2);
    System.arraycopy(exif, 0, turned, 2, exif.length);
    System.arraycopy(jpeg, 2, turned, 2 + exif.length, jpeg.length - 2);
    Files.write(folder.resolve("turned.jpg"), turned);
    assertTrue(StillImage.read(upright).isPresent());
    assertEquals(Optional.empty(), StillImage.read(folder.resolve("turned.jpg")));
  }

  @Test
  void keepsEachViewOfACaptionWithWordsLeftOut() {
    CaptionViews views = new CaptionViews(4, 0.5, 3);
    List<String> texts = List.of("a brown dog runs on the beach", "red");
    Path model = BundledSpaces.unpack("concept", CACHE).resolve("encoders/all-minilm-l6-v2");
    try (TextEncoder encoder = TextEncoder.open("all-minilm-l6-v2", model, Inference.in(CACHE))) {
      for (int run = 0; run < 2; run++) {
        Report report =
            FeatureExtraction.texts(
                texts,
                views,
                encoder,
                "f2",
                store,
                Precision.FLOAT32,
                FeatureExtraction.Progress.SILENT);
        assertEquals(new Report(run == 0 ? 2 : 0, run == 0 ? 0 : 2, List.of()), report);
      }
      try (FeatureStore features = FeatureStore.open(store)) {
        assertEquals(8, features.size());
        Set<String> seen = new HashSet<>();
        for (int view = 0; view < 4; view++) {
          String words = views.view(texts.getFirst(), view);
          seen.add(words);
          assertTrue(isPart(words, texts.getFirst()), words);
          assertEquals(words, views.view(texts.getFirst(), view), "the same each time");
          assertArrayEquals(
              encoder.encode(List.of(words))[0],
              features.find(texts.getFirst(), view).orElseThrow().features()[0],
              1e-5f);
          assertEquals("red", views.view("red", view), "one word stays");
        }
        assertEquals(4, seen.size(), seen.toString());
        assertTrue(seen.contains(texts.getFirst()));
      }
      assertThrows(
          SpaceMismatchException.class,
          () ->
              FeatureExtraction.texts(
                  texts,
                  new CaptionViews(4, 0.25, 3),
                  encoder,
                  "f2",
                  store,
                  Precision.FLOAT32,
                  FeatureExtraction.Progress.SILENT),
          "other views are other features");
    }
  }

  /** Whether some words of a text, at least one, are left in their order. */
  private static boolean isPart(String words, String text) {
    List<String> rest = new ArrayList<>(List.of(text.split(" ", -1)));
    for (String word : words.split(" ", -1)) {
      int at = rest.indexOf(word);
      if (at < 0) {
        return false;
      }
      rest.subList(0, at + 1).clear();
    }
    return !words.isEmpty();
  }

  @Test
  void wordsAreLeftOutAsOftenAsAskedFor() {
    CaptionViews views = new CaptionViews(2000, 0.3, 8);
    String text = "one two three four five six seven eight nine ten";
    double kept = 0;
    for (int view = 1; view < 2000; view++) {
      kept += views.view(text, view).split(" ", -1).length;
    }
    // one word of ten always stays: .1 + .9 x .7
    assertEquals(0.73, kept / 1999 / 10, 0.01);
  }

  @Test
  void encodesEachCaptionOnce() throws IOException {
    paint("a.png", Color.RED, Color.RED);
    Dataset dataset =
        dataset(
            "{\"image\": \"a.png\", \"captions\": [\"a red square\", \"red\"]}",
            "{\"image\": \"a.png\", \"captions\": [\"red\", \"nothing but colour\"]}");
    Path model = BundledSpaces.unpack("concept", CACHE).resolve("encoders/all-minilm-l6-v2");
    try (TextEncoder encoder = TextEncoder.open("all-minilm-l6-v2", model, Inference.in(CACHE))) {
      for (int run = 0; run < 2; run++) {
        Report report =
            FeatureExtraction.texts(
                dataset,
                encoder,
                "f2",
                store,
                Precision.FLOAT32,
                FeatureExtraction.Progress.SILENT);
        assertEquals(new Report(run == 0 ? 3 : 0, run == 0 ? 0 : 3, List.of()), report);
      }
      try (FeatureStore features = FeatureStore.open(store)) {
        assertEquals(3, features.size());
        for (String text : List.of("a red square", "red", "nothing but colour")) {
          assertArrayEquals(
              encoder.encode(List.of(text))[0],
              features.find(text, 0).orElseThrow().features()[0],
              1e-5f);
        }
      }
    }
  }
}
