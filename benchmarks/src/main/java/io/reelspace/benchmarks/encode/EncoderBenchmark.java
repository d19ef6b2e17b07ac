package io.reelspace.benchmarks.encode;

import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.TextEncoder;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import io.reelspace.space.Modality;
import io.reelspace.space.SpaceBundle;
import io.reelspace.space.SpaceManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Milliseconds for a frame, in batches of several sizes, and for a text, of every encoder of a
 * space; the median of several rounds.
 *
 * <pre>benchmarks/run encode.EncoderBenchmark SPACE_FOLDER TEXTS</pre>
 *
 * <p>{@code benchmarks/encode/peer.py} does the same with ONNX Runtime in Python.
 */
public final class EncoderBenchmark {
  private static final int[] BATCHES = {1, 4, 8, 16, 32};
  private static final int FRAMES = 64;
  private static final int ROUNDS = 7;

  private EncoderBenchmark() {}

  /** Measures and prints a line for each encoder and batch. */
  public static void main(String[] arguments) throws Exception {
    SpaceBundle bundle = SpaceBundle.read(Path.of(arguments[0]));
    List<String> texts = Files.readAllLines(Path.of(arguments[1]));
    for (SpaceManifest.Encoder encoder : bundle.manifest().encoders()) {
      Path folder = bundle.folder().resolve("encoders").resolve(encoder.id());
      if (encoder.modality() == Modality.TEXT) {
        texts(encoder.id(), folder, texts);
      } else if (encoder.modality() == Modality.VISUAL) {
        for (int batch : BATCHES) {
          frames(encoder, folder, batch);
        }
      }
    }
  }

  private static Inference inference(int batch) {
    Path cache = Path.of("benchmarks", "target", "cache");
    return new Inference(cache, Runtime.getRuntime().availableProcessors(), batch);
  }

  private static void frames(SpaceManifest.Encoder encoder, Path folder, int batch) {
    try (ImageEncoder network =
        ImageEncoder.open(encoder.id(), folder, encoder.outputs(), inference(batch))) {
      List<RgbImage> frames = noise(network.inputSize());
      print(encoder.id() + ", batch " + batch, FRAMES, () -> network.encode(frames));
    }
  }

  private static List<RgbImage> noise(ImageSize size) {
    Random random = new Random(1);
    List<RgbImage> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      byte[] rgb = new byte[3 * size.width() * size.height()];
      random.nextBytes(rgb);
      frames.add(new RgbImage(size, rgb));
    }
    return frames;
  }

  /** One by one, as queries come. */
  private static void texts(String id, Path folder, List<String> texts) {
    try (TextEncoder network = TextEncoder.open(id, folder, inference(1))) {
      print(id, texts.size(), () -> texts.forEach(text -> network.encode(List.of(text))));
    }
  }

  private static void print(String what, int items, Runnable work) {
    work.run(); // what is compiled or reserved at first use
    double[] milliseconds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      work.run();
      milliseconds[round] = (System.nanoTime() - start) / 1e6 / items;
    }
    Arrays.sort(milliseconds);
    System.out.printf(Locale.ROOT, "%-32s %6.2f ms%n", what, milliseconds[ROUNDS / 2]);
  }
}
