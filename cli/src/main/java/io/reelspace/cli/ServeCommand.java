package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import io.reelspace.index.IndexLocation;
import io.reelspace.media.Sampler;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * Serves an index as a web page and over HTTP. Names no type of the module {@code server}: its
 * libraries are not on the class path when only help is shown.
 */
@Command(
    name = "serve",
    description = {
      "Opens the index in a browser: prints one address, and answers there until Ctrl-C.",
      "Only this machine is answered, unless there is a token."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace serve",
      "  reelspace serve --index /data/archive --port 8080",
      "  reelspace serve --host 0.0.0.0 --token \"$(openssl rand -hex 16)\"",
      "",
      "docs/api.md describes what applications may ask."
    })
final class ServeCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Mixin private IndexOption index = new IndexOption();

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description =
          "Insist on this space (REELSPACE_SPACE; default that of the index, "
              + BundledSpaces.DEFAULT
              + " for a new one).")
  private Optional<String> space = Optional.empty();

  @Option(
      names = "--fps",
      paramLabel = "N",
      description = "Frames looked at per second of video (REELSPACE_FPS; default 2).")
  private Optional<String> fps = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port (REELSPACE_PORT; default 7979; 0 for any free one).")
  private Optional<String> port = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "What to listen on (default 127.0.0.1; another needs a token).")
  private String host = "127.0.0.1";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "What each request must bring (REELSPACE_TOKEN, which other users of the machine do not"
              + " see).")
  private Optional<String> token = Optional.empty();

  @Option(
      names = "--shared",
      paramLabel = "DIR",
      description =
          "A folder that all servers of this index see, behind a balancer (REELSPACE_SHARED);"
              + " docs/serving.md.")
  private Optional<String> shared = Optional.empty();

  @Option(names = "--read-only", description = "Nobody adds videos or changes tags.")
  private boolean readOnly;

  ServeCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Settings settings = root.settings();
    int number = settings.get(Setting.PORT, port, Serving.DEFAULT_PORT);
    double rate = settings.get(Setting.FPS, fps, Sampler.DEFAULT.framesPerSecond());
    IndexLocation folder = index.in(settings);
    Optional<String> secret =
        token
            .or(() -> Optional.ofNullable(shell.environment().get("REELSPACE_TOKEN")))
            .filter(text -> !text.isBlank());
    Serving serving =
        new Serving(host, number, secret, readOnly, settings.find(Setting.SHARED, shared));
    serving.run(shell, settings, folder, settings.find(Setting.SPACE, space), rate);
    return ExitCode.DONE;
  }
}
