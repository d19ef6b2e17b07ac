package io.reelspace.cli;

import io.reelspace.encode.ImportedEncoder;
import io.reelspace.encode.hub.HubAddress;
import io.reelspace.error.BadInputException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Fetches a network from a hub and imports it. */
@Command(
    name = "pull",
    description = {
      "Fetches a network from a model hub and imports it. The only command beside space create that"
          + " goes to the network.",
      "Only the graphs in the wanted precision and the files that describe them are fetched, into"
          + " the cache in the home. What was interrupted goes on where it was; each file is"
          + " compared with the hub's sum. REELSPACE_HUB_TOKEN opens models that need an account."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace encoder pull hub:OWNER/NAME",
      "  reelspace encoder pull hub:OWNER/NAME@v1.0 --precision int8 --id small",
      "  reelspace encoder pull hub:OWNER/NAME/onnx/s0 --hub https://mirror.example"
    })
final class EncoderPullCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private EncoderCommand parent;

  @Parameters(
      paramLabel = "ADDRESS",
      description = "hub:OWNER/NAME, with a path within it and @REVISION where needed.")
  private String address = "";

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "What it is called from now on (default the model's name).")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--hub",
      paramLabel = "URL",
      description = "The hub or a mirror of it (REELSPACE_HUB; default the public one).")
  private Optional<String> hub = Optional.empty();

  @Mixin private ImportOptions options = new ImportOptions();

  @Option(names = "--force", description = "Replace an encoder of the same id.")
  private boolean force;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  EncoderPullCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    HubAddress model = HubAddress.of(address);
    Settings settings = parent.settings();
    String name = id.orElse(model.name());
    if (!force && new Encoders(settings.home()).find(name).isPresent()) {
      throw new BadInputException(
          "The encoder '" + name + "' is there already. Choose another --id, or use --force.");
    }
    ImportedEncoder imported =
        new Pulling(shell, settings, hub)
            .pull(model, name, options.kind(), options.precision(), force);
    new EncoderDescription(imported).tell(shell, json);
    return ExitCode.DONE;
  }
}
