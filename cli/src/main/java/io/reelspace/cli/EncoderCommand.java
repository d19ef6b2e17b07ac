package io.reelspace.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What can be done with pretrained networks. */
@Command(
    name = "encoder",
    description = "Imports, lists and checks pretrained networks.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  reelspace encoder import ./siglip2-base-onnx",
      "  reelspace encoder pull hub:OWNER/NAME",
      "  reelspace encoder list",
      "  reelspace encoder check siglip2-base-onnx"
    })
final class EncoderCommand implements Runnable {

  @ParentCommand private Reelspace root;

  @Spec private CommandSpec spec;

  /** The command with those below it. */
  static CommandLine line(Shell shell) {
    return new CommandLine(new EncoderCommand())
        .addSubcommand(new EncoderImportCommand(shell))
        .addSubcommand(new EncoderPullCommand(shell))
        .addSubcommand(new EncoderListCommand(shell))
        .addSubcommand(new EncoderCheckCommand(shell));
  }

  Settings settings() {
    return root.settings();
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is needed: import, pull, list or check");
  }
}
