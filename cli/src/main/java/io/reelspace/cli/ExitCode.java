package io.reelspace.cli;

/** The exit codes of every command; scripts rely on them. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;

  /** Some of what was asked for was done; each failure was named on stderr with its reason. */
  static final int PARTLY_DONE = 3;

  private ExitCode() {}
}
