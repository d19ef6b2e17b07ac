package io.reelspace.benchmarks.train;

import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One shot in many. Each video shows one photo with a dog, which its texts speak of, at a random
 * place among 7 to 15 photos without one, a frame each. What is relevant can be seen in the frame
 * itself: an archive about dogs in which most of what was filmed is something else.
 */
final class RelevanceTask {

  private static final Pattern DOG =
      Pattern.compile("\\b(dogs?|pupp(y|ies)|poodles?|terriers?)\\b", Pattern.CASE_INSENSITIVE);
  private static final int LEAST_FRAMES = 8;
  private static final int MOST_FRAMES = 16;

  private RelevanceTask() {}

  /**
   * A video for each photo with a dog.
   *
   * @param views random surroundings of each
   */
  static PairedFeatures of(Photos photos, int views, long seed) {
    Random random = new Random(seed);
    // most captions agree on what is relevant; a photo of which one in five speaks of dogs is
    // neither
    int[] relevant =
        IntStream.range(0, photos.count()).filter(i -> mentions(photos, i) >= 3).toArray();
    int[] others =
        IntStream.range(0, photos.count()).filter(i -> mentions(photos, i) == 0).toArray();
    List<int[][]> videos = new ArrayList<>();
    List<float[][]> texts = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int photo : relevant) {
      int frames = LEAST_FRAMES + random.nextInt(MOST_FRAMES - LEAST_FRAMES + 1);
      int[][] own = new int[views][frames];
      for (int[] view : own) {
        for (int frame = 0; frame < frames; frame++) {
          view[frame] = others[random.nextInt(others.length)];
        }
        view[random.nextInt(frames)] = photo;
      }
      for (float[] caption : photos.captions().get(photo)) {
        owners.add(videos.size());
        texts.add(new float[][] {caption});
      }
      videos.add(own);
    }
    return new PairedFeatures(
        IntStream.range(0, videos.size()).mapToObj(i -> "video" + i).toList(),
        Map.of("frames", new PhotoSequences(photos.images(), videos)),
        owners.stream().mapToInt(owner -> owner).toArray(),
        Map.of("sentences", MemoryFeatures.of(texts.getFirst()[0].length, texts)));
  }

  private static long mentions(Photos photos, int photo) {
    return photos.texts().get(photo).stream().filter(text -> DOG.matcher(text).find()).count();
  }

  /** Scores of the measures, in percent; five captions a video. */
  static Map<String, Double> measure(float[][] texts, float[][] videos, int[] owners) {
    return Map.of(
        "R@1", 100 * Scores.recall(texts, videos, owners, 1),
        "R@5", 100 * Scores.recall(texts, videos, owners, 5));
  }
}
