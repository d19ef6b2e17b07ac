package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.space.SpaceBundle;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the spaces that are known here. */
@Command(
    name = "list",
    description = "Lists the bundled spaces and the folders that were used before.",
    footer = {"", "Example:", "  reelspace space list"})
final class SpaceListCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private SpaceCommand parent;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  SpaceListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    List<SpaceBundle> bundles = new Spaces(parent.settings().home()).known();
    if (json) {
      write(bundles);
      return ExitCode.DONE;
    }
    for (SpaceBundle bundle : bundles) {
      shell
          .out()
          .line(
              String.format(
                  Locale.ROOT,
                  "%-20s %4d dimensions  %6.1f MB  %s",
                  bundle.manifest().name(),
                  bundle.manifest().dimension(),
                  SpaceShowCommand.bytes(bundle) / 1e6,
                  Printable.of(bundle.folder().toString())));
    }
    return ExitCode.DONE;
  }

  private void write(List<SpaceBundle> bundles) throws IOException {
    try (JsonGenerator array = Json.pretty(shell.out())) {
      array.writeStartArray();
      for (SpaceBundle bundle : bundles) {
        array.writeStartObject();
        array.writeStringField("name", bundle.manifest().name());
        array.writeNumberField("dimension", bundle.manifest().dimension());
        array.writeStringField("fingerprint", SpaceBundle.fingerprint(bundle.manifest()));
        array.writeNumberField("bytes", SpaceShowCommand.bytes(bundle));
        array.writeStringField("folder", bundle.folder().toString());
        array.writeEndObject();
      }
      array.writeEndArray();
    }
    shell.out().line("");
  }
}
