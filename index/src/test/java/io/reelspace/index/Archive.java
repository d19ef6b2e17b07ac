package io.reelspace.index;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Made-up videos whose embeddings lie in clusters, and the plain search that is the oracle. */
final class Archive {

  static final int DIMENSION = 32;
  private static final int CLUSTERS = 12;

  private final Random random;
  private final List<float[]> centres = new ArrayList<>();

  Archive(long seed) {
    this.random = new Random(seed);
    for (int i = 0; i < CLUSTERS; i++) {
      centres.add(unit(gaussian(1)));
    }
  }

  record Entry(IndexedVideo video, List<IndexedSegment> segments) {}

  List<Entry> videos(int count, int mostSegments) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(entry("/archive/%02d/video %d.mp4".formatted(i % 7, i), mostSegments));
    }
    return entries;
  }

  Entry entry(String path, int mostSegments) {
    List<IndexedSegment> segments = new ArrayList<>();
    int count = 1 + random.nextInt(mostSegments);
    for (int i = 0; i < count; i++) {
      segments.add(new IndexedSegment(i * 2.5, i * 2.5 + 2.5, vector()));
    }
    return new Entry(video(path, count * 2.5), segments);
  }

  float[] vector() {
    float[] vector = gaussian(0.12);
    float[] centre = centres.get(random.nextInt(CLUSTERS));
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] += centre[i];
    }
    return unit(vector);
  }

  static IndexedVideo video(String path, double duration) {
    return new IndexedVideo(
        Identifiers.video(Path.of(path)),
        path,
        duration,
        1234,
        Instant.parse("2025-03-04T05:06:07.123456789Z"),
        Instant.parse("2025-04-04T05:06:07Z"),
        1280,
        720,
        "2 fps",
        List.of());
  }

  /** Every segment compared in double precision, sorted by score, path and time. */
  static List<Hit> plainSearch(List<Entry> entries, SearchRequest request) {
    List<Hit> hits = new ArrayList<>();
    for (Entry entry : entries) {
      List<Hit> ofVideo = new ArrayList<>();
      for (IndexedSegment segment : entry.segments()) {
        String id =
            request.by() == Grouping.MOMENT
                ? "%s@%.3f".formatted(entry.video().id(), segment.start())
                : entry.video().id();
        double score = dot(request.vector(), segment.embedding());
        ofVideo.add(new Hit(id, entry.video().path(), segment.start(), segment.end(), score));
      }
      if (request.by() == Grouping.VIDEO && !ofVideo.isEmpty()) {
        ofVideo.sort(Comparator.comparingDouble(Hit::score).reversed());
        ofVideo = ofVideo.subList(0, 1);
      }
      hits.addAll(ofVideo);
    }
    return hits.stream()
        .filter(hit -> hit.score() >= request.minScore())
        .sorted(
            Comparator.comparingDouble(Hit::score)
                .reversed()
                .thenComparing(Hit::video)
                .thenComparingDouble(Hit::start))
        .limit(request.top())
        .toList();
  }

  static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  static float[] unit(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  private float[] gaussian(double deviation) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (random.nextGaussian() * deviation);
    }
    return vector;
  }
}
