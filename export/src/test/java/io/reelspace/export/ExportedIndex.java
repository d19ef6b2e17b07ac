package io.reelspace.export;

import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Numbered videos with a few segments each, the same at every call. */
final class ExportedIndex {

  static final int SEGMENTS = 4;
  private static final int DIMENSION = 24;
  static final SpaceIdentity SPACE = new SpaceIdentity("test", "0123abcd", DIMENSION);

  private ExportedIndex() {}

  /** An index of so many of them, closed. */
  static void write(Path folder, int videos) {
    try (VideoIndex index = VideoIndex.open(folder, SPACE)) {
      for (int i = 0; i < videos; i++) {
        index.upsert(video(i), segments(i));
      }
      index.commit();
    }
  }

  static IndexedVideo video(int number) {
    String path = "/v/%05d.mp4".formatted(number);
    return new IndexedVideo(
        Identifiers.video(Path.of(path)),
        path,
        2 * SEGMENTS,
        1234,
        Instant.parse("2025-03-04T05:06:07Z"),
        Instant.parse("2025-04-04T05:06:07Z"),
        1280,
        720,
        "2 fps",
        List.of());
  }

  static List<IndexedSegment> segments(int video) {
    List<IndexedSegment> segments = new ArrayList<>();
    for (int i = 0; i < SEGMENTS; i++) {
      float[] embedding = unit(video * SEGMENTS + i);
      List<IndexedFrame> frames = List.of(new IndexedFrame(2 * i + 0.5, embedding));
      segments.add(new IndexedSegment(2 * i, 2 * i + 2, embedding, frames));
    }
    return segments;
  }

  /** A direction drawn from a seed, of length one. */
  static float[] unit(long seed) {
    Random random = new Random(seed);
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
