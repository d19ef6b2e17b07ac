package io.reelspace.space;

import io.reelspace.encode.FloatNetwork;
import io.reelspace.encode.Inference;
import io.reelspace.encode.JoiningNetwork;
import io.reelspace.encode.Lazy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The tower of the visual side: from the features of frames, and where the space joins them with
 * clips or sounds of these too, to a vector that is still to be finished.
 */
sealed interface VideoTower extends AutoCloseable {

  /**
   * Runs the tower.
   *
   * @param segments all with as many frames; with any number of clips and sounds, none for a
   *     missing modality
   * @return {@code [segments, dimension]} in row-major order
   */
  float[] run(List<SegmentFeatures> segments);

  @Override
  void close();

  /** The features of frames are all it takes. */
  static VideoTower ofFrames(Path file, Inference inference) {
    return new OfFrames(new Lazy<>(() -> FloatNetwork.open(file, inference)));
  }

  /** It also takes {@code clips}, or {@code sounds}, or both, each with a mask. */
  static VideoTower joining(Path file, boolean clips, boolean sounds, Inference inference) {
    Map<String, Function<SegmentFeatures, float[][]>> others = new HashMap<>();
    if (clips) {
      others.put("clips", SegmentFeatures::clips);
    }
    if (sounds) {
      others.put("sounds", SegmentFeatures::sounds);
    }
    if (others.isEmpty()) {
      return ofFrames(file, inference);
    }
    Set<String> inputs = new HashSet<>(Set.of("features"));
    others.keySet().forEach(name -> inputs.addAll(List.of(name, name + "_mask")));
    return new Joining(
        new Lazy<>(() -> JoiningNetwork.open(file, inputs, inference)), Map.copyOf(others));
  }

  /** See {@link #ofFrames}. */
  record OfFrames(Lazy<FloatNetwork> network) implements VideoTower {
    @Override
    public float[] run(List<SegmentFeatures> segments) {
      return network.get().run(flat(segments), shape(segments));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  /**
   * See {@link #joining}.
   *
   * @param others what it takes beside frames, by the names of the inputs
   */
  record Joining(
      Lazy<JoiningNetwork> network, Map<String, Function<SegmentFeatures, float[][]>> others)
      implements VideoTower {
    @Override
    public float[] run(List<SegmentFeatures> segments) {
      Map<String, JoiningNetwork.Input> inputs = new HashMap<>();
      inputs.put("features", JoiningNetwork.Input.of(flat(segments), shape(segments)));
      others.forEach(
          (name, part) -> put(inputs, name, segments.stream().map(part).toArray(float[][][]::new)));
      return network.get().run(inputs);
    }

    /** Rows of any number of steps, with the mask that says how many. */
    private void put(Map<String, JoiningNetwork.Input> inputs, String name, float[][][] rows) {
      int most = 1;
      for (float[][] row : rows) {
        most = Math.max(most, row.length);
      }
      int channels = network.get().channels(name);
      float[] values = new float[rows.length * most * channels];
      float[] mask = new float[rows.length * most];
      for (int b = 0; b < rows.length; b++) {
        for (int t = 0; t < rows[b].length; t++) {
          int step = b * most + t;
          System.arraycopy(rows[b][t], 0, values, step * channels, channels);
          mask[step] = 1;
        }
      }
      inputs.put(name, JoiningNetwork.Input.of(values, rows.length, most, channels));
      inputs.put(name + "_mask", JoiningNetwork.Input.of(mask, rows.length, most));
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private static long[] shape(List<SegmentFeatures> segments) {
    float[][] first = segments.getFirst().frames();
    return new long[] {segments.size(), first.length, first[0].length};
  }

  /** Frames one after another; all segments have as many. */
  private static float[] flat(List<SegmentFeatures> segments) {
    float[][] first = segments.getFirst().frames();
    int channels = first[0].length;
    float[] values = new float[segments.size() * first.length * channels];
    int at = 0;
    for (SegmentFeatures segment : segments) {
      for (float[] step : segment.frames()) {
        System.arraycopy(step, 0, values, at, channels);
        at += channels;
      }
    }
    return values;
  }
}
