package io.reelspace.benchmarks.train;

import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which came first? Each video holds one photo for some frames, then another; video 2i + 1 is video
 * 2i with the two exchanged. A text is a sequence of two sentences, one caption of each photo, in
 * the order of the video.
 */
final class OrderTask {

  private static final int LEAST_FRAMES = 2;
  private static final int MOST_FRAMES = 4;

  private OrderTask() {}

  /**
   * Pairs of a photo with the next of a random order, so that every photo comes once first and once
   * second, and all that again exchanged.
   *
   * @param rounds random orders
   * @param captions texts of each video
   */
  static PairedFeatures of(Photos photos, int rounds, int captions, long seed) {
    Random random = new Random(seed);
    List<int[][]> videos = new ArrayList<>();
    List<float[][]> texts = new ArrayList<>();
    List<Integer> order = new ArrayList<>(IntStream.range(0, photos.count()).boxed().toList());
    for (int round = 0; round < rounds; round++) {
      Collections.shuffle(order, random);
      for (int i = 0; i < order.size(); i++) {
        int one = order.get(i);
        int other = order.get((i + 1) % order.size());
        int[] first = shot(one, random);
        int[] second = shot(other, random);
        videos.add(new int[][] {joined(first, second)});
        videos.add(new int[][] {joined(second, first)});
        texts.addAll(texts(photos, one, other, captions, random));
        texts.addAll(texts(photos, other, one, captions, random));
      }
    }
    return new PairedFeatures(
        IntStream.range(0, videos.size()).mapToObj(i -> "video" + i).toList(),
        Map.of("frames", new PhotoSequences(photos.images(), videos)),
        IntStream.range(0, texts.size()).map(text -> text / captions).toArray(),
        Map.of("sentences", MemoryFeatures.of(texts.getFirst()[0].length, texts)));
  }

  private static int[] shot(int photo, Random random) {
    int frames = LEAST_FRAMES + random.nextInt(MOST_FRAMES - LEAST_FRAMES + 1);
    return IntStream.generate(() -> photo).limit(frames).toArray();
  }

  private static int[] joined(int[] first, int[] second) {
    return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
  }

  private static List<float[][]> texts(
      Photos photos, int first, int second, int count, Random random) {
    List<float[][]> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(new float[][] {caption(photos, first, random), caption(photos, second, random)});
    }
    return texts;
  }

  private static float[] caption(Photos photos, int photo, Random random) {
    List<float[]> captions = photos.captions().get(photo);
    return captions.get(random.nextInt(captions.size()));
  }

  /** Scores of the measures, in percent. */
  static Map<String, Double> measure(float[][] texts, float[][] videos) {
    double ordered = 0;
    for (int text = 0; text < texts.length; text++) {
      double right = Scores.dot(texts[text], videos[text]);
      double exchanged = Scores.dot(texts[text], videos[text ^ 1]);
      ordered += Scores.preferred(right, exchanged);
    }
    return Map.of(
        "order", 100 * ordered / texts.length,
        "R@1", 100 * Scores.recall(texts, videos, 1),
        "R@5", 100 * Scores.recall(texts, videos, 5));
  }
}
