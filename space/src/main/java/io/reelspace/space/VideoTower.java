package io.reelspace.space;

import io.reelspace.encode.FloatNetwork;
import io.reelspace.encode.Inference;
import io.reelspace.encode.JoiningNetwork;
import io.reelspace.encode.Lazy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The tower of the visual side: from the features of frames, and where the space knows motion of
 * clips, to a vector that is still to be finished.
 */
sealed interface VideoTower extends AutoCloseable {

  /**
   * Runs the tower.
   *
   * @param frames features {@code [batch, frames, channels]}
   * @param clips features {@code [batch, clips, channels]}; rows without clips for a missing
   *     modality
   * @return {@code [batch, dimension]} in row-major order
   */
  float[] run(float[][][] frames, float[][][] clips);

  @Override
  void close();

  /** The features of frames are all it takes. */
  static VideoTower ofFrames(Path file, Inference inference) {
    return new OfFrames(new Lazy<>(() -> FloatNetwork.open(file, inference)));
  }

  /** It also takes {@code clips}. */
  static VideoTower ofFramesAndClips(Path file, Inference inference) {
    Set<String> inputs = Set.of("features", "clips", "clips_mask");
    return new OfFramesAndClips(new Lazy<>(() -> JoiningNetwork.open(file, inputs, inference)));
  }

  /** See {@link #ofFrames}. */
  record OfFrames(Lazy<FloatNetwork> network) implements VideoTower {
    @Override
    public float[] run(float[][][] frames, float[][][] clips) {
      return network.get().run(flat(frames), shape(frames));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /** See {@link #ofFramesAndClips}. */
  record OfFramesAndClips(Lazy<JoiningNetwork> network) implements VideoTower {
    @Override
    public float[] run(float[][][] frames, float[][][] clips) {
      int batch = clips.length;
      int most = 1;
      for (float[][] row : clips) {
        most = Math.max(most, row.length);
      }
      int channels = network.get().channels("clips");
      float[] values = new float[batch * most * channels];
      float[] mask = new float[batch * most];
      for (int b = 0; b < batch; b++) {
        for (int t = 0; t < clips[b].length; t++) {
          int row = b * most + t;
          System.arraycopy(clips[b][t], 0, values, row * channels, channels);
          mask[row] = 1;
        }
      }
      return network
          .get()
          .run(
              Map.of(
                  "features", JoiningNetwork.Input.of(flat(frames), shape(frames)),
                  "clips", JoiningNetwork.Input.of(values, batch, most, channels),
                  "clips_mask", JoiningNetwork.Input.of(mask, batch, most)));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private static long[] shape(float[][][] rows) {
    return new long[] {rows.length, rows[0].length, rows[0][0].length};
  }

  /** Rows one after another; all have as many steps. */
  private static float[] flat(float[][][] rows) {
    int channels = rows[0][0].length;
    float[] values = new float[rows.length * rows[0].length * channels];
    int at = 0;
    for (float[][] row : rows) {
      for (float[] step : row) {
        System.arraycopy(step, 0, values, at, channels);
        at += channels;
      }
    }
    return values;
  }
}
