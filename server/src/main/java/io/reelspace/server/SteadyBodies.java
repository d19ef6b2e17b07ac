package io.reelspace.server;

import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Cuts off bodies of requests that trickle in: after a while they must have come at a rate. (What
 * does not come at all is cut off by the connection's idle time.)
 */
final class SteadyBodies extends Handler.Wrapper {

  /** A slow start is nobody's fault. */
  private static final long GRACE_NANOS = 5_000_000_000L;

  private final long bytesPerSecond;

  SteadyBodies(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(new Steady(request), response, callback);
  }

  private final class Steady extends Request.Wrapper {

    private final long start = System.nanoTime();
    private long bytes;

    private Steady(Request wrapped) {
      super(wrapped);
    }

    @Override
    public Content.Chunk read() {
      Content.Chunk chunk = super.read();
      if (chunk == null || chunk.isLast() || Content.Chunk.isFailure(chunk)) {
        return chunk;
      }
      bytes += chunk.remaining();
      long elapsed = System.nanoTime() - start;
      if (elapsed > GRACE_NANOS && bytes < bytesPerSecond * (elapsed / 1e9)) {
        chunk.release();
        TimeoutException slow = new TimeoutException("the body of the request comes too slowly");
        getWrapped().fail(slow);
        return Content.Chunk.from(slow);
      }
      return chunk;
    }
  }
}
