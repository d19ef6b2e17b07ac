package io.reelspace.cli;

import io.reelspace.index.IndexLocation;
import io.reelspace.index.IngestOptions;
import io.reelspace.server.AgentServer;
import io.reelspace.server.ServedArchive;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Optional;

/** One session with an agent, until it sends no more. */
record Answering(Settings settings, IndexLocation folder, Optional<String> space) {

  /** Answers on the streams of the process. */
  void run(Shell shell) {
    System.setOut(System.err); // nothing but the protocol goes to standard output
    Spaces spaces = new Spaces(settings.home());
    ServedArchive archive =
        ServedArchive.open(
            folder,
            () -> spaces.ofIndex(folder, space),
            spaces.cache(),
            IngestOptions.DEFAULT,
            ArchiveOpening.queryBank(settings, spaces, Optional.empty()));
    try (AgentServer server =
        AgentServer.start(
            archive, shell.in(), new FileOutputStream(FileDescriptor.out), Version.text())) {
      server.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
