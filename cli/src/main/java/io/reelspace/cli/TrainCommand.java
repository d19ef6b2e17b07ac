package io.reelspace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * Trains a space by a recipe. Names no type of the module {@code train}: help is shown also where
 * that module is not on the class path.
 */
@Command(
    name = "train",
    description = {
      "Trains a space by a recipe: extracts the features that are missing, trains, and writes the"
          + " space to DIR/space and a page with the run's curves to DIR/report.html.",
      "The same command goes on where an earlier run was stopped."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace train recipes/base.yaml --output runs/base",
      "  reelspace search --space runs/base/space \"a dog in the snow\""
    })
final class TrainCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Parameters(paramLabel = "RECIPE", description = "The recipe, a YAML file.")
  private Path recipe;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "The folder of the run.")
  private Path output;

  @Option(names = "--json", description = "Print the summary as a JSON object.")
  private boolean json;

  TrainCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    return new Training(shell, new Spaces(root.settings().home())).run(recipe, output, json);
  }
}
