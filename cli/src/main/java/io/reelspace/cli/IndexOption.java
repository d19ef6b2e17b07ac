package io.reelspace.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names an index, the same for every command that has one. */
final class IndexOption {

  @Option(
      names = "--index",
      paramLabel = "DIR",
      description = "The index (REELSPACE_INDEX; default HOME/index).")
  private Optional<String> folder = Optional.empty();

  /** The folder of the index. */
  Path in(Settings settings) {
    return settings.index(folder);
  }
}
