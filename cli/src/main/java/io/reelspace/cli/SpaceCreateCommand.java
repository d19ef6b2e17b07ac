package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.base.BundledEncoders;
import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.ImportedEncoder;
import io.reelspace.encode.ModelPrecision;
import io.reelspace.encode.hub.HubAddress;
import io.reelspace.error.BadInputException;
import io.reelspace.space.SpaceBundle;
import io.reelspace.space.TwoTowers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes a space of the two halves of an image-text model. */
@Command(
    name = "create",
    description = {
      "Makes a space without training from an image encoder and a text encoder that were trained"
          + " together.",
      "The names clip-vit-b32, siglip2-base and mobileclip2-s0 stand for public models: without"
          + " --image and --text they are fetched from the hub, checked, and made into a space."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace space create mine --image siglip2-base-onnx --text siglip2-base-onnx",
      "  reelspace space create siglip2-base",
      "  reelspace index videos/ --space siglip2-base"
    })
final class SpaceCreateCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private SpaceCommand parent;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "Name of the space.")
  private String name = "";

  @Option(
      names = "--image",
      paramLabel = "ID|FOLDER",
      description = "The image encoder: an imported or bundled one, or the folder of one.")
  private Optional<String> image = Optional.empty();

  @Option(
      names = "--text",
      paramLabel = "ID|FOLDER",
      description = "The text encoder (default that of --image).")
  private Optional<String> text = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "Of a model that is fetched: float32 (default), float16 or int8.")
  private String precision = ModelPrecision.FLOAT32.label();

  @Option(
      names = "--hub",
      paramLabel = "URL",
      description = "The hub or a mirror of it (REELSPACE_HUB; default the public one).")
  private Optional<String> hub = Optional.empty();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Where the space goes (default created/NAME in the home).")
  private Optional<Path> output = Optional.empty();

  @Option(names = "--force", description = "Replace a space that is there.")
  private boolean force;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  SpaceCreateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = parent.settings();
    Path folder = check(settings);
    Spaces spaces = new Spaces(settings.home());
    Encoders encoders = new Encoders(settings.home());
    Optional<SpacePreset> preset =
        image.isEmpty() && text.isEmpty() ? SpacePreset.named(name) : Optional.empty();
    String source = preset.map(p -> fetched(p, settings, encoders)).or(() -> image).orElse("");
    TwoTowers.Half pictures = half(source, "image", spaces, encoders);
    TwoTowers.Half texts = half(text.orElse(source), "text", spaces, encoders);
    String about =
        preset
            .map(SpacePreset::about)
            .orElse("two encoders, " + pictures.id() + " and " + texts.id());
    SpaceBundle bundle =
        new TwoTowers(
                name,
                about,
                pictures,
                texts,
                provenance(encoders, source),
                card(about, encoders.find(source)))
            .write(folder, spaces.inference());
    spaces.open(folder.toString()).close(); // from now on it is known by its fingerprint too
    tell(bundle);
    return ExitCode.DONE;
  }

  private Path check(Settings settings) {
    if (image.isEmpty() && (text.isPresent() || SpacePreset.named(name).isEmpty())) {
      throw new ParameterException(
          spec.commandLine(),
          "--image is needed; without it NAME must be one of "
              + SpacePreset.ALL.stream().map(SpacePreset::name).collect(Collectors.joining(", ")));
    }
    if (!name.matches(ImportedEncoder.ID) || BundledSpaces.names().contains(name)) {
      throw new BadInputException(
          "The name '"
              + name
              + "' must be of letters, digits, '.', '_' and '-', and none of "
              + BundledSpaces.names()
              + ".");
    }
    Path folder =
        output.map(Path::toAbsolutePath).orElseGet(() -> Spaces.created(settings.home(), name));
    if (Files.exists(folder) && !force) {
      throw new BadInputException(
          folder + " is there already; choose another name, or use --force.");
    }
    return folder;
  }

  /** Fetches and imports a model, unless it is there. */
  private String fetched(SpacePreset preset, Settings settings, Encoders encoders) {
    ModelPrecision wanted =
        Arrays.stream(ModelPrecision.values())
            .filter(value -> value.label().equalsIgnoreCase(precision))
            .findFirst()
            .orElseThrow(() ->
                new BadInputException(
                    "--precision is '" + precision + "'; it must be float32, float16 or int8."));
    boolean there =
        encoders
            .find(preset.name())
            .filter(encoder -> encoder.precision().equals(wanted.label()))
            .isPresent();
    if (!there) {
      new Pulling(shell, settings, hub)
          .pull(HubAddress.of(preset.address()), preset.name(), preset.kind(), wanted, true);
    }
    return preset.name();
  }

  private static TwoTowers.Half half(String source, String kind, Spaces spaces, Encoders encoders) {
    Optional<ImportedEncoder> imported = encoders.find(source);
    if (imported.isPresent()) {
      return new TwoTowers.Half(source + "-" + kind, encoders.folder(imported.get(), kind));
    }
    Path folder = spaces.encoder(source);
    String id = folder.getFileName().toString();
    boolean part = id.equals(kind) && folder.getParent() != null;
    String owner = part ? folder.getParent().getFileName() + "-" + kind : id;
    return new TwoTowers.Half(BundledEncoders.ids().contains(source) ? source : owner, folder);
  }

  private static ObjectNode provenance(Encoders encoders, String source) {
    ObjectNode training = JsonNodeFactory.instance.objectNode();
    ObjectNode created = training.putObject("created").put("from", source);
    encoders
        .find(source)
        .ifPresent(encoder -> {
          created.put("family", encoder.family()).put("precision", encoder.precision());
          encoder
              .origin()
              .forEach((key, value) -> {
                if (!key.equals("folder")) { // of this machine
                  created.put(key, value);
                }
              });
          if (encoder.logitScale().size() == 2) {
            created.put("logitScale", encoder.logitScale().get(0));
            created.put("logitBias", encoder.logitScale().get(1));
          }
        });
    return training;
  }

  private String card(String about, Optional<ImportedEncoder> encoder) {
    String origin =
        encoder
            .map(ImportedEncoder::origin)
            .map(from ->
                from.containsKey("hub")
                    ? "From `%s`, commit `%s`%s.\n"
                        .formatted(
                            from.get("hub"),
                            from.get("commit"),
                            from.containsKey("licence") ? ", licence " + from.get("licence") : "")
                    : "")
            .orElse("");
    return """
    # %s
    %s.

    Made of pretrained encoders without training: the features of a picture are its embedding, a \
    segment is the mean of its frames. Its scores are not fitted, so nothing is left out of a \
    search. %s
    """
        .formatted(name, about, origin);
  }

  private void tell(SpaceBundle bundle) throws IOException {
    if (json) {
      try (JsonGenerator object = Json.pretty(shell.out())) {
        object.writeStartObject();
        object.writeStringField("name", bundle.manifest().name());
        object.writeNumberField("dimension", bundle.manifest().dimension());
        object.writeStringField("fingerprint", SpaceBundle.fingerprint(bundle.manifest()));
        object.writeStringField("folder", bundle.folder().toString());
        object.writeEndObject();
      }
      shell.out().line("");
    } else {
      shell
          .out()
          .line(
              Printable.of(
                  bundle.manifest().name()
                      + ": "
                      + bundle.manifest().dimension()
                      + " dimensions, in "
                      + bundle.folder()));
    }
  }
}
