package io.reelspace.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What can be done with a space as such. */
@Command(
    name = "space",
    description = "Lists, shows, creates and optimises spaces.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  reelspace space list",
      "  reelspace space show concept",
      "  reelspace space create siglip2-base",
      "  reelspace space optimise concept --dataset flickr8k/captions.jsonl --split dev --output small"
    })
final class SpaceCommand implements Runnable {

  @ParentCommand private Reelspace root;

  @Spec private CommandSpec spec;

  /** The command with those below it. */
  static CommandLine line(Shell shell) {
    return new CommandLine(new SpaceCommand())
        .addSubcommand(new SpaceListCommand(shell))
        .addSubcommand(new SpaceShowCommand(shell))
        .addSubcommand(new SpaceCreateCommand(shell))
        .addSubcommand(new SpaceOptimiseCommand(shell));
  }

  Settings settings() {
    return root.settings();
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is needed: list, show, create or optimise");
  }
}
