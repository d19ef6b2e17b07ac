package io.reelspace.milvus;

import io.reelspace.index.IndexedSegment;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Frames of the segments that searches looked at last, up to a number of bytes. The rows of a
 * version never change and a version is never given twice, so what is kept is never wrong, whoever
 * writes to the server. Safe for use by several threads.
 */
final class KeptFrames {

  private static final long MOST_BYTES = 64L << 20;

  /** Share of the memory of this process. */
  private static final int SHARE = 8;

  /** Of a segment beside its frames, about. */
  private static final int SEGMENT_BYTES = 300;

  /** Of a frame beside the bytes of its dimensions: its time and scale. */
  private static final int FRAME_BYTES = 12;

  private final long mostBytes;
  private final float[] shared;
  private final Map<MilvusSegment, IndexedSegment> kept = // looked at longest ago first
      new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * Up to a part of this process' memory.
   *
   * @param shared embedding that stands in for those of many segments, and takes no more memory
   */
  KeptFrames(float[] shared) {
    this(shared, Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / SHARE));
  }

  KeptFrames(float[] shared, long mostBytes) {
    this.shared = shared;
    this.mostBytes = mostBytes;
  }

  /** Those that are kept of some segments. */
  synchronized Map<MilvusSegment, IndexedSegment> find(Iterable<MilvusSegment> wanted) {
    Map<MilvusSegment, IndexedSegment> found = new HashMap<>();
    for (MilvusSegment segment : wanted) {
      IndexedSegment there = kept.get(segment);
      if (there != null) {
        found.put(segment, there);
      }
    }
    return found;
  }

  synchronized void keep(Map<MilvusSegment, IndexedSegment> read) {
    read.forEach((segment, frames) -> {
      if (kept.put(segment, frames) == null) {
        bytes += bytes(frames);
      }
    });
    Iterator<IndexedSegment> oldest = kept.values().iterator();
    while (bytes > mostBytes && oldest.hasNext()) {
      bytes -= bytes(oldest.next());
      oldest.remove();
    }
  }

  /** Bytes of all that is kept, about. */
  synchronized long bytes() {
    return bytes;
  }

  @SuppressWarnings("ReferenceEquality") // the very array, not one like it
  private long bytes(IndexedSegment segment) {
    int dimension = segment.embedding().length;
    return SEGMENT_BYTES
        + (segment.embedding() == shared ? 0 : (long) Float.BYTES * dimension)
        + (long) segment.frames().size() * (FRAME_BYTES + dimension);
  }
}
