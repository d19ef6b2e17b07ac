package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws what dropout keeps in the passes of one side, on all cores.
 *
 * <p>PyTorch draws one number after the other, which takes a tenth of a step of small towers. Here
 * every number follows from its place alone (SplitMix64, Steele et al. 2014, as a counter), so a
 * mask does not depend on the number of threads, and a pass that is begun again draws the same.
 *
 * <p>The masks of a pass lie in memory that the next pass writes over: one pass, forward and
 * backward, is alive at a time. For one thread.
 */
public final class DropoutMasks {

  private static final int PIECE = 1 << 14;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double NUMBERS = 1L << 32;

  private final List<ByteBuffer> buffers = new ArrayList<>();
  private long seed;
  private int drawn;

  /** Begins a pass; the same seed gives the same masks. */
  public void begin(long seed) {
    this.seed = seed;
    this.drawn = 0;
  }

  /**
   * The next mask of the pass: zero with probability {@code rate}, else {@code 1 / (1 - rate)}.
   *
   * @return of the shape of {@code input}
   */
  NDArray next(NDArray input, double rate) {
    Shape shape = input.getShape();
    int size = Math.toIntExact(shape.size());
    ByteBuffer buffer = reserve(drawn, size);
    long stream = mix(seed + GOLDEN * ++drawn);
    // of the 2^32 equally likely numbers the least are dropped
    int least = (int) (Integer.MIN_VALUE + Math.round(rate * NUMBERS));
    float kept = (float) (1 / (1 - rate));
    FloatBuffer mask = buffer.asFloatBuffer();
    IntStream.range(0, Math.ceilDiv(size, PIECE))
        .parallel()
        .forEach(piece -> {
          int from = piece * PIECE;
          float[] part = new float[Math.min(PIECE, size - from)];
          fill(part, stream + GOLDEN * (from / 2), least, kept);
          mask.put(from, part);
        });
    return input.getManager().create(buffer, shape, DataType.FLOAT32);
  }

  /** Two numbers of 32 bits come from each of 64. */
  private static void fill(float[] part, long stream, int least, float kept) {
    long counter = stream;
    for (int i = 0; i < part.length; i += 2) {
      counter += GOLDEN;
      long bits = mix(counter);
      part[i] = (int) bits >= least ? kept : 0f;
      if (i + 1 < part.length) {
        part[i + 1] = (int) (bits >>> 32) >= least ? kept : 0f;
      }
    }
  }

  private ByteBuffer reserve(int index, int floats) {
    if (index == buffers.size()) {
      buffers.add(ByteBuffer.allocateDirect(0));
    }
    if (buffers.get(index).capacity() < Float.BYTES * floats) {
      buffers.set(
          index, ByteBuffer.allocateDirect(Float.BYTES * floats).order(ByteOrder.nativeOrder()));
    }
    return buffers.get(index).clear().limit(Float.BYTES * floats);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
