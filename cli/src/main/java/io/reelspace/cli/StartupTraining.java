package io.reelspace.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the usual commands once, so that the JVM can record what they load for its start-up cache
 * (JEP 514). Expects an empty home in {@code REELSPACE_HOME}.
 */
public final class StartupTraining {

  private StartupTraining() {}

  /** Runs the commands; their results go to stdout and do not matter. */
  public static void main(String[] arguments) {
    Shell shell = Shell.ofProcess();
    List<String> commands =
        List.of("demo", "demo --json", "search --top 3 a man in a suit", "search --json a rabbit");
    Path index = Settings.home(shell, Optional.empty()).resolve("demo").resolve("index");
    for (String command : commands) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      if (words.getFirst().equals("search")) {
        words.addAll(1, List.of("--index", index.toString()));
      }
      int code = Reelspace.run(shell, words.toArray(String[]::new));
      shell.say(command + ": exit code " + code);
    }
  }
}
