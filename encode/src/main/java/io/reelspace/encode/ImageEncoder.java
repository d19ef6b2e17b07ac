package io.reelspace.encode;

import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.util.List;

/**
 * A pretrained network that maps one picture to features. Owns a native session; safe for use by
 * several threads.
 */
public interface ImageEncoder extends AutoCloseable {

  /**
   * Name and version of the network, unique within a space, for example {@code efficientnet-lite0}.
   */
  String id();

  /** Channels of the features. */
  int channels();

  /** The size at which pictures reach the network; others are resized first. */
  ImageSize inputSize();

  /**
   * Maps pictures to features.
   *
   * @return one row per picture, {@code [pictures, channels]}
   */
  float[][] encode(List<RgbImage> pictures);

  @Override
  void close();
}
