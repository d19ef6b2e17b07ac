package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.plan.Counts;
import io.reelspace.plan.Embedding;
import io.reelspace.plan.LuceneModel;
import io.reelspace.plan.Part;
import io.reelspace.plan.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan's size of an index is that of the index, in a space that no figure was fitted to. */
final class PlanOfRealIndexTest {

  private static final int DIMENSION = 64;
  private static final int VIDEOS = 300;
  private static final int SEGMENTS = 20;
  private static final int FRAMES = 3;
  private static final long SEED = 20261129;

  @TempDir private Path folder;

  @Test
  void bytesOnDiskAreWithinATenth() throws IOException {
    Random random = new Random(SEED);
    SpaceIdentity space = new SpaceIdentity("small", "f".repeat(64), DIMENSION);
    try (VideoIndex index = VideoIndex.open(folder, space)) {
      for (int v = 0; v < VIDEOS; v++) {
        index.upsert(video(v), segments(random));
      }
      index.commit();
      index.compact(() -> false);
    }
    double segments = VIDEOS * SEGMENTS;
    Counts counts = new Counts(segments, segments * FRAMES, VIDEOS, 0);
    Embedding embedding = new Embedding("small", DIMENSION, Precision.FLOAT32, 2, 0);
    double predicted = Part.sum(new LuceneModel().disk(counts, embedding));
    assertEquals(1, predicted / bytes(), 0.1, "seed " + SEED + ", bytes " + bytes());
  }

  private double bytes() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static IndexedVideo video(int number) {
    Instant then = Instant.parse("2026-11-29T00:00:00Z");
    String path = "/archive/%02d/video-%05d.mp4".formatted(number % 10, number);
    return new IndexedVideo(
        "%016x".formatted(number), path, 80, 1_000_000, then, then, 1280, 720, "test", List.of());
  }

  private static List<IndexedSegment> segments(Random random) {
    List<IndexedSegment> segments = new ArrayList<>();
    for (int s = 0; s < SEGMENTS; s++) {
      List<IndexedFrame> frames = new ArrayList<>();
      for (int f = 0; f < FRAMES; f++) {
        frames.add(new IndexedFrame(4.0 * s + f, vector(random)));
      }
      segments.add(new IndexedSegment(4.0 * s, 4.0 * s + 4, vector(random), frames));
    }
    return segments;
  }

  private static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
