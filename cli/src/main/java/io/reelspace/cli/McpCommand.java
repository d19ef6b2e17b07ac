package io.reelspace.cli;

import io.reelspace.index.IndexLocation;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Lets an agent search an index. Names no type of the module {@code server}: its libraries are not
 * on the class path when only help is shown.
 */
@Command(
    name = "mcp",
    description = {
      "Lets an agent search an index and look at its videos (Model Context Protocol).",
      "An agent's program starts this and speaks over standard input and output; nothing in the"
          + " index is changed."
    },
    footer = {
      "",
      "Example, in the settings of an agent's program:",
      "  {\"mcpServers\": {\"reelspace\": {\"command\": \"/path/to/reelspace\", \"args\": [\"mcp\"]}}}"
    })
final class McpCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Mixin private IndexOption index = new IndexOption();

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description = "Insist on this space (REELSPACE_SPACE; default that of the index).")
  private Optional<String> space = Optional.empty();

  McpCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Settings settings = root.settings();
    IndexLocation folder = index.in(settings);
    folder.openReadOnly().close(); // none is made: an agent could not fill it
    new Answering(settings, folder, settings.find(Setting.SPACE, space)).run(shell);
    return ExitCode.DONE;
  }
}
