package io.reelspace.media;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Pictures and streams of pictures whose cuts are known, because they were drawn that way. */
final class Pictures {

  static final ImageSize SMALL = new ImageSize(64, 36);
  static final ImageSize LARGE = new ImageSize(8, 8);

  private Pictures() {}

  static RgbImage plain(int red, int green, int blue) {
    byte[] rgb = new byte[3 * SMALL.width() * SMALL.height()];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return new RgbImage(SMALL, rgb);
  }

  /**
   * A picture of patches around one colour, another for each seed, seen {@code shift} pixels to the
   * right.
   */
  static RgbImage scene(long seed, int shift) {
    Random random = new Random(seed);
    int columns = 64;
    int[] colours = new int[columns * 9];
    int red = random.nextInt(128);
    int green = random.nextInt(128);
    int blue = random.nextInt(128);
    for (int i = 0; i < colours.length; i++) {
      int r = red + random.nextInt(128);
      int g = green + random.nextInt(128);
      int b = blue + random.nextInt(128);
      colours[i] = (r << 16) | (g << 8) | b;
    }
    byte[] rgb = new byte[3 * SMALL.width() * SMALL.height()];
    for (int y = 0; y < SMALL.height(); y++) {
      for (int x = 0; x < SMALL.width(); x++) {
        int colour = colours[y / 4 * columns + Math.floorMod((x + shift) / 8, columns)];
        int i = 3 * (y * SMALL.width() + x);
        rgb[i] = (byte) (colour >> 16);
        rgb[i + 1] = (byte) (colour >> 8);
        rgb[i + 2] = (byte) colour;
      }
    }
    return new RgbImage(SMALL, rgb);
  }

  static RgbImage scene(long seed) {
    return scene(seed, 0);
  }

  /** {@code (1 - weight) a + weight b}. */
  static RgbImage mix(RgbImage a, RgbImage b, double weight) {
    byte[] rgb = new byte[a.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      double value = (1 - weight) * (a.rgb()[i] & 0xff) + weight * (b.rgb()[i] & 0xff);
      rgb[i] = (byte) Math.round(value);
    }
    return new RgbImage(a.size(), rgb);
  }

  /** The same picture with every sample made brighter, up to white. */
  static RgbImage brighter(RgbImage image, int by) {
    byte[] rgb = new byte[image.rgb().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) Math.min(255, (image.rgb()[i] & 0xff) + by);
    }
    return new RgbImage(image.size(), rgb);
  }

  /** The cuts that the detector finds in frames, as times. */
  static List<Double> cuts(List<Frame> frames) {
    ShotDetector detector = new ShotDetector();
    List<Double> cuts = new ArrayList<>();
    for (Frame frame : frames) {
      detector.add(frame.pts(), frame.image()).forEach(cut -> cuts.add(cut.pts()));
    }
    detector.finish().forEach(cut -> cuts.add(cut.pts()));
    return cuts;
  }

  /** A stream of frames that are already decoded; every one in a step of the grid is sampled. */
  static DecodedStream stream(List<Frame> frames, double lastDuration, double step) {
    List<DecodedFrame> decoded = new ArrayList<>();
    double sampledStep = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < frames.size(); i++) {
      double pts = frames.get(i).pts();
      boolean last = i == frames.size() - 1;
      double duration = last ? lastDuration : frames.get(i + 1).pts() - pts;
      double gridStep = Math.floor((pts - frames.getFirst().pts()) / step + 1e-6);
      Optional<RgbImage> sampled = Optional.empty();
      if (gridStep > sampledStep) {
        sampledStep = gridStep;
        byte[] rgb = new byte[3 * LARGE.width() * LARGE.height()];
        System.arraycopy(frames.get(i).image().rgb(), 0, rgb, 0, rgb.length);
        sampled = Optional.of(new RgbImage(LARGE, rgb));
      }
      decoded.add(new DecodedFrame(pts, duration, frames.get(i).image(), sampled));
    }
    return new InMemory(decoded);
  }

  private static final class InMemory implements DecodedStream {
    private final List<DecodedFrame> frames;
    private int next;

    InMemory(List<DecodedFrame> frames) {
      this.frames = frames;
    }

    @Override
    public MediaProbe probe() {
      return new MediaProbe("memory", "rawvideo", LARGE, 0, OptionalDouble.empty());
    }

    @Override
    public Optional<DecodedFrame> next() {
      return next < frames.size() ? Optional.of(frames.get(next++)) : Optional.empty();
    }

    @Override
    public List<String> warnings() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
