package io.reelspace.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the completion script for bash and zsh. */
@Command(
    name = "completion",
    description = "Prints the completion script for bash and zsh.",
    footer = {
      "",
      "Example:",
      "  reelspace completion > ~/.local/share/bash-completion/completions/reelspace",
      "  source <(reelspace completion)"
    })
final class CompletionCommand implements Callable<Integer> {

  private final Shell shell;

  @Spec private CommandSpec spec;

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell.out().line(AutoComplete.bash("reelspace", spec.parent().commandLine()));
    return ExitCode.DONE;
  }
}
