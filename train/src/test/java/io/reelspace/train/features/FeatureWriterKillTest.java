package io.reelspace.train.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.train.features.FeatureFormat.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process at random moments, as {@code kill -9} does, and goes on. */
class FeatureWriterKillTest {

  private static final int ROWS = 400;
  private static final String FLUSHED = "flushed ";
  private static final FeatureFormat FORMAT = FeatureStoreTest.format(Precision.FLOAT16, 256);

  @TempDir Path folder;

  @Test
  void losesNothingThatWasFlushedAndEndsWithTheSameContent() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int kill = 0; kill < 4; kill++) {
      Process process = start();
      int flushed = 0;
      try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
        int wanted = 1 + random.nextInt(6);
        for (int lines = 0; lines < wanted; lines++) {
          String line = reader.readLine();
          if (line == null) {
            break;
          }
          if (line.startsWith(FLUSHED)) {
            flushed = Integer.parseInt(line.substring(FLUSHED.length()));
          }
        }
        Thread.sleep(random.nextInt(40));
        process.destroyForcibly();
      }
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "seed " + seed);
      if (flushed > 0) {
        try (FeatureStore store = FeatureStore.open(folder, FORMAT)) {
          assertTrue(store.size() >= flushed, store.size() + " of " + flushed + ", seed " + seed);
        }
      }
    }
    assertEquals(0, start().waitFor());
    try (FeatureStore store = FeatureStore.open(folder, FORMAT)) {
      assertEquals(ROWS, store.size());
      for (int i = 0; i < ROWS; i++) {
        FeatureRow expected = FeatureStoreTest.row(i, 8, 256);
        assertArrayEquals(
            expected.features(), store.find(expected.id(), 0).orElseThrow().features());
      }
    }
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("reelspace.test.jvm").split(" ")));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            Writing.class.getName(),
            folder.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Writes all rows that are not there yet, and says after each flush how many are. */
  static final class Writing {
    private Writing() {}

    public static void main(String[] arguments) {
      try (FeatureWriter writer = FeatureWriter.open(Path.of(arguments[0]), FORMAT)) {
        for (int i = 0; i < ROWS; i++) {
          FeatureRow row = FeatureStoreTest.row(i, 8, 256);
          if (!writer.holds(row.id(), 0, row.checksum())) {
            writer.add(row);
            if (i % 20 == 19) {
              writer.flush();
              System.out.println(FLUSHED + (i + 1));
            }
          }
        }
      }
    }
  }
}
