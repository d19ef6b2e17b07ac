package io.reelspace.cli;

import io.reelspace.encode.EncoderImport;
import io.reelspace.encode.ImportedEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Imports a network from this machine. */
@Command(
    name = "import",
    description = {
      "Imports a network from a folder in the layout of the model hubs, a zip of one, or a single"
          + " ONNX file. CLIP, OpenCLIP, SigLIP, SigLIP 2 and MobileCLIP, text encoders of BERT's"
          + " kind, networks for pictures (ResNet, EfficientNet, ViT, DINOv2), networks for clips"
          + " (C3D, R3D, R(2+1)D, X3D, MViT, VideoMAE), and networks for sounds (CLAP, PANNs,"
          + " VGGish, YAMNet).",
      "How pictures and texts are prepared is read from the files beside the graph. The encoder is"
          + " tried before it is kept, below encoders/ in the home."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace encoder import ./siglip2-base-onnx",
      "  reelspace encoder import ./dinov2-small --output last_hidden_state --pooling mean",
      "  reelspace encoder import ./resnet50.onnx --size 224 --resize 256",
      "  reelspace encoder import ./r2plus1d.onnx --kind clip --frames 16 --size 112",
      "  reelspace encoder import ./cnn14.onnx --kind audio --front-end panns --output embedding"
    })
final class EncoderImportCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private EncoderCommand parent;

  @Parameters(paramLabel = "FOLDER", description = "A folder, a zip, or an .onnx file.")
  private Path source = Path.of("");

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "What it is called from now on (default the folder's name).")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--within",
      paramLabel = "PATH",
      description = "The model's folder within FOLDER, where that holds several.")
  private Optional<String> within = Optional.empty();

  @Mixin private ImportOptions options = new ImportOptions();

  @Option(names = "--force", description = "Replace an encoder of the same id.")
  private boolean force;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  EncoderImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Path home = parent.settings().home();
    ImportedEncoder imported =
        new EncoderImport(
                source,
                within,
                id.orElseGet(this::nameOfSource),
                options.kind(),
                options.precision(),
                Map.of("folder", source.toAbsolutePath().normalize().toString()))
            .into(new Encoders(home).store(), force, new Spaces(home).inference());
    new EncoderDescription(imported).tell(shell, json);
    return ExitCode.DONE;
  }

  private String nameOfSource() {
    String name = source.toAbsolutePath().normalize().getFileName().toString();
    return name.replaceFirst("(?i)\\.(onnx|zip)$", "").replaceAll("[^A-Za-z0-9._-]", "-");
  }
}
