package io.reelspace.encode;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.reelspace.media.Clip;
import io.reelspace.media.ClipSampler;
import io.reelspace.media.ImageSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a network over clips in batches, through one buffer that is kept. It takes floats or bytes,
 * in any {@link ClipLayout}.
 */
final class OnnxClipEncoder implements ClipEncoder {

  /** Most bytes of the buffer: clips are large, and beyond a few a batch gains nothing. */
  private static final long MOST_BYTES = 64 << 20;

  private final String id;
  private final Network network;
  private final ClipPreprocessing preprocessing;
  private final List<String> outputs;
  private final int[] channels;
  private final String input;
  private final ClipLayout layout;
  private final boolean takesBytes;
  private final int batch;
  private final boolean fixedBatch;
  private final int clipSamples;
  private final float[] plane;
  private final ByteBuffer buffer;
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
    TensorInfo tensor = network.onlyInput().getValue();
    this.input = network.onlyInput().getKey();
    this.takesBytes = tensor.type == OnnxJavaType.UINT8;
    this.layout = layout(network, preprocessing);
    ImageSize size = preprocessing.pictures().size();
    this.plane = new float[size.width() * size.height()];
    long samples = 3L * plane.length * preprocessing.sampler().frames();
    long bytes = samples * (takesBytes ? 1 : Float.BYTES);
    long fixed = tensor.getShape()[0];
    this.fixedBatch = fixed != -1;
    this.batch = fixedBatch ? (int) fixed : Math.clamp(MOST_BYTES / bytes, 1, batch);
    if (bytes * this.batch > Integer.MAX_VALUE) {
      throw network.unfit("takes " + bytes * this.batch + " bytes at once, which is too much");
    }
    this.clipSamples = (int) samples;
    this.buffer =
        ByteBuffer.allocateDirect((int) bytes * this.batch).order(ByteOrder.nativeOrder());
  }

  private static ClipLayout layout(Network network, ClipPreprocessing preprocessing) {
    TensorInfo tensor = network.onlyInput().getValue();
    long[] shape = tensor.getShape();
    if (shape.length != 5
        || !(tensor.type == OnnxJavaType.UINT8 || tensor.type == OnnxJavaType.FLOAT)) {
      throw network.unfit("takes " + tensor + " where clips, of five dimensions, are expected");
    }
    int frames = preprocessing.sampler().frames();
    ImageSize size = preprocessing.pictures().size();
    List<ClipLayout> fitting =
        ClipLayout.fitting(shape, frames, size).stream()
            .filter(l -> preprocessing.layout().map(l::equals).orElse(true))
            .toList();
    if (fitting.isEmpty()) {
      throw network.unfit(
          "takes %s (-1: any), which preprocessor_config.json does not fit: its num_frames %d and size %d x %d make %s"
              .formatted(
                  Arrays.toString(shape),
                  frames,
                  size.width(),
                  size.height(),
                  Arrays.toString(
                      preprocessing.layout().orElse(ClipLayout.NCTHW).shape(frames, size))));
    }
    return fitting.getFirst();
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
            "a clip of "
                + clip.pictures().size()
                + " pictures for "
                + id
                + ", which takes "
                + sampler().frames());
      }
    }
    float[][] rows = new float[clips.size()][channels()];
    lock.lock();
    try {
      for (int from = 0; from < rows.length; from += batch) {
        encode(clips.subList(from, Math.min(from + batch, rows.length)), rows, from);
      }
    } finally {
      lock.unlock();
    }
    return rows;
  }

  private void encode(List<Clip> clips, float[][] rows, int from) {
    for (int i = 0; i < clips.size(); i++) {
      for (int t = 0; t < sampler().frames(); t++) {
        byte[] rgb = preprocessing.pictures().fit(clips.get(i).pictures().get(t)).rgb();
        for (int c = 0; c < 3; c++) {
          put(rgb, c, i * clipSamples + layout.at(t, c, sampler().frames(), plane.length));
        }
      }
    }
    int count = fixedBatch ? batch : clips.size();
    List<FloatBuffer> values = network.run(Map.of(input, tensor(count)), outputs);
    for (int o = 0, column = 0; o < channels.length; column += channels[o++]) {
      int rank = network.output(outputs.get(o)).getShape().length;
      for (int i = 0; i < clips.size(); i++) {
        ClipFeatures.pool(values.get(o), rank, count, i, rows[from + i], column, channels[o]);
      }
    }
  }

  /** Writes one colour of a picture at its place. */
  private void put(byte[] rgb, int channel, int at) {
    int step = layout.step();
    if (takesBytes) {
      for (int i = 0, s = channel; i < plane.length; i++, s += 3) {
        buffer.put(at + i * step, rgb[s]);
      }
      return;
    }
    float scale = preprocessing.pictures().scale()[channel];
    float offset = preprocessing.pictures().offset()[channel];
    FloatBuffer floats = buffer.asFloatBuffer();
    for (int i = 0, s = channel; i < plane.length; i++, s += 3) {
      plane[i] = (rgb[s] & 0xff) * scale + offset;
    }
    if (step == 1) {
      floats.put(at, plane);
      return;
    }
    for (int i = 0; i < plane.length; i++) {
      floats.put(at + i * step, plane[i]);
    }
  }

  private OnnxTensor tensor(int clips) {
    long[] shape = layout.shape(sampler().frames(), inputSize());
    shape[0] = clips;
    int samples = clips * clipSamples;
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try {
      return takesBytes
          ? OnnxTensor.createTensor(
              environment, buffer.slice(0, samples), shape, OnnxJavaType.UINT8)
          : OnnxTensor.createTensor(environment, buffer.asFloatBuffer().slice(0, samples), shape);
    } catch (OrtException e) {
      throw network.unfit("takes no such clips: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
