package io.reelspace.index;

import io.reelspace.error.BadInputException;
import io.reelspace.media.Frame;
import io.reelspace.media.ImageSize;
import io.reelspace.space.Space;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A space of three dimensions: how red, green and blue a picture is. Small, exact, and enough to
 * tell videos apart.
 */
final class ColourSpace implements Space {

  /** How many frames came together, one number for each call. */
  final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  /** What every batch waits for before it is encoded. */
  Runnable beforeBatch = () -> {};

  @Override
  public String name() {
    return "colours";
  }

  @Override
  public String fingerprint() {
    return "c0105c0105c0105c";
  }

  @Override
  public int dimension() {
    return 3;
  }

  @Override
  public ImageSize frameSize() {
    return new ImageSize(FilmStrips.SIDE, FilmStrips.SIDE);
  }

  @Override
  public float[][] frameFeatures(List<Frame> frames) {
    beforeBatch.run();
    batches.add(frames.size());
    return frames.stream().map(ColourSpace::meanColour).toArray(float[][]::new);
  }

  private static float[] meanColour(Frame frame) {
    float[] sum = {1, 1, 1}; // so that black has a direction too
    byte[] rgb = frame.image().rgb();
    for (int i = 0; i < rgb.length; i++) {
      sum[i % 3] += Byte.toUnsignedInt(rgb[i]);
    }
    return Archive.unit(sum);
  }

  @Override
  public float[] embedFrames(float[][] features) {
    float[] sum = new float[3];
    for (float[] frame : features) {
      for (int i = 0; i < 3; i++) {
        sum[i] += frame[i];
      }
    }
    return Archive.unit(sum);
  }

  @Override
  public float[] embedText(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "red" -> new float[] {1, 0, 0};
      case "green" -> new float[] {0, 1, 0};
      case "blue" -> new float[] {0, 0, 1};
      default -> throw new BadInputException("no such colour: " + text);
    };
  }

  @Override
  public void close() {}
}
