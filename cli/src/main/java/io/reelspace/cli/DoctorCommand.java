package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.base.BundledSpaces;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private IndexOption index = new IndexOption();

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description = "The space (REELSPACE_SPACE; default " + BundledSpaces.DEFAULT + ").")
  private Optional<String> space = Optional.empty();

  @Option(names = "--json", description = "Print a JSON array of {name, works, found, advice}.")
  private boolean json;

  DoctorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = root.settings();
    Checkup checkup =
        new Checkup(
            settings.home(),
            index.in(settings),
            settings.get(Setting.SPACE, space, BundledSpaces.DEFAULT));
    List<Check> checks = checkup.run();
    if (json) {
      write(checks);
    } else {
      print(checks);
    }
    return checks.stream().allMatch(Check::works) ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(List<Check> checks) {
    for (Check check : checks) {
      String mark = check.works() ? "ok   " : "FAILS";
      shell
          .out()
          .line(String.format("%s  %-13s %s", mark, check.name(), Printable.of(check.found())));
      if (!check.works()) {
        shell.out().line(" ".repeat(21) + Printable.of(check.advice()));
      }
    }
  }

  private void write(List<Check> checks) throws IOException {
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
}
