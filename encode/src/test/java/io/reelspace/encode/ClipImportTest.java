package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.MissingModelException;
import io.reelspace.media.ClipSampler;
import io.reelspace.media.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of clips as they come: a folder with its configuration, or a graph alone. */
class ClipImportTest {

  @TempDir private Path folder;

  private ImportedEncoder bring(Path source, ImportKind kind) {
    return new EncoderImport(
            source, Optional.empty(), "moving", kind, ModelPrecision.FLOAT32, Map.of())
        .into(folder.resolve("store"), false, Fixtures.INFERENCE);
  }

  private static ImportKind.OfClips of(Integer frames, ImportKind.Shape shape) {
    return new ImportKind.OfClips(
        Optional.empty(),
        Optional.ofNullable(frames),
        Optional.of(30.0),
        Optional.of(2),
        Optional.empty(),
        Optional.ofNullable(shape));
  }

  @Test
  void takesAFolderWithEverythingThatItSays() {
    ImportedEncoder imported = bring(ClipFixture.folder("r2plus1d_18"), new ImportKind.Automatic());
    assertEquals(List.of("clip"), imported.kinds());
    assertEquals(Map.of("clip", 16), imported.channels());
    Path place = folder.resolve("store/moving/clip");
    assertTrue(ClipEncoder.isIn(place));
    try (ClipEncoder encoder = ClipEncoder.open("moving", place, List.of(), Fixtures.INFERENCE)) {
      Fixtures.assertNear(
          Fixtures.json("clips/expected.json").get("r2plus1d_18"),
          encoder.encode(List.of(ClipFixture.clip()))[0],
          0,
          1e-4);
    }
  }

  @Test
  void takesAGraphAloneWithWhatIsSaidOfIt() throws IOException {
    Path graph = folder.resolve("r3d.onnx");
    Files.copy(ClipFixture.folder("r3d_18").resolve("model.onnx"), graph);
    bring(graph, of(16, ImportKind.OfClips.kinetics(32)));
    Path place = folder.resolve("store/moving/clip");
    assertEquals(new ImageSize(32, 32), ClipEncoder.inputSize(place));
    assertEquals(new ClipSampler(16, 15, 8 / 15.0), ClipEncoder.sampler(place));
  }

  @Test
  void readsTheNumberOfFramesFromTheGraphWhereNothingSaysIt() throws IOException {
    Path graph = folder.resolve("r3d.onnx");
    Files.copy(ClipFixture.folder("r3d_18").resolve("model.onnx"), graph);
    bring(graph, of(null, ImportKind.OfClips.kinetics(32)));
    assertEquals(16, ClipEncoder.sampler(folder.resolve("store/moving/clip")).frames());
  }

  private void assertRefused(Path source, ImportKind kind, String... named) {
    MissingModelException e = assertThrows(MissingModelException.class, () -> bring(source, kind));
    for (String part : named) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
    assertFalse(Files.exists(folder.resolve("store/moving")), "half imported");
  }

  @Test
  void importsNothingWhereFramesOrSizeDoNotFit() throws IOException {
    Path graph = folder.resolve("r3d.onnx");
    Files.copy(ClipFixture.folder("r3d_18").resolve("model.onnx"), graph);
    assertRefused(graph, of(8, ImportKind.OfClips.kinetics(32)), "r3d.onnx", "num_frames 8");
    assertRefused(graph, of(16, ImportKind.OfClips.kinetics(64)), "r3d.onnx", "64 x 64");
    assertRefused(graph, of(16, null), "preprocessor_config.json", "--size");
  }

  @Test
  void importsNothingOfATruncatedGraph() throws IOException {
    Path graph = folder.resolve("r3d.onnx");
    byte[] whole = Files.readAllBytes(ClipFixture.folder("r3d_18").resolve("model.onnx"));
    for (int length : new int[] {1, 1000, whole.length / 2, whole.length - 10}) {
      Files.write(graph, Arrays.copyOf(whole, length));
      assertRefused(graph, of(16, ImportKind.OfClips.kinetics(32)), "r3d.onnx");
    }
  }

  @Test
  void findsNothingToTakeInANetworkOfPicturesWhereClipsAreAskedFor() {
    Path pixels = Path.of("src/test/resources/io/reelspace/encode/pixels/model.onnx");
    assertRefused(pixels, of(16, ImportKind.OfClips.kinetics(32)), "kind");
  }
}
