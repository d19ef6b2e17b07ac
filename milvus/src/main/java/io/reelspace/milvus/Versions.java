package io.reelspace.milvus;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers that are never given twice: the milliseconds since 1970, then 20 bits by chance. Within a
 * process each is larger than those before.
 */
final class Versions {

  private static final int CHANCE_BITS = 20;
  private static final AtomicLong LAST = new AtomicLong();

  private Versions() {}

  static long next() {
    long wanted =
        (System.currentTimeMillis() << CHANCE_BITS)
            | ThreadLocalRandom.current().nextInt(1 << CHANCE_BITS);
    return LAST.updateAndGet(last -> Math.max(last + 1, wanted));
  }

  /** When it was given, in milliseconds since 1970. */
  static long time(long version) {
    return version >> CHANCE_BITS;
  }
}
