package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.index.filter.FilterSyntaxException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: options that hold everywhere, and how failures are told. */
@Command(
    name = "reelspace",
    description = "Finds moments in a folder of videos by describing them.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    usageHelpAutoWidth = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:wrong usage",
      "3:partly done: some videos failed, each named on stderr with its reason"
    },
    footer = {
      "",
      "Examples:",
      "  reelspace demo",
      "  reelspace index ~/Videos",
      "  reelspace search \"a man in a suit talks in a car\"",
      "  reelspace search --help"
    })
final class Reelspace implements Runnable {

  private final Shell shell;

  @Spec private CommandSpec spec;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where all is kept (REELSPACE_HOME; ~/.reelspace).")
  private Optional<Path> home = Optional.empty();

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure (REELSPACE_DEBUG=1).")
  private boolean verbose;

  /** Loads since before the arguments were understood; empty when taken, or not likely needed. */
  private Optional<SpaceLoading> ahead;

  private Reelspace(Shell shell, Optional<SpaceLoading> ahead) {
    this.shell = shell;
    this.ahead = ahead;
  }

  /**
   * Runs one command.
   *
   * @return its exit code, see {@link ExitCode}
   */
  static int run(Shell shell, String... arguments) {
    Reelspace root = new Reelspace(shell, SpaceLoading.ahead(shell, arguments));
    CommandLine line = root.commandLine(arguments);
    try {
      int code = line.execute(arguments);
      line.getOut().flush();
      shell.out().flush();
      return code;
    } catch (Output.ReaderGoneException e) {
      return ExitCode.DONE;
    } catch (ReelspaceException e) {
      shell.say(e.getMessage());
      return ExitCode.FAILED;
    } finally {
      root.ahead.ifPresent(SpaceLoading::discard);
    }
  }

  private CommandLine commandLine(String... arguments) {
    CommandLine line = new CommandLine(this);
    commands(shell, arguments).forEach(line::addSubcommand);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(Shell.writer(shell.out()))
        .setErr(shell.err())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                shell.terminal() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler(Reelspace::wrongUsage)
        .setExecutionExceptionHandler((failure, _, _) -> failed(failure));
  }

  /** The loading of a space: the one begun ahead where it is that, else one that begins now. */
  SpaceLoading loading(Path home, String name) {
    Optional<SpaceLoading> fitting = ahead.filter(loading -> loading.isOf(home, name));
    if (fitting.isPresent()) {
      ahead = Optional.empty();
    }
    return fitting.orElseGet(() -> SpaceLoading.start(home, name));
  }

  /** The settings of this run; reads {@code reelspace.yaml}. */
  Settings settings() {
    Settings settings = Settings.load(shell, home);
    LogFile.in(settings.home());
    return settings;
  }

  /**
   * The command that is asked for, or all where that is not plain (help, a typing error): reading
   * the annotations of all of them is a good part of the time that a search takes.
   */
  private static List<Object> commands(Shell shell, String... arguments) {
    Map<String, Supplier<Object>> all = new LinkedHashMap<>();
    all.put("index", () -> new IndexCommand(shell));
    all.put("search", () -> new SearchCommand(shell));
    all.put("like", () -> new LikeCommand(shell));
    all.put("duplicates", () -> new DuplicatesCommand(shell));
    all.put("cut", () -> new CutCommand(shell));
    all.put("list", () -> new ListCommand(shell));
    all.put("tag", () -> TagCommand.line(shell));
    all.put("serve", () -> new ServeCommand(shell));
    all.put("mcp", () -> new McpCommand(shell));
    all.put("status", () -> new StatusCommand(shell));
    all.put("migrate", () -> new MigrateCommand(shell));
    all.put("plan", () -> new PlanCommand(shell));
    all.put("evaluate", () -> new EvaluateCommand(shell));
    all.put("train", () -> new TrainCommand(shell));
    all.put("features", () -> features(shell));
    all.put("space", () -> SpaceCommand.line(shell));
    all.put("encoder", () -> EncoderCommand.line(shell));
    all.put("demo", () -> new DemoCommand(shell));
    all.put("doctor", () -> new DoctorCommand(shell));
    all.put("completion", () -> new CompletionCommand(shell));
    boolean plain = arguments.length > 0 && all.containsKey(arguments[0]);
    return plain && !arguments[0].equals("completion")
        ? List.of(all.get(arguments[0]).get())
        : all.values().stream().map(Supplier::get).toList();
  }

  private static CommandLine features(Shell shell) {
    return new CommandLine(new FeaturesCommand()).addSubcommand(new FeaturesCommand.Extract(shell));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is needed");
  }

  private static int wrongUsage(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("reelspace: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.WRONG_USAGE;
  }

  private int failed(Exception failure) {
    if (failure instanceof Output.ReaderGoneException gone) {
      throw gone;
    }
    if (failure instanceof ReelspaceException) {
      shell.say(Printable.of(failure.getMessage()));
      if (failure.getCause() instanceof FilterSyntaxException syntax) {
        syntax.pointer().lines().forEach(line -> shell.err().println("  " + line));
      }
    } else {
      LoggerFactory.getLogger(Reelspace.class).error("unexpected failure", failure);
      shell.say(Printable.of("unexpected failure: " + failure));
      shell.say(Printable.of("what led to it is in " + LogFile.in(Settings.home(shell, home))));
    }
    if (verbose || shell.environment().containsKey("REELSPACE_DEBUG")) {
      failure.printStackTrace(shell.err());
    }
    return failure instanceof BadInputException ? ExitCode.WRONG_USAGE : ExitCode.FAILED;
  }
}
