package io.reelspace.encode;

import io.reelspace.media.ImageSize;
import java.util.Arrays;
import java.util.List;

/** The order in which a network takes the samples of clips, named as MMAction2 does. */
enum ClipLayout {
  /** {@code [clips, channels, frames, height, width]}: C3D, R3D, R(2+1)D, X3D, SlowFast, MViT. */
  NCTHW {
    @Override
    long[] shape(int frames, ImageSize size) {
      return new long[] {-1, 3, frames, size.height(), size.width()};
    }

    @Override
    int at(int frame, int channel, int frames, int plane) {
      return (channel * frames + frame) * plane;
    }
  },
  /** {@code [clips, frames, channels, height, width]}: VideoMAE, TimeSformer, ViViT. */
  NTCHW {
    @Override
    long[] shape(int frames, ImageSize size) {
      return new long[] {-1, frames, 3, size.height(), size.width()};
    }

    @Override
    int at(int frame, int channel, int frames, int plane) {
      return (frame * 3 + channel) * plane;
    }
  },
  /** {@code [clips, frames, height, width, channels]}: I3D, MoViNet and others of TensorFlow. */
  NTHWC {
    @Override
    long[] shape(int frames, ImageSize size) {
      return new long[] {-1, frames, size.height(), size.width(), 3};
    }

    @Override
    int at(int frame, int channel, int frames, int plane) {
      return frame * 3 * plane + channel;
    }

    @Override
    int step() {
      return 3;
    }
  };

  /** The input's shape; the number of clips is -1. */
  abstract long[] shape(int frames, ImageSize size);

  /** Where in a clip the plane of one colour of one picture begins. */
  abstract int at(int frame, int channel, int frames, int plane);

  /** From one sample of a plane to the next. */
  int step() {
    return 1;
  }

  static ClipLayout of(String name) {
    return Arrays.stream(values())
        .filter(layout -> layout.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "input_format is '" + name + "'; " + Arrays.toString(values()) + " exist"));
  }

  /** Whether an input takes this order; -1 in its shape is any length. */
  boolean fits(long[] input, int frames, ImageSize size) {
    long[] wanted = shape(frames, size);
    for (int d = 1; d < wanted.length; d++) {
      if (input[d] != -1 && input[d] != wanted[d]) {
        return false;
      }
    }
    return true;
  }

  /** The layouts that an input may have, those first that most networks have. */
  static List<ClipLayout> fitting(long[] input, int frames, ImageSize size) {
    return Arrays.stream(values()).filter(layout -> layout.fits(input, frames, size)).toList();
  }
}
