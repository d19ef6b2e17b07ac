package io.reelspace.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.base.SampleClips;
import io.reelspace.media.Ffmpeg;
import io.reelspace.space.Modality;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Manifest;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.features.FeatureSequence;
import io.reelspace.train.features.FeatureStore;
import io.reelspace.train.run.Extraction;
import io.reelspace.train.run.FrozenEncoder;
import io.reelspace.train.run.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Features from two tasks at a time are those of an extraction on one machine. */
final class ExtractFeaturesTest {

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static Path manifest;

  @BeforeAll
  static void start() throws Exception {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();
    Path media = folder.resolve("media");
    SampleClips.unpackInto(media);
    List<String> lines = new ArrayList<>();
    for (String name : List.of("dog", "car", "rabbit", "bicycles")) {
      picture(media, name);
      lines.add(
          "{\"video\": \"%s.mp4\", \"captions\": [\"a %s\", \"something\"]}".formatted(name, name));
      lines.add("{\"image\": \"%s.png\", \"captions\": [\"a still %s\"]}".formatted(name, name));
    }
    Files.write(media.resolve("broken.mp4"), new byte[3000]);
    lines.add("{\"video\": \"broken.mp4\", \"captions\": [\"nothing\"]}");
    manifest = Files.write(media.resolve("captions.jsonl"), lines);
  }

  private static void picture(Path media, String name) throws Exception {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(Embedding.CACHE);
    ProcessBuilder line =
        new ProcessBuilder(
                ffmpeg.folder().resolve("ffmpeg").toString(),
                "-v",
                "error",
                "-nostdin",
                "-i",
                media.resolve(name + ".mp4").toString(),
                "-frames:v",
                "1",
                media.resolve(name + ".png").toString())
            .inheritIO();
    line.environment().put("LD_LIBRARY_PATH", ffmpeg.folder().toString());
    assertEquals(0, line.start().waitFor());
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static int run(Path output) {
    ExtractFeatures extraction = new ExtractFeatures();
    new CommandLine(extraction)
        .parseArgs(
            "--dataset",
            manifest.toString(),
            "--output",
            output.toString(),
            "--space",
            Embedding.SPACE,
            "--views",
            "2",
            "--cache",
            Embedding.CACHE.toString());
    return extraction.run(spark);
  }

  @Test
  void givesTheRowsOfOneMachineWhichThenHasNothingLeftToExtract() throws IOException {
    Path output = folder.resolve("features");
    assertEquals(3, run(output)); // one is broken
    List<Extraction.Done> alone = alone(folder.resolve("alone"));
    for (Extraction.Done done : alone) {
      Path given = output.resolve(done.folder().getFileName());
      assertSame(rows(done.folder()), rows(given));
    }
    // What a recipe does before it trains.
    for (Extraction.Done done : alone(output)) {
      assertEquals(0, done.report().extracted(), done.encoder().id());
      assertTrue(done.report().reused() > 0, done.encoder().id());
    }
    // Again: nothing but the broken file is looked at.
    long before = files(output);
    assertEquals(3, run(output));
    assertEquals(before, files(output));
  }

  /** By the same encoders, one source after another. */
  private static List<Extraction.Done> alone(Path output) {
    EmbeddingSettings settings =
        new EmbeddingSettings(
            Embedding.SPACE, false, Embedding.CACHE.toString(), 2, Double.POSITIVE_INFINITY);
    Extraction extraction = Features.into(output, settings, 2, 0, RunListener.SILENT);
    Dataset dataset = Manifest.of(manifest).read();
    List<Extraction.Done> done = new ArrayList<>();
    for (FrozenEncoder encoder : Features.encoders(settings)) {
      done.add(
          encoder.modality() == Modality.TEXT
              ? extraction.texts(
                  dataset.examples().stream().flatMap(each -> each.texts().stream()).toList(),
                  encoder)
              : encoder.modality() == Modality.AUDIO
                  ? extraction.sounds(dataset, encoder)
                  : extraction.frames(dataset, encoder));
    }
    assertEquals(9, FeatureExtraction.sources(dataset).size());
    return done;
  }

  @SuppressWarnings("ArrayRecordComponent") // compared one by one
  private record Row(String checksum, float[] times, float[][] features) {}

  private static Map<String, Row> rows(Path folder) {
    Map<String, Row> rows = new TreeMap<>();
    try (FeatureStore store = FeatureStore.open(folder)) {
      for (FeatureSequence each : store.sequences()) {
        rows.put(
            each.id() + " " + each.view(), new Row(each.checksum(), each.times(), each.features()));
      }
    }
    return rows;
  }

  private static void assertSame(Map<String, Row> expected, Map<String, Row> given) {
    assertEquals(expected.keySet(), given.keySet());
    expected.forEach((key, row) -> {
      Row other = given.get(key);
      assertEquals(row.checksum(), other.checksum(), key);
      assertArrayEquals(row.times(), other.times(), key);
      assertEquals(row.features().length, other.features().length, key);
      for (int step = 0; step < row.features().length; step++) {
        assertArrayEquals(row.features()[step], other.features()[step], 4e-3f, key);
      }
    });
  }

  private static long files(Path output) throws IOException {
    try (Stream<Path> all = Files.walk(output)) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
