package io.reelspace.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Follows what {@code ffmpeg -progress} writes, to tell work from standing still. */
final class EncodingProgress {

  /** What grows while there is progress; other lines change with the time alone. */
  private static final Set<String> GROWING = Set.of("frame", "total_size", "out_time_us");

  private static final Duration LOOK = Duration.ofMillis(200);

  private final ChildProcess child;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile long progressed = System.nanoTime();

  EncodingProgress(ChildProcess child) {
    this.child = child;
    Thread.ofPlatform().daemon().name("clip-progress-" + child.pid()).start(this::listen);
  }

  /** Whether the program ended by itself before it stood still for so long. */
  boolean awaitEnd(Duration withoutProgress) throws InterruptedException {
    while (!end.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
      if (System.nanoTime() - progressed > withoutProgress.toNanos()) {
        child.kill();
        return false;
      }
    }
    return true;
  }

  private void listen() {
    String last = "";
    StringBuilder state = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.output(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (GROWING.contains(line.split("=", 2)[0])) {
          state.append(line).append(' ');
        } else if (line.startsWith("progress=")) {
          if (!state.toString().equals(last)) {
            progressed = System.nanoTime();
          }
          last = state.toString();
          state.setLength(0);
        }
      }
    } catch (IOException e) {
      // the program has ended; its exit code tells how
    } finally {
      end.countDown();
    }
  }
}
