package io.reelspace.train.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.error.SpaceMismatchException;
import io.reelspace.error.StorageException;
import io.reelspace.train.features.FeatureFormat.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureStoreTest {

  @TempDir Path folder;

  static FeatureFormat format(Precision precision, int channels) {
    return new FeatureFormat("visual", "net", "f1a9", "2 frames a second", channels, precision);
  }

  /** A sequence whose every value tells row, step and channel, exact in half precision. */
  static FeatureRow row(int row, int steps, int channels) {
    float[][] features = new float[steps][channels];
    float[] times = new float[steps];
    for (int step = 0; step < steps; step++) {
      times[step] = step / 2f;
      for (int c = 0; c < channels; c++) {
        features[step][c] = row % 64 + step * 0.25f + c * 0.125f;
      }
    }
    return new FeatureRow("video-%04d.mp4".formatted(row), 0, "sum" + row, times, features);
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void givesBackWhatWasWritten(Precision precision) {
    try (FeatureWriter writer = FeatureWriter.open(folder, format(precision, 7))) {
      for (int i = 0; i < 50; i++) {
        writer.add(row(i, 1 + i % 5, 7));
        if (i % 20 == 19) {
          writer.flush();
        }
      }
    }
    assertEquals(3, FeatureStore.partFiles(folder).size());
    try (FeatureStore store = FeatureStore.open(folder, format(precision, 7))) {
      assertEquals(50, store.size());
      for (int i = 0; i < 50; i++) {
        FeatureRow expected = row(i, 1 + i % 5, 7);
        FeatureSequence found = store.find(expected.id(), 0).orElseThrow();
        assertEquals(expected.checksum(), found.checksum());
        assertArrayEquals(expected.times(), found.times());
        assertArrayEquals(expected.features(), found.features());
      }
      float[] into = new float[10];
      store.find("video-0003.mp4", 0).orElseThrow().copy(2, into, 3);
      assertArrayEquals(new float[] {0, 0, 0, 3.5f, 3.625f, 3.75f, 3.875f, 4, 4.125f, 4.25f}, into);
      assertTrue(store.find("video-0003.mp4", 1).isEmpty());
    }
  }

  @Test
  void isReadByArrowsOwnReader() throws IOException {
    try (FeatureWriter writer = FeatureWriter.open(folder, format(Precision.FLOAT32, 2))) {
      writer.add(row(5, 2, 2));
    }
    try (RootAllocator allocator = new RootAllocator();
        FileChannel channel = FileChannel.open(FeatureStore.partFiles(folder).getFirst());
        ArrowFileReader reader = new ArrowFileReader(channel, allocator)) {
      assertTrue(reader.loadNextBatch());
      assertEquals(
          "f1a9",
          reader
              .getVectorSchemaRoot()
              .getSchema()
              .getCustomMetadata()
              .get("reelspace.fingerprint"));
      assertEquals(
          "[[5.0,5.125],[5.25,5.375]]",
          reader.getVectorSchemaRoot().getVector("features").getObject(0).toString());
      assertEquals(
          "video-0005.mp4", reader.getVectorSchemaRoot().getVector("id").getObject(0).toString());
    }
  }

  @Test
  void readsAFileThatPyarrowWrote() throws IOException {
    // tools/features/fixture.py: float16, three rows in two batches
    try (InputStream in = getClass().getResourceAsStream("/features/pyarrow.arrow")) {
      Files.copy(in, folder.resolve("part-000000.arrow"));
    }
    try (FeatureStore store = FeatureStore.open(folder)) {
      assertEquals(
          new FeatureFormat("visual", "net", "abc", "none", 3, Precision.FLOAT16), store.format());
      assertEquals(
          List.of("a.jpg", "b.mp4", "b.mp4"),
          store.sequences().stream().map(FeatureSequence::id).toList());
      assertArrayEquals(
          new float[][] {{1.5f, 2.5f, 3.5f}}, store.find("a.jpg", 0).orElseThrow().features());
      assertArrayEquals(
          new float[][] {{-1, 0, .25f}, {4, 5, 6}},
          store.find("b.mp4", 1).orElseThrow().features());
      assertArrayEquals(new float[] {0, .5f}, store.find("b.mp4", 1).orElseThrow().times());
    }
  }

  @Test
  void goesOnWhereItWas() throws IOException {
    try (FeatureWriter writer = FeatureWriter.open(folder, format(Precision.FLOAT16, 4))) {
      writer.add(row(0, 2, 4));
    }
    Files.writeString(folder.resolve("part-000001.arrow.tmp"), "half a file");
    try (FeatureWriter writer = FeatureWriter.open(folder, format(Precision.FLOAT16, 4))) {
      assertTrue(writer.holds("video-0000.mp4", 0, "sum0"));
      assertFalse(writer.holds("video-0000.mp4", 1, "sum0"));
      assertFalse(writer.holds("video-0000.mp4", 0, "changed"));
      FeatureRow changed = row(9, 3, 4);
      writer.add(
          new FeatureRow("video-0000.mp4", 0, "changed", changed.times(), changed.features()));
    }
    try (FeatureStore store = FeatureStore.open(folder)) {
      assertEquals(1, store.size());
      FeatureSequence only = store.find("video-0000.mp4", 0).orElseThrow();
      assertEquals("changed", only.checksum());
      assertEquals(9, only.features()[0][0]);
    }
    assertFalse(Files.exists(folder.resolve("part-000001.arrow.tmp")));
  }

  @Test
  void refusesFeaturesOfAnotherEncoder() {
    try (FeatureWriter writer = FeatureWriter.open(folder, format(Precision.FLOAT16, 4))) {
      writer.add(row(0, 2, 4));
    }
    FeatureFormat other =
        new FeatureFormat("visual", "net2", "beef", "2 frames a second", 4, Precision.FLOAT16);
    SpaceMismatchException refused =
        assertThrows(SpaceMismatchException.class, () -> FeatureStore.open(folder, other));
    assertTrue(
        refused.getMessage().contains("were made by encoder net (f1a9), not by net2 (beef)"),
        refused.getMessage());
    assertThrows(SpaceMismatchException.class, () -> FeatureWriter.open(folder, other));
    assertThrows(
        SpaceMismatchException.class,
        () -> FeatureStore.open(folder, format(Precision.FLOAT32, 4)));
    // the refused writer has let go of the folder
    FeatureWriter.open(folder, format(Precision.FLOAT16, 4)).close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.3, 0.9, 0.999})
  void namesATruncatedFile(double kept) throws IOException {
    try (FeatureWriter writer = FeatureWriter.open(folder, format(Precision.FLOAT32, 64))) {
      for (int i = 0; i < 30; i++) {
        writer.add(row(i, 3, 64));
      }
    }
    Path part = FeatureStore.partFiles(folder).getFirst();
    byte[] whole = Files.readAllBytes(part);
    Files.write(part, Arrays.copyOf(whole, (int) (whole.length * kept)));
    StorageException refused =
        assertThrows(StorageException.class, () -> FeatureStore.open(folder));
    assertTrue(
        refused.getMessage().contains("part-000000.arrow is truncated"), refused.getMessage());
  }

  @Test
  void survivesAnyFlippedByteOfTheFooterWithAnErrorOrARead() throws IOException {
    try (FeatureWriter writer = FeatureWriter.open(folder, format(Precision.FLOAT32, 4))) {
      writer.add(row(1, 3, 4));
    }
    Path part = FeatureStore.partFiles(folder).getFirst();
    byte[] whole = Files.readAllBytes(part);
    int unreadable = 0;
    for (int i = whole.length - 120; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x55;
      Files.write(part, flipped);
      try (FeatureStore store = FeatureStore.open(folder)) {
        store.sequences().forEach(FeatureSequence::features);
      } catch (StorageException | SpaceMismatchException e) {
        unreadable++;
      }
    }
    assertTrue(unreadable > 20, unreadable + " of 120");
  }

  @Test
  void refusesASecondWriterAndAnEmptyFolder() {
    assertThrows(BadInputException.class, () -> FeatureStore.open(folder.resolve("none")));
    FeatureWriter first = FeatureWriter.open(folder, format(Precision.FLOAT32, 4));
    StorageException refused =
        assertThrows(
            StorageException.class, () -> FeatureWriter.open(folder, format(Precision.FLOAT32, 4)));
    assertTrue(refused.getMessage().contains("is writing features"), refused.getMessage());
    first.close();
    FeatureWriter.open(folder, format(Precision.FLOAT32, 4)).close();
  }

  @Test
  void refusesWhatCannotBeKept() {
    try (FeatureWriter writer = FeatureWriter.open(folder, format(Precision.FLOAT16, 2))) {
      float[] time = {0};
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.add(new FeatureRow("a", 0, "s", time, new float[][] {{1, Float.NaN}})));
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.add(new FeatureRow("a", 0, "s", time, new float[][] {{1, 70_000}})));
      assertThrows(
          IllegalArgumentException.class,
          () -> writer.add(new FeatureRow("a", 0, "s", time, new float[][] {{1}})));
    }
  }

  @Test
  void isReadByManyThreads() {
    try (FeatureWriter writer = FeatureWriter.open(folder, format(Precision.FLOAT16, 16))) {
      for (int i = 0; i < 200; i++) {
        writer.add(row(i, 4, 16));
      }
    }
    try (FeatureStore store = FeatureStore.open(folder)) {
      assertTrue(
          IntStream.range(0, 2000)
              .parallel()
              .mapToObj(i -> row(i % 200, 4, 16))
              .allMatch(expected ->
                  Arrays.deepEquals(
                      expected.features(), store.find(expected.id(), 0).orElseThrow().features())));
    }
  }
}
