package io.reelspace.media;

import java.util.Optional;

/** A way to find the shots of videos. Safe for use by several threads. */
public interface ShotDetection {

  /** By changes of colour in small pictures, in the decoder's shadow; see {@link ShotDetector}. */
  ShotDetection BUILT_IN =
      new ShotDetection() {
        @Override
        public String name() {
          return "";
        }

        @Override
        public Optional<ImageSize> pictureSize() {
          return Optional.empty();
        }

        @Override
        public CutFinder start() {
          return new ShotDetector();
        }
      };

  /**
   * Name and version, which tell videos that were divided otherwise; empty for the built-in way.
   */
  String name();

  /**
   * The size to which every picture is scaled for it, well filtered and without regard to the
   * aspect ratio; empty for about 64 pixels on the longer side, aspect ratio kept, of the nearest
   * samples.
   */
  Optional<ImageSize> pictureSize();

  /** Begins with a video. */
  CutFinder start();
}
