package io.reelspace.benchmarks.encode;

import io.reelspace.encode.ClipEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.media.Clip;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Clips a second through a clip encoder, from decoded pictures that still have to be resized to
 * vectors, in batches of several sizes; the median of several rounds.
 *
 * <pre>benchmarks/run encode.ClipBenchmark ENCODER_FOLDER CLIPS ROUNDS</pre>
 *
 * <p>{@code benchmarks/encode/clips_peer.py} does the same with ONNX Runtime and Pillow in Python;
 * {@code clips.sh} runs both in turns.
 */
public final class ClipBenchmark {
  private static final int[] BATCHES = {1, 4, 8, 16, 32};

  private ClipBenchmark() {}

  /** Measures and prints a line for each batch. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    ImageSize size = ClipEncoder.inputSize(folder);
    ImageSize decoded = new ImageSize(size.width() * 3 / 2, size.height() * 8 / 7);
    List<Clip> clips = noise(decoded, ClipEncoder.sampler(folder).frames(), count);
    for (int batch : BATCHES) {
      Path cache = Path.of("benchmarks", "target", "cache");
      Inference inference = new Inference(cache, Runtime.getRuntime().availableProcessors(), batch);
      try (ClipEncoder encoder = ClipEncoder.open("clips", folder, List.of(), inference)) {
        encoder.encode(clips.subList(0, Math.min(batch, count))); // what is reserved at first use
        double[] seconds = new double[rounds];
        for (int round = 0; round < rounds; round++) {
          long start = System.nanoTime();
          encoder.encode(clips);
          seconds[round] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        System.out.printf(
            Locale.ROOT, "reelspace batch %2d %8.2f clips/s%n", batch, count / seconds[rounds / 2]);
      }
    }
  }

  private static List<Clip> noise(ImageSize size, int frames, int count) {
    Random random = new Random(1);
    List<Clip> clips = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      List<RgbImage> pictures = new ArrayList<>();
      for (int t = 0; t < frames; t++) {
        byte[] rgb = new byte[3 * size.width() * size.height()];
        random.nextBytes(rgb);
        pictures.add(new RgbImage(size, rgb));
      }
      clips.add(new Clip(0, 1, pictures));
    }
    return clips;
  }
}
