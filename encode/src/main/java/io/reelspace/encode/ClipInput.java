package io.reelspace.encode;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.reelspace.media.ImageSize;
import io.reelspace.media.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The one input of a network of clips, floats or bytes in any {@link ClipLayout}: a buffer that is
 * kept and filled picture by picture. Used by one thread at a time.
 */
final class ClipInput {

  /** Most bytes of the buffer: clips are large, and beyond a few a batch gains nothing. */
  private static final long MOST_BYTES = 64 << 20;

  private final Network network;
  private final String name;
  private final ClipPreprocessing preprocessing;
  private final ClipLayout layout;
  private final OnnxJavaType type;
  private final int batch;
  private final boolean fixedBatch;
  private final int clipSamples;
  private final float[] plane;
  private final ByteBuffer buffer;

  /**
   * An input for up to so many clips.
   *
   * @throws io.reelspace.error.MissingModelException when the network does not take what its
   *     configuration says
   */
  ClipInput(Network network, ClipPreprocessing preprocessing, int batch) {
    this.network = network;
    this.name = network.onlyInput().getKey();
    this.preprocessing = preprocessing;
    TensorInfo tensor = network.onlyInput().getValue();
    this.type = tensor.type;
    this.layout = layout(network, preprocessing);
    ImageSize size = preprocessing.pictures().size();
    this.plane = new float[size.width() * size.height()];
    long samples = 3L * plane.length * preprocessing.sampler().frames();
    long bytes = samples * type.size;
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
        || !(tensor.type == OnnxJavaType.UINT8
            || tensor.type == OnnxJavaType.FLOAT
            || tensor.type == OnnxJavaType.FLOAT16)) {
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
          ("takes %s (-1: any), which preprocessor_config.json does not fit: its num_frames %d and"
                  + " size %d x %d make %s")
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

  String name() {
    return name;
  }

  /** Most clips at once. */
  int batch() {
    return batch;
  }

  /** How many clips the network sees where so many are given: some take no other number. */
  int seen(int clips) {
    return fixedBatch ? batch : clips;
  }

  /** Writes one picture of one clip at its place. */
  void put(int clip, int frame, RgbImage picture) {
    byte[] rgb = preprocessing.pictures().fit(picture).rgb();
    int frames = preprocessing.sampler().frames();
    for (int c = 0; c < 3; c++) {
      int at = clip * clipSamples + layout.at(frame, c, frames, plane.length);
      if (type == OnnxJavaType.UINT8) {
        putBytes(rgb, c, at);
      } else {
        putFloats(rgb, c, at);
      }
    }
  }

  private void putBytes(byte[] rgb, int channel, int at) {
    for (int i = 0, s = channel; i < plane.length; i++, s += 3) {
      buffer.put(at + i * layout.step(), rgb[s]);
    }
  }

  private void putFloats(byte[] rgb, int channel, int at) {
    float scale = preprocessing.pictures().scale()[channel];
    float offset = preprocessing.pictures().offset()[channel];
    for (int i = 0, s = channel; i < plane.length; i++, s += 3) {
      plane[i] = (rgb[s] & 0xff) * scale + offset;
    }
    if (type == OnnxJavaType.FLOAT16) {
      ShortBuffer halves = buffer.asShortBuffer();
      for (int i = 0; i < plane.length; i++) {
        halves.put(at + i * layout.step(), Float.floatToFloat16(plane[i]));
      }
      return;
    }
    FloatBuffer floats = buffer.asFloatBuffer();
    if (layout.step() == 1) {
      floats.put(at, plane);
      return;
    }
    for (int i = 0; i < plane.length; i++) {
      floats.put(at + i * layout.step(), plane[i]);
    }
  }

  /** What was put, as so many clips. */
  OnnxTensor tensor(int clips) {
    long[] shape = layout.shape(preprocessing.sampler().frames(), preprocessing.pictures().size());
    shape[0] = clips;
    int samples = clips * clipSamples;
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try {
      return type == OnnxJavaType.FLOAT
          ? OnnxTensor.createTensor(environment, buffer.asFloatBuffer().slice(0, samples), shape)
          : OnnxTensor.createTensor(environment, buffer.slice(0, samples * type.size), shape, type);
    } catch (OrtException e) {
      throw network.unfit("takes no such clips: " + e.getMessage());
    }
  }
}
