package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.evaluate.report.SweepPage;
import io.reelspace.optimise.Precision;
import io.reelspace.optimise.Reduction;
import io.reelspace.optimise.Sweep;
import io.reelspace.space.Modality;
import io.reelspace.space.OptimisedBundle;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.RetrievalTask;
import io.reelspace.train.dataset.SplitOverlap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** Makes a space smaller. */
@Command(
    name = "optimise",
    description = {
      "Makes a space smaller with little loss: centring and principal components fitted on one"
          + " split, every dimension and precision measured on another.",
      "Writes the smallest that stays within the loss as a space of its own, with the plot beside"
          + " it. A space fixes the dimension alone: reelspace index always keeps 8-bit vectors and"
          + " the float32 ones, so rows of 4-bit and 1-bit say what other stores would reach."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace space optimise runs/base/space --dataset captions.jsonl --max-bytes 256",
      "  reelspace space optimise concept --dataset flickr8k/captions.jsonl --split dev \\",
      "      --output small"
    })
final class SpaceOptimiseCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private SpaceCommand parent;

  @Parameters(paramLabel = "SPACE", description = "Name or folder of the space.")
  private String space = "";

  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "The split to measure on; nothing is fitted on it (default val, validation, dev or test,"
              + " whichever is there).")
  private Optional<String> measuredSplit = Optional.empty();

  @Option(
      names = "--fit-split",
      paramLabel = "NAME",
      description = "The split to fit on (default train).")
  private String fitSplit = "train";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "Where the smaller space goes; must not be there yet (default its name, beside the"
              + " folder SPACE or in the current folder).")
  private Optional<Path> wantedOutput = Optional.empty();

  @Option(names = "--max-bytes", paramLabel = "N", description = "Most bytes of a stored vector.")
  private int maxBytes = Integer.MAX_VALUE;

  @Option(
      names = "--max-loss",
      paramLabel = "X",
      description = "Share of R@10 that may be lost (default 0.01).")
  private double maxLoss = 0.01;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      converter = Precisions.class,
      description =
          "Pick the smallest form of this precision: float32, 8-bit, 4-bit, 1-bit or any (default"
              + " 8-bit, which is what an index searches).")
  private List<Precision> precision = List.of(Precision.BITS_8);

  @Option(names = "--whiten", description = "Scale all kept dimensions to the same variance.")
  private boolean whiten;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the smaller space (default SPACE-DIMENSION).")
  private Optional<String> name = Optional.empty();

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  private String split = "";

  SpaceOptimiseCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    check();
    split = measuredSplit.orElseGet(() -> dataset.heldOutSplit(fitSplit));
    Dataset measuredOn = dataset.split(Optional.of(split)).examples();
    Dataset fittedOn = dataset.split(Optional.of(fitSplit)).examples();
    SplitOverlap.requireNone(fittedOn, measuredOn);
    Spaces spaces = new Spaces(parent.settings().home());
    SpaceBundle bundle = spaces.bundle(space);
    dataset.warnOfTraining(bundle.manifest(), split, shell);
    try (TaskEmbedder embedder = TaskEmbedder.open(shell, spaces, space)) {
      TaskEmbedder.Embedded training = embedder.embed(FitExamples.of(fittedOn));
      TaskEmbedder.Embedded measured = embedder.embed(RetrievalTask.of(measuredOn));
      SpaceOptimisation optimisation =
          SpaceOptimisation.run(
              training.task(),
              measured.task(),
              new SpaceOptimisation.Limits(maxLoss, maxBytes, precision, whiten));
      Optional<Path> output = optimisation.chosen().map(chosen -> output(bundle, chosen));
      output.ifPresent(folder -> write(bundle, optimisation, folder));
      tell(optimisation, measuredOn.name(), output);
      if (optimisation.chosen().isEmpty()) {
        return ExitCode.FAILED;
      }
      boolean complete =
          training.skipped().isEmpty()
              && measured.skipped().isEmpty()
              && measuredOn.missing().isEmpty();
      return complete ? ExitCode.DONE : ExitCode.PARTLY_DONE;
    }
  }

  private void tell(SpaceOptimisation optimisation, String measuredOn, Optional<Path> output)
      throws IOException {
    SweepTable table = new SweepTable(optimisation);
    if (json) {
      table.write(measuredOn, output.map(Path::toString), shell.out());
    } else {
      table.print(measuredOn, shell.out());
    }
    if (output.isPresent()) {
      Path folder = output.get();
      shell.say(Printable.of("the space is in " + folder + ", the plot in " + page(folder)));
    } else {
      shell.say(
          "nothing within --max-bytes and --max-loss; allow more of one of them, see the table");
    }
  }

  private static Path page(Path output) {
    return output.resolve("optimisation.html");
  }

  private String name(SpaceBundle bundle, Sweep.Option chosen) {
    return name.orElse(bundle.manifest().name() + "-" + chosen.dimension());
  }

  /** Where the smaller space goes; its name, and so the place by default, comes with the sweep. */
  private Path output(SpaceBundle bundle, Sweep.Option chosen) {
    if (wantedOutput.isPresent()) {
      return wantedOutput.get();
    }
    Path given = Path.of(space);
    Path named = Path.of(name(bundle, chosen));
    Path folder = Files.exists(given) ? given.resolveSibling(named) : named;
    for (int i = 2; Files.exists(folder); i++) {
      folder = folder.resolveSibling(named + "-" + i);
    }
    return folder;
  }

  private void check() {
    if (measuredSplit.equals(Optional.of(fitSplit))) {
      throw new BadInputException(
          "--split and --fit-split are both '"
              + fitSplit
              + "': what is measured on the examples that it was fitted on is worthless. Choose two.");
    }
    if (!(maxLoss >= 0 && maxLoss < 1)) {
      throw new BadInputException("--max-loss is " + maxLoss + "; it must be from 0 to below 1.");
    }
    if (maxBytes < 1) {
      throw new BadInputException("--max-bytes is " + maxBytes + "; it must be at least 1.");
    }
    wantedOutput
        .filter(Files::exists)
        .ifPresent(folder -> {
          throw new BadInputException(folder + " is there already; choose another --output.");
        });
  }

  private void write(SpaceBundle bundle, SpaceOptimisation optimisation, Path output) {
    Sweep.Option chosen = optimisation.chosen().orElseThrow();
    Reduction reduction = optimisation.fit().to(chosen.dimension());
    SequencedMap<Modality, float[]> centres = new LinkedHashMap<>();
    centres.put(Modality.VISUAL, reduction.mediaCentre());
    centres.put(Modality.TEXT, reduction.textCentre());
    OptimisationRecord told =
        new OptimisationRecord(bundle, dataset.name(), fitSplit, split, whiten);
    new OptimisedBundle(
            bundle,
            name(bundle, chosen),
            centres,
            reduction.projection(),
            told.training(),
            told.metrics(optimisation),
            told.card(optimisation, chosen))
        .write(output.toAbsolutePath().normalize());
    SweepPage sweep =
        new SweepPage(
            bundle.manifest().name(),
            dataset.name() + " " + split,
            optimisation.sweep(),
            maxLoss,
            optimisation.chosen(),
            told.notes());
    try {
      Files.writeString(page(output), sweep.html());
    } catch (IOException e) {
      throw new StorageException("Cannot write " + page(output) + ": " + e.getMessage(), e);
    }
  }

  /** Reads {@code 8-bit} and its like. */
  static final class Precisions implements ITypeConverter<List<Precision>> {
    @Override
    public List<Precision> convert(String text) {
      if (text.equalsIgnoreCase("any")) {
        return Precision.all();
      }
      return List.of(Precision.values()).stream()
          .filter(precision -> precision.label().equalsIgnoreCase(text))
          .findFirst()
          .map(List::of)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'" + text + "' is none of float32, 8-bit, 4-bit, 1-bit, any"));
    }
  }
}
