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
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a network over pictures in batches, through one buffer that is kept. The network takes
 * either bytes {@code [pictures, height, width, 3]}, as pictures are, or floats {@code [pictures,
 * 3, height, width]}, single or half, as networks from the hubs do.
 */
final class OnnxImageEncoder implements ImageEncoder {
  private final String id;
  private final Network network;
  private final Preprocessing preprocessing;
  private final List<ImageOutput> outputs;
  private final String input;
  private final OnnxJavaType type;
  private final int batch;
  private final boolean fixedBatch;
  private final int channels;
  private final ByteBuffer buffer;
  private final float[] plane;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Takes over a network.
   *
   * @param outputs at least one
   */
  OnnxImageEncoder(
      String id,
      Network network,
      Preprocessing preprocessing,
      List<ImageOutput> outputs,
      int wantedBatch) {
    this.id = id;
    this.network = network;
    this.preprocessing = preprocessing;
    this.outputs = List.copyOf(outputs);
    this.input = network.onlyInput().getKey();
    this.type = type(network, preprocessing.size());
    long batchOfNetwork = network.onlyInput().getValue().getShape()[0];
    this.fixedBatch = batchOfNetwork > 0;
    this.batch = fixedBatch ? (int) batchOfNetwork : wantedBatch;
    int samples = 3 * preprocessing.size().width() * preprocessing.size().height();
    this.plane = new float[type == OnnxJavaType.UINT8 ? 0 : samples / 3];
    this.buffer =
        ByteBuffer.allocateDirect(batch * samples * type.size).order(ByteOrder.nativeOrder());
    this.channels = outputs.stream().mapToInt(o -> o.channels(network, this::blank)).sum();
  }

  private static OnnxJavaType type(Network network, ImageSize size) {
    TensorInfo tensor = network.onlyInput().getValue();
    long[] shape = tensor.getShape();
    boolean bytes = tensor.type == OnnxJavaType.UINT8;
    boolean floats = tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.FLOAT16;
    if (shape.length != 4 || !(bytes || floats)) {
      throw network.unfit("takes " + tensor + " where pictures are expected");
    }
    long[] wanted =
        bytes
            ? new long[] {shape[0], size.height(), size.width(), 3}
            : new long[] {shape[0], 3, size.height(), size.width()};
    for (int d = 0; d < 4; d++) {
      if (shape[d] != -1 && shape[d] != wanted[d]) {
        throw network.unfit(
            "takes pictures "
                + Arrays.toString(shape)
                + " where the configuration (size, crop_size) makes "
                + Arrays.toString(wanted)
                + " (-1: any)");
      }
    }
    return tensor.type;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public ImageSize inputSize() {
    return preprocessing.size();
  }

  @Override
  public io.reelspace.media.Framing framing() {
    return preprocessing.framing();
  }

  @Override
  public float[][] encode(List<RgbImage> pictures) {
    float[][] rows = new float[pictures.size()][channels];
    lock.lock();
    try {
      for (int from = 0; from < rows.length; from += batch) {
        encode(pictures.subList(from, Math.min(from + batch, rows.length)), rows, from);
      }
    } finally {
      lock.unlock();
    }
    return rows;
  }

  private void encode(List<RgbImage> pictures, float[][] rows, int from) {
    buffer.clear();
    pictures.forEach(this::put);
    List<String> names = outputs.stream().map(ImageOutput::name).toList();
    List<Network.Values> values = network.runShaped(Map.of(input, tensor(pictures.size())), names);
    for (int i = 0; i < pictures.size(); i++) {
      int column = 0;
      for (int o = 0; o < values.size(); o++) {
        column += outputs.get(o).put(values.get(o), i, rows[from + i], column);
      }
    }
  }

  private void put(RgbImage picture) {
    byte[] rgb = preprocessing.fit(picture).rgb();
    if (type == OnnxJavaType.UINT8) {
      buffer.put(rgb);
      return;
    }
    for (int c = 0; c < 3; c++) {
      float scale = preprocessing.scale()[c];
      float offset = preprocessing.offset()[c];
      for (int i = 0, s = c; i < plane.length; i++, s += 3) {
        plane[i] = (rgb[s] & 0xff) * scale + offset;
      }
      if (type == OnnxJavaType.FLOAT) {
        buffer.asFloatBuffer().put(plane);
      } else {
        ShortBuffer halves = buffer.asShortBuffer();
        for (float sample : plane) {
          halves.put(Float.floatToFloat16(sample));
        }
      }
      buffer.position(buffer.position() + plane.length * type.size);
    }
  }

  /** One black picture, to see what comes out. */
  private Map<String, OnnxTensor> blank() {
    buffer.clear();
    put(
        new RgbImage(
            preprocessing.size(),
            new byte[3 * preprocessing.size().width() * preprocessing.size().height()]));
    return Map.of(input, tensor(1));
  }

  private OnnxTensor tensor(int pictures) {
    int count = fixedBatch ? batch : pictures;
    long width = preprocessing.size().width();
    long height = preprocessing.size().height();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    buffer
        .position(0)
        .limit(
            count * 3 * preprocessing.size().width() * preprocessing.size().height() * type.size);
    long[] planes = {count, 3, height, width};
    try {
      return switch (type) {
        case UINT8 ->
            OnnxTensor.createTensor(
                environment, buffer, new long[] {count, height, width, 3}, OnnxJavaType.UINT8);
        case FLOAT16 -> OnnxTensor.createTensor(environment, buffer, planes, OnnxJavaType.FLOAT16);
        default -> OnnxTensor.createTensor(environment, buffer.asFloatBuffer(), planes);
      };
    } catch (OrtException e) {
      throw network.unfit("takes no such pictures: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
