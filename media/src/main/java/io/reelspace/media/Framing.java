package io.reelspace.media;

/**
 * How pictures of any shape come to the size at which they are looked at. Networks were trained on
 * pictures that were brought to one size in one of these ways, and tell most of pictures that are
 * brought there in the same way.
 */
public sealed interface Framing {

  /**
   * Scaled to a size without regard to the aspect ratio.
   *
   * @param size of every picture
   */
  record Stretched(ImageSize size) implements Framing {
    @Override
    public ImageSize scaled(ImageSize source) {
      return size;
    }

    @Override
    public ImageSize framed(ImageSize source) {
      return size;
    }
  }

  /**
   * Scaled with its aspect ratio, then its middle is cut out.
   *
   * @param shortEdge pixels to which the shorter edge is scaled
   * @param size of the middle
   */
  record Covering(int shortEdge, ImageSize size) implements Framing {
    @Override
    public ImageSize scaled(ImageSize source) {
      ImageSize whole = Framing.toShortEdge(source, shortEdge);
      return new ImageSize(
          Math.max(size.width(), whole.width()), Math.max(size.height(), whole.height()));
    }

    @Override
    public ImageSize framed(ImageSize source) {
      return size;
    }
  }

  /**
   * Scaled with its aspect ratio; pictures of different shapes keep different sizes.
   *
   * @param shortEdge pixels to which the shorter edge is scaled
   */
  record Whole(int shortEdge) implements Framing {
    /** Wider pictures are narrowed: a picture of a thousand to one must not fill the memory. */
    private static final int MOST = 4;

    @Override
    public ImageSize scaled(ImageSize source) {
      ImageSize scaled = Framing.toShortEdge(source, shortEdge);
      return new ImageSize(
          Math.min(scaled.width(), MOST * shortEdge), Math.min(scaled.height(), MOST * shortEdge));
    }

    @Override
    public ImageSize framed(ImageSize source) {
      return scaled(source);
    }
  }

  /** The size to which a picture is scaled. */
  ImageSize scaled(ImageSize source);

  /** The size of what is left of it, from the middle. */
  ImageSize framed(ImageSize source);

  private static ImageSize toShortEdge(ImageSize source, long edge) {
    long shorter = Math.min(source.width(), source.height());
    return new ImageSize(
        (int) Math.max(1, Math.min(1 << 16, edge * source.width() / shorter)),
        (int) Math.max(1, Math.min(1 << 16, edge * source.height() / shorter)));
  }
}
