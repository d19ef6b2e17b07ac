package io.reelspace.cli;

/** Entry point of the {@code reelspace} command. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Shell shell = Shell.ofProcess();
    int code = Reelspace.run(shell, arguments);
    shell.close();
    System.exit(code);
  }
}
