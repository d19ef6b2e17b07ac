package io.reelspace.cli;

/**
 * Runs the usual commands once, so that the JVM can record what they load for its start-up cache
 * (JEP 514). Expects an empty home in {@code REELSPACE_HOME}.
 */
public final class StartupTraining {

  private StartupTraining() {}

  /** Runs the commands; their results go to stdout and do not matter. */
  public static void main(String[] arguments) {
    Shell shell = Shell.ofProcess();
    for (String[] command : new String[][] {{"--help"}, {"doctor"}, {"doctor", "--json"}}) {
      int code = Reelspace.run(shell, command);
      shell.say(String.join(" ", command) + ": exit code " + code);
    }
  }
}
