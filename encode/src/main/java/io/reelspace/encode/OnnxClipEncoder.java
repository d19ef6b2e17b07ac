package io.reelspace.encode;

import io.reelspace.media.Clip;
import io.reelspace.media.ClipSampler;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Runs a network over clips in batches. */
final class OnnxClipEncoder implements ClipEncoder {
  private final String id;
  private final Network network;
  private final ClipPreprocessing preprocessing;
  private final List<String> outputs;
  private final int[] channels;
  private final ClipInput input;
  private final ReentrantLock lock = new ReentrantLock();

  OnnxClipEncoder(
      String id,
      Network network,
      ClipPreprocessing preprocessing,
      List<String> outputs,
      int batch) {
    this.id = id;
    this.network = network;
    this.preprocessing = preprocessing;
    this.outputs = outputs.isEmpty() ? List.of(network.firstOutput()) : List.copyOf(outputs);
    this.channels =
        this.outputs.stream().mapToInt(name -> ClipFeatures.channels(network, name)).toArray();
    this.input = new ClipInput(network, preprocessing, batch);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int channels() {
    return Arrays.stream(channels).sum();
  }

  @Override
  public ImageSize inputSize() {
    return preprocessing.pictures().size();
  }

  @Override
  public ClipSampler sampler() {
    return preprocessing.sampler();
  }

  @Override
  public float[][] encode(List<Clip> clips) {
    for (Clip clip : clips) {
      if (clip.pictures().size() != sampler().frames()) {
        throw new IllegalArgumentException(
            "a clip of %d pictures for %s, which takes %d"
                .formatted(clip.pictures().size(), id, sampler().frames()));
      }
    }
    float[][] rows = new float[clips.size()][channels()];
    lock.lock();
    try {
      for (int from = 0; from < rows.length; from += input.batch()) {
        encode(clips.subList(from, Math.min(from + input.batch(), rows.length)), rows, from);
      }
    } finally {
      lock.unlock();
    }
    return rows;
  }

  private void encode(List<Clip> clips, float[][] rows, int from) {
    for (int i = 0; i < clips.size(); i++) {
      List<RgbImage> pictures = clips.get(i).pictures();
      for (int t = 0; t < pictures.size(); t++) {
        input.put(i, t, pictures.get(t));
      }
    }
    int count = input.seen(clips.size());
    List<FloatBuffer> values = network.run(Map.of(input.name(), input.tensor(count)), outputs);
    for (int o = 0, column = 0; o < channels.length; column += channels[o++]) {
      int rank = network.output(outputs.get(o)).getShape().length;
      for (int i = 0; i < clips.size(); i++) {
        ClipFeatures.pool(values.get(o), rank, count, i, rows[from + i], column, channels[o]);
      }
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
