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
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs a network over pictures in batches, through one buffer that is kept. The network takes
 * either bytes {@code [pictures, height, width, 3]}, as pictures are, or floats {@code [pictures,
 * 3, height, width]}, as networks from the hubs do.
 */
final class OnnxImageEncoder implements ImageEncoder {
  private final String id;
  private final Network network;
  private final Preprocessing preprocessing;
  private final List<String> outputs;
  private final int[] channels;
  private final String input;
  private final boolean takesBytes;
  private final int batch;
  private final ByteBuffer buffer;
  private final float[] plane;
  private final ReentrantLock lock = new ReentrantLock();

  OnnxImageEncoder(
      String id, Network network, Preprocessing preprocessing, List<String> outputs, int batch) {
    this.id = id;
    this.network = network;
    this.preprocessing = preprocessing;
    this.outputs = outputs.isEmpty() ? List.of(network.firstOutput()) : List.copyOf(outputs);
    this.channels = this.outputs.stream().mapToInt(network::channels).toArray();
    this.input = network.onlyInput().getKey();
    this.takesBytes = takesBytes(network, preprocessing.size());
    this.batch = batch;
    int samples = 3 * preprocessing.size().width() * preprocessing.size().height();
    this.plane = new float[takesBytes ? 0 : samples / 3];
    this.buffer =
        ByteBuffer.allocateDirect(batch * samples * (takesBytes ? 1 : Float.BYTES))
            .order(ByteOrder.nativeOrder());
  }

  private static boolean takesBytes(Network network, ImageSize size) {
    TensorInfo tensor = network.onlyInput().getValue();
    long[] shape = tensor.getShape();
    boolean bytes = tensor.type == OnnxJavaType.UINT8;
    if (shape.length != 4 || !(bytes || tensor.type == OnnxJavaType.FLOAT)) {
      throw network.unfit("takes " + tensor + " where pictures are expected");
    }
    long[] wanted =
        bytes
            ? new long[] {-1, size.height(), size.width(), 3}
            : new long[] {-1, 3, size.height(), size.width()};
    for (int d = 0; d < 4; d++) {
      if (shape[d] != -1 && shape[d] != wanted[d]) {
        throw network.unfit(
            "takes "
                + java.util.Arrays.toString(shape)
                + " where "
                + java.util.Arrays.toString(wanted)
                + " is needed (-1: any)");
      }
    }
    return bytes;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int channels() {
    return java.util.Arrays.stream(channels).sum();
  }

  @Override
  public ImageSize inputSize() {
    return preprocessing.size();
  }

  @Override
  public float[][] encode(List<RgbImage> pictures) {
    float[][] rows = new float[pictures.size()][channels()];
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
    List<FloatBuffer> values = network.run(Map.of(input, tensor(pictures.size())), outputs);
    for (int i = 0; i < pictures.size(); i++) {
      int column = 0;
      for (int o = 0; o < channels.length; o++) {
        values.get(o).get(rows[from + i], column, channels[o]);
        column += channels[o];
      }
    }
  }

  private void put(RgbImage picture) {
    byte[] rgb = preprocessing.fit(picture).rgb();
    if (takesBytes) {
      buffer.put(rgb);
      return;
    }
    for (int c = 0; c < 3; c++) {
      float scale = preprocessing.scale()[c];
      float offset = preprocessing.offset()[c];
      for (int i = 0, s = c; i < plane.length; i++, s += 3) {
        plane[i] = (rgb[s] & 0xff) * scale + offset;
      }
      buffer.asFloatBuffer().put(plane);
      buffer.position(buffer.position() + plane.length * Float.BYTES);
    }
  }

  private OnnxTensor tensor(int pictures) {
    long width = preprocessing.size().width();
    long height = preprocessing.size().height();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    buffer.flip();
    try {
      return takesBytes
          ? OnnxTensor.createTensor(
              environment, buffer, new long[] {pictures, height, width, 3}, OnnxJavaType.UINT8)
          : OnnxTensor.createTensor(
              environment, buffer.asFloatBuffer(), new long[] {pictures, 3, height, width});
    } catch (OrtException e) {
      throw network.unfit("takes no such pictures: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
