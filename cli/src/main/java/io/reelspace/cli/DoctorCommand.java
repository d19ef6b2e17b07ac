package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Tries each part that Reelspace stands on, and says what to do where one does not work. */
@Command(
    name = "doctor",
    description = "Tries each part of the installation and says what to do where one fails.",
    footer = {"", "Example:", "  reelspace doctor"})
final class DoctorCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Option(names = "--json", description = "Print a JSON array of {name, works, found, advice}.")
  private boolean json;

  DoctorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    List<Check> checks = new ArrayList<>();
    checks.add(java());
    checks.add(home(root.settings().home()));
    if (json) {
      printJson(checks);
    } else {
      print(checks);
    }
    return checks.stream().allMatch(Check::works) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(List<Check> checks) {
    for (Check check : checks) {
      shell
          .out()
          .line(
              String.format(
                  "%-6s %-13s %s",
                  check.works() ? "ok" : "FAILS", check.name(), Printable.of(check.found())));
      if (!check.works()) {
        shell.out().line("                     " + Printable.of(check.advice()));
      }
    }
  }

  private void printJson(List<Check> checks) throws IOException {
    try (JsonGenerator array = Json.pretty(shell.out())) {
      array.writeStartArray();
      for (Check check : checks) {
        array.writeStartObject();
        array.writeStringField("name", check.name());
        array.writeBooleanField("works", check.works());
        array.writeStringField("found", check.found());
        array.writeStringField("advice", check.advice());
        array.writeEndObject();
      }
      array.writeEndArray();
    }
    shell.out().line("");
  }

  private static Check java() {
    return Check.works("java", Runtime.version() + ", " + Path.of(System.getProperty("java.home")));
  }

  private static Check home(Path home) {
    try {
      Files.createDirectories(home);
      Files.delete(Files.createTempFile(home, "doctor", ""));
      return Check.works("home", home.toString());
    } catch (IOException | UncheckedIOException e) {
      return Check.fails(
          "home",
          home + " cannot be written: " + e.getMessage(),
          "Make it writable, or set REELSPACE_HOME to a folder that is.");
    }
  }
}
