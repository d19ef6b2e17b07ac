package io.reelspace.space;

import java.util.function.Supplier;

/** Something costly that is opened when first asked for, and closed only if it was opened. */
final class Lazy<T extends AutoCloseable> {
  private final Supplier<T> opener;
  private volatile T value;
  private boolean closed;

  Lazy(Supplier<T> opener) {
    this.opener = opener;
  }

  T get() {
    T opened = value;
    return opened != null ? opened : open();
  }

  private synchronized T open() {
    if (closed) {
      throw new IllegalStateException("the space is closed");
    }
    if (value == null) {
      value = opener.get();
    }
    return value;
  }

  synchronized void close() {
    closed = true;
    if (value == null) {
      return;
    }
    try {
      value.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing a part of the space", e);
    }
    value = null;
  }
}
