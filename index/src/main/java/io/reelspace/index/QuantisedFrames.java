package io.reelspace.index;

import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.apache.lucene.util.BytesRef;

/**
 * The embedded frames of a segment in a few bytes, each put back into floats when it is asked for.
 *
 * <p>A frame is its time (8 bytes), a scale (4 bytes) and one signed byte for each dimension; value
 * times scale gives the embedding, and the scale is such that this has length one. Putting what was
 * read in again changes nothing but the last bits of the scale. A segment of one frame that is
 * embedded as the frame is, a picture for example, keeps only the time.
 */
public final class QuantisedFrames extends AbstractList<IndexedFrame> implements RandomAccess {

  private static final int LARGEST = Byte.MAX_VALUE;
  private static final int TIME_BYTES = Double.BYTES;
  private static final int HEAD_BYTES = TIME_BYTES + Float.BYTES;

  private final byte[] bytes;
  private final float[] segment;

  /**
   * @param segment embedding of the segment
   */
  private QuantisedFrames(byte[] bytes, float[] segment) {
    this.bytes = bytes;
    this.segment = segment;
  }

  /** Quantises the frames of a segment; what is quantised already is taken as it is. */
  static QuantisedFrames of(List<IndexedFrame> frames, float[] segment) {
    if (frames instanceof QuantisedFrames quantised && Arrays.equals(quantised.segment, segment)) {
      return quantised;
    }
    boolean alone = frames.size() == 1 && Arrays.equals(frames.getFirst().embedding(), segment);
    if (alone) {
      byte[] time = new byte[TIME_BYTES];
      ByteBuffer.wrap(time).putDouble(frames.getFirst().time());
      return new QuantisedFrames(time, segment);
    }
    ByteBuffer buffer = ByteBuffer.allocate(frames.size() * (HEAD_BYTES + segment.length));
    for (IndexedFrame frame : frames) {
      byte[] values = quantised(frame.embedding());
      buffer.putDouble(frame.time()).putFloat(scale(values)).put(values);
    }
    return new QuantisedFrames(buffer.array(), segment);
  }

  /** The frames of a segment as bytes. */
  public static byte[] write(List<IndexedFrame> frames, float[] segment) {
    return of(frames, segment).bytes;
  }

  /** What {@link #write} gave. */
  public static List<IndexedFrame> read(byte[] bytes, float[] segment) {
    return new QuantisedFrames(bytes, segment);
  }

  /** What {@link #bytes} gave, copied. */
  static QuantisedFrames read(BytesRef stored, float[] segment) {
    return new QuantisedFrames(BytesRef.deepCopyOf(stored).bytes, segment);
  }

  BytesRef bytes() {
    return new BytesRef(bytes);
  }

  @Override
  public int size() {
    return bytes.length == TIME_BYTES ? 1 : bytes.length / (HEAD_BYTES + segment.length);
  }

  @Override
  public IndexedFrame get(int index) {
    if (bytes.length == TIME_BYTES && index == 0) {
      return new IndexedFrame(ByteBuffer.wrap(bytes).getDouble(), segment);
    }
    int start = index * (HEAD_BYTES + segment.length);
    ByteBuffer head = ByteBuffer.wrap(bytes, start, HEAD_BYTES);
    double time = head.getDouble();
    float scale = head.getFloat();
    int values = start + HEAD_BYTES;
    float[] embedding = new float[segment.length];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = bytes[values + i] * scale;
    }
    return new IndexedFrame(time, embedding);
  }

  /** The nearest bytes when the largest value is made {@link #LARGEST}. */
  private static byte[] quantised(float[] embedding) {
    float most = 0;
    for (float value : embedding) {
      most = Math.max(most, Math.abs(value));
    }
    byte[] values = new byte[embedding.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) Math.round(embedding[i] * LARGEST / most);
    }
    return values;
  }

  /** One by the length of the vector. */
  private static float scale(byte[] values) {
    int squares = 0; // of 4,096 dimensions at most: fits
    for (byte value : values) {
      squares += value * value;
    }
    return (float) (1 / Math.sqrt(squares));
  }
}
