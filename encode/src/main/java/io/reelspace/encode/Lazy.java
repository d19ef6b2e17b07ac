package io.reelspace.encode;

import java.util.function.Supplier;

/**
 * Something costly that is opened when first asked for, and closed only if it was opened. Safe for
 * use by several threads.
 *
 * @param <T> what is opened
 */
public final class Lazy<T extends AutoCloseable> implements AutoCloseable {
  private final Supplier<T> opener;
  private volatile State<T> state = new Unopened<>();

  /** Opens nothing yet. */
  public Lazy(Supplier<T> opener) {
    this.opener = opener;
  }

  private sealed interface State<T> {}

  private record Unopened<T>() implements State<T> {}

  private record Open<T>(T value) implements State<T> {}

  private record Closed<T>() implements State<T> {}

  /**
   * What was opened, now or before; a failure to open it is tried again next time.
   *
   * @throws IllegalStateException when it was closed
   */
  public T get() {
    return state instanceof Open<T>(T value) ? value : open();
  }

  private synchronized T open() {
    if (state instanceof Open<T>(T value)) {
      return value;
    }
    if (state instanceof Closed<T>) {
      throw new IllegalStateException("closed");
    }
    T value = opener.get();
    state = new Open<>(value);
    return value;
  }

  @Override
  public synchronized void close() {
    State<T> last = state;
    state = new Closed<>();
    if (last instanceof Open<T>(T value)) {
      try {
        value.close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("closing " + value, e);
      }
    }
  }
}
