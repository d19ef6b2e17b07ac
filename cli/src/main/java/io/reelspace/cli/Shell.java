package io.reelspace.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds one run of the command: its streams, environment and folders.
 *
 * @param in standard input, UTF-8
 * @param out results, UTF-8
 * @param err progress and messages, UTF-8
 * @param environment the environment variables
 * @param userHome the person's home folder
 * @param command how this command is called, for use in examples
 * @param terminal whether {@code err} is a terminal, so that lines may be redrawn and coloured
 */
record Shell(
    InputStream in,
    Output out,
    PrintWriter err,
    Map<String, String> environment,
    Path userHome,
    String command,
    boolean terminal)
    implements AutoCloseable {

  /** The shell that this process was started from. */
  static Shell ofProcess() {
    // Plain streams: System.out hides write errors, and its encoding depends on the locale.
    return new Shell(
        new FileInputStream(FileDescriptor.in),
        new Output(new FileOutputStream(FileDescriptor.out)),
        writer(new FileOutputStream(FileDescriptor.err)),
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        System.getProperty("reelspace.command", "reelspace"),
        Boolean.getBoolean("reelspace.terminal"));
  }

  static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** Writes one message line, {@code reelspace: ...}. */
  void say(String message) {
    err.println("reelspace: " + message);
  }

  @Override
  public void close() {
    err.flush();
  }
}
