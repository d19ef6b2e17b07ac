package io.reelspace.train.loss;

import java.nio.ByteBuffer;

/** Memory of arrays that were closed, in the hands of others. */
public final class FreedMemory {

  private FreedMemory() {}

  /** Has the buffers of arrays that were closed collected, and others written in their place. */
  public static void reuse() {
    System.gc();
    for (int i = 0; i < 2000; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(8 * (1 + i % 4));
      while (buffer.hasRemaining()) {
        buffer.put((byte) 0x3f);
      }
    }
  }
}
