package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.base.BundledEncoders;
import io.reelspace.encode.ImportedEncoder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the encoders that are there. */
@Command(
    name = "list",
    description = "Lists the encoders that were imported, and those that come with Reelspace.",
    footer = {"", "Example:", "  reelspace encoder list"})
final class EncoderListCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private EncoderCommand parent;

  @Option(names = "--json", description = "Print a JSON array.")
  private boolean json;

  EncoderListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    List<ImportedEncoder> imported = new Encoders(parent.settings().home()).all();
    if (json) {
      write(imported);
      return ExitCode.DONE;
    }
    for (ImportedEncoder encoder : imported) {
      shell.out().line(Printable.of(new EncoderDescription(encoder).line()));
    }
    for (String id : BundledEncoders.ids()) {
      shell.out().line(String.format("%-24s bundled", id));
    }
    return ExitCode.DONE;
  }

  private void write(List<ImportedEncoder> imported) throws IOException {
    try (JsonGenerator array = Json.pretty(shell.out())) {
      array.writeStartArray();
      for (ImportedEncoder encoder : imported) {
        new EncoderDescription(encoder).write(array);
      }
      for (String id : BundledEncoders.ids()) {
        array.writeStartObject();
        array.writeStringField("id", id);
        array.writeBooleanField("bundled", true);
        array.writeEndObject();
      }
      array.writeEndArray();
    }
    shell.out().line("");
  }
}
