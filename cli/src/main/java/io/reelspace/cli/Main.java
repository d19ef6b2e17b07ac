package io.reelspace.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Entry point of the {@code reelspace} command. */
public final class Main {

  /** Advises at each start to add the vector module; the launcher leaves it out on purpose. */
  private static final Logger ADVICE =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  /** Tells how it decompresses Parquet files. */
  private static final Logger HARDWOOD = Logger.getLogger("dev.hardwood");

  private Main() {}

  /** Sets what holds for the whole process. */
  static void prepare() {
    ADVICE.setLevel(Level.OFF);
    HARDWOOD.setLevel(Level.WARNING);
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    prepare();
    Shell shell = Shell.ofProcess();
    int code = Reelspace.run(shell, arguments);
    shell.close();
    System.exit(code);
  }
}
