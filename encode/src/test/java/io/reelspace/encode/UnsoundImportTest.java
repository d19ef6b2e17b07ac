package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.ReelspaceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from anywhere: whatever does not fit is named by file and field, and nothing is kept. */
class UnsoundImportTest {
  @TempDir private Path temp;
  private Path source;
  private Path store;

  @BeforeEach
  void makePlaces() throws IOException {
    source = Files.createDirectory(temp.resolve("source"));
    store = Files.createDirectory(temp.resolve("store"));
  }

  @AfterEach
  void nothingIsHalfImported() throws IOException {
    try (Stream<Path> left = Files.list(store)) {
      assertEquals(List.of(), left.toList());
    }
  }

  private void copy(String family, String... names) throws IOException {
    for (String name : names) {
      Path to = source.resolve(name);
      Files.createDirectories(to.getParent());
      Files.copy(Families.FOLDER.resolve(family).resolve(name), to);
    }
  }

  private void copyClip() throws IOException {
    copy(
        "clip",
        "config.json",
        "preprocessor_config.json",
        "tokenizer.json",
        "tokenizer_config.json",
        "onnx/vision_model.onnx",
        "onnx/text_model.onnx");
  }

  private void replace(String file, String text, String by) throws IOException {
    Path path = source.resolve(file);
    String before = Files.readString(path);
    assertTrue(before.contains(text), before);
    Files.writeString(path, before.replace(text, by));
  }

  private EncoderImport importing(Path from) {
    return new EncoderImport(
        from,
        Optional.empty(),
        "test",
        new ImportKind.Automatic(),
        ModelPrecision.FLOAT32,
        Map.of());
  }

  private void assertRefused(Class<? extends ReelspaceException> kind, String... named) {
    assertRefused(source, kind, named);
  }

  private void assertRefused(Path from, Class<? extends ReelspaceException> kind, String... named) {
    ReelspaceException e =
        assertThrows(kind, () -> importing(from).into(store, false, Fixtures.INFERENCE));
    for (String name : named) {
      assertTrue(e.getMessage().contains(name), e.getMessage());
    }
  }

  @Test
  void refusesAFolderWithoutTokenizer() throws IOException {
    copyClip();
    Files.delete(source.resolve("tokenizer.json"));
    assertRefused(MissingModelException.class, "No tokenizer.json in " + source);
  }

  @Test
  void refusesAFolderWithoutPreprocessing() throws IOException {
    copyClip();
    Files.delete(source.resolve("preprocessor_config.json"));
    assertRefused(MissingModelException.class, "No preprocessor_config.json in " + source);
  }

  @Test
  void refusesAnEmptyFolder() {
    assertRefused(MissingModelException.class, "No graph in " + source);
  }

  @Test
  void refusesAPlaceThatIsNotThere() {
    assertRefused(source.resolve("none"), BadInputException.class, "none");
  }

  @Test
  void refusesAGraphThatTakesOtherPictures() throws IOException {
    copy(
        "open-clip-siglip",
        "open_clip_config.json",
        "tokenizer.json",
        "onnx/visual.onnx",
        "onnx/textual.onnx");
    replace("open_clip_config.json", "\"size\": [\n   32,\n   40\n  ]", "\"size\": [48, 40]");
    assertRefused(
        MissingModelException.class,
        "onnx/visual.onnx takes pictures [-1, 3, 32, 40]",
        "size",
        "[-1, 3, 48, 40]");
  }

  @Test
  void refusesAGraphThatTakesAnotherNumberOfTokens() throws IOException {
    copy(
        "open-clip",
        "config.json",
        "visual/model.onnx",
        "visual/preprocess_cfg.json",
        "textual/model.onnx",
        "textual/tokenizer.json");
    replace("config.json", "\"context_length\": 16", "\"context_length\": 20");
    assertRefused(
        MissingModelException.class, "textual/model.onnx takes 16 tokens", "20", "context_length");
  }

  @Test
  void refusesAFieldThatCannotBe() throws IOException {
    copyClip();
    replace("preprocessor_config.json", "\"resample\": 3", "\"resample\": 17");
    assertRefused(MissingModelException.class, "preprocessor_config.json: resample is 17");
  }

  @Test
  void refusesTruncatedGraphs() throws IOException {
    copyClip();
    Path graph = source.resolve("onnx/text_model.onnx");
    byte[] whole = Files.readAllBytes(graph);
    for (int length : new int[] {0, 1, 500, whole.length / 2, whole.length - 1}) {
      Files.write(graph, Arrays.copyOf(whole, length));
      assertRefused(MissingModelException.class, "onnx/text_model.onnx");
    }
  }

  @Test
  void refusesCustomOperators() throws IOException {
    copy("timm", "config.json");
    Path graph = Families.FOLDER.resolve("unsound/custom.onnx");
    Files.copy(graph, source.resolve("model.onnx"));
    assertRefused(
        MissingModelException.class, "model.onnx", "'MyResize'", "the custom set 'my.company'");
  }

  @Test
  void refusesWeightsOutsideOfTheFolder() throws IOException {
    copy("timm", "config.json");
    Path graph = Families.FOLDER.resolve("unsound/outside.onnx");
    Files.copy(graph, source.resolve("model.onnx"));
    Files.write(temp.resolve("weights.bin"), new byte[12]);
    assertRefused(
        MissingModelException.class, "model.onnx", "location", "'../weights.bin'", "outside");
  }

  @Test
  void refusesWeightsThatAreMissing() throws IOException {
    copy("timm", "config.json");
    Path graph = Families.FOLDER.resolve("unsound/beside.onnx");
    Files.copy(graph, source.resolve("model.onnx"));
    assertRefused(MissingModelException.class, "model.onnx", "location", "'weights.bin'");
  }

  @Test
  void refusesAZipWithPathsOutside() throws IOException {
    Path zip = temp.resolve("model.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("model/config.json"));
      out.write("{}".getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new ZipEntry("../outside.txt"));
      out.write(1);
    }
    assertRefused(zip, MissingModelException.class, "model.zip", "'../outside.txt'", "outside");
    assertTrue(Files.notExists(temp.resolve("outside.txt")));
  }

  @Test
  void refusesADamagedZip() throws IOException {
    Path zip = Files.writeString(temp.resolve("model.zip"), "no zip at all");
    assertRefused(zip, MissingModelException.class, "model.zip");
  }

  @Test
  void refusesHalvesOfDifferentLengths() throws IOException {
    copyClip();
    Files.delete(source.resolve("onnx/vision_model.onnx"));
    copy("siglip", "onnx/vision_model.onnx");
    assertRefused(
        MissingModelException.class, "vision_model.onnx", "pooler_output", "projection_dim");
    Files.delete(source.resolve("onnx/vision_model.onnx"));
    copy("dinov2", "onnx/model.onnx");
    Files.move(source.resolve("onnx/model.onnx"), source.resolve("onnx/vision_model.onnx"));
    replace("preprocessor_config.json", "32", "28");
    ImportKind named =
        new ImportKind.Automatic(
            new ImportKind.OfImages(
                Optional.of("pooler_output"), Optional.empty(), Optional.empty()),
            new ImportKind.OfTexts());
    EncoderImport mixed =
        new EncoderImport(
            source, Optional.empty(), "test", named, ModelPrecision.FLOAT32, Map.of());
    MissingModelException e =
        assertThrows(
            MissingModelException.class, () -> mixed.into(store, false, Fixtures.INFERENCE));
    assertTrue(e.getMessage().contains("image=32"), e.getMessage());
    assertTrue(e.getMessage().contains("text=24"), e.getMessage());
  }

  @Test
  void refusesAPrecisionThatIsNotThere() throws IOException {
    copyClip();
    EncoderImport half =
        new EncoderImport(
            source,
            Optional.empty(),
            "test",
            new ImportKind.Automatic(),
            ModelPrecision.FLOAT16,
            Map.of());
    BadInputException e =
        assertThrows(BadInputException.class, () -> half.into(store, false, Fixtures.INFERENCE));
    assertTrue(e.getMessage().contains("float16"), e.getMessage());
    assertTrue(e.getMessage().contains("onnx/vision_model.onnx"), e.getMessage());
  }
}
