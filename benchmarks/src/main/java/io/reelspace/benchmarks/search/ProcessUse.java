package io.reelspace.benchmarks.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a process of this machine takes, by Linux's {@code /proc}. */
record ProcessUse(long id) {

  /** Linux counts the time of processors in hundredths of a second. */
  private static final double TICKS = 100;

  private static final double IDLE = 0.2;
  private static final long POLL_MILLIS = 5_000;
  private static final int QUIET_POLLS = 4;

  /** Seconds of processors since it began. */
  double processorSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + id + "/stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
    return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12))) / TICKS;
  }

  /** Bytes that it holds in memory, files that it maps included. */
  double residentBytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + id + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024.0 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("process " + id + " has no memory");
  }

  /**
   * Waits until it does next to nothing for some time.
   *
   * @return seconds of processors that it takes each second for that
   */
  double awaitIdle() throws IOException, InterruptedException {
    int quiet = 0;
    double idle = 0;
    double before = processorSeconds();
    while (quiet < QUIET_POLLS) {
      Thread.sleep(POLL_MILLIS);
      double now = processorSeconds();
      boolean still = now - before < IDLE * POLL_MILLIS / 1000;
      idle = still ? idle + now - before : 0;
      quiet = still ? quiet + 1 : 0;
      before = now;
    }
    return idle / (QUIET_POLLS * POLL_MILLIS / 1000.0);
  }
}
