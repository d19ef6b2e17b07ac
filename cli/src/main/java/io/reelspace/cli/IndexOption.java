package io.reelspace.cli;

import io.reelspace.index.IndexLocation;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names an index, the same for every command that has one. */
final class IndexOption {

  @Option(
      names = "--index",
      paramLabel = "DIR|milvus://HOST:PORT/COLLECTION",
      description =
          "The index: a folder, or a collection of a Milvus server (REELSPACE_INDEX; default HOME/index).")
  private Optional<String> folder = Optional.empty();

  /** Where the index is. */
  IndexLocation in(Settings settings) {
    return settings.index(folder);
  }
}
