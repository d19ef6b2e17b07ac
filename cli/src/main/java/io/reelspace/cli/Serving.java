package io.reelspace.cli;

import io.reelspace.index.IndexLocation;
import io.reelspace.index.IngestOptions;
import io.reelspace.media.Sampler;
import io.reelspace.server.ArchiveServer;
import io.reelspace.server.ServedArchive;
import io.reelspace.server.ServerLimits;
import io.reelspace.server.ServerOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * One run of the server, from its first request to Ctrl-C.
 *
 * @param shared see {@link ServerOptions#shared}
 */
record Serving(
    String host, int port, Optional<String> token, boolean readOnly, Optional<Path> shared) {

  /** The port where none is chosen. */
  static final int DEFAULT_PORT = 7979;

  /** Serves until the process is told to stop. */
  void run(
      Shell shell, Settings settings, IndexLocation folder, Optional<String> space, double rate) {
    ServerOptions options =
        new ServerOptions(
            host,
            port,
            token,
            readOnly,
            Optional.of(settings.home().resolve("logs").resolve("access.log")),
            shared,
            ServerLimits.DEFAULT);
    Spaces spaces = new Spaces(settings.home());
    IngestOptions ingest =
        IngestOptions.DEFAULT.withSampler(new Sampler(rate, Sampler.DEFAULT.longestSegment()));
    ServedArchive archive =
        ServedArchive.open(
            folder,
            () -> spaces.ofIndex(folder, space),
            spaces.cache(),
            ingest,
            ArchiveOpening.queryBank(settings, spaces, Optional.empty()));
    CountDownLatch stop = new CountDownLatch(1);
    StopSignal.handle(() -> stop(shell, stop));
    try (ArchiveServer server =
        ArchiveServer.start(archive, settings.home().resolve("server"), options)) {
      shell.out().line(server.address().toString());
      shell.out().flush();
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(Shell shell, CountDownLatch stop) {
    shell.say("stopping; what runs is finished first, Ctrl-C again stops at once ...");
    stop.countDown();
  }
}
