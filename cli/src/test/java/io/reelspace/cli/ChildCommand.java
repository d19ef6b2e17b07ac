package io.reelspace.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, as the launcher starts it. */
final class ChildCommand {

  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Process process;
  private final BufferedReader err;
  private final StringBuilder errText = new StringBuilder();

  private ChildCommand(Process process) {
    this.process = process;
    this.err = process.errorReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param wrapper a program and its arguments that start the JVM in turn; may be empty
   */
  static ChildCommand start(List<String> wrapper, String... arguments) throws IOException {
    return start(Map.of("REELSPACE_HOME", Ran.HOME.toString()), wrapper, arguments);
  }

  /** The same with other variables of its environment. */
  static ChildCommand start(
      Map<String, String> environment, List<String> wrapper, String... arguments)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(wrapper, arguments));
    builder.environment().putAll(environment);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new ChildCommand(builder.start());
  }

  /** The words that start it, see {@link #start}. */
  static List<String> command(List<String> wrapper, String... arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.nio=ALL-UNNAMED", // what works on data sets needs it
            "-Xmx384m",
            "-cp",
            System.getProperty("java.class.path"),
            "io.reelspace.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Reads stderr up to a line that begins like this. */
  void awaitError(String beginning) throws IOException {
    String line;
    while ((line = err.readLine()) != null) {
      errText.append(line).append('\n');
      if (line.startsWith(beginning)) {
        return;
      }
    }
    throw new AssertionError("no line begins with '" + beginning + "' in:\n" + errText);
  }

  /** The next line of stdout; not part of what {@link #end} gives then. */
  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = process.getInputStream().read(); b >= 0 && b != '\n'; ) {
      line.append((char) b);
      b = process.getInputStream().read();
    }
    return line.toString();
  }

  /** Writes all of its standard input. */
  void input(String text) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }

  /** Ends it as a failing machine would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  Ran end() throws IOException, InterruptedException {
    String line;
    while ((line = err.readLine()) != null) {
      errText.append(line).append('\n');
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running; so far:\n" + errText);
    }
    return new Ran(process.exitValue(), out, errText.toString());
  }
}
