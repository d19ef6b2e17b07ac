package io.reelspace.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Runs a few searches, so that the JVM can record what they load for its start-up cache (JEP 514).
 * Expects the demo's index in the home. Only searches, as everything recorded is loaded at each
 * start.
 */
public final class StartupTraining {

  private StartupTraining() {}

  /** Runs the searches; their results go to stdout and do not matter. */
  public static void main(String[] arguments) {
    Main.prepare();
    Shell shell = Shell.ofProcess();
    Path index = Settings.home(shell, Optional.empty()).resolve("demo").resolve("index");
    for (String option : new String[] {"--verbose", "--json", "--by=video"}) {
      int code = Reelspace.run(shell, "search", "--index", index.toString(), option, "a rabbit");
      if (code != ExitCode.DONE) {
        System.exit(code);
      }
    }
  }
}
