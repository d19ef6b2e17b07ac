package io.reelspace.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
      "  reelspace space optimise concept --dataset flickr8k/captions.jsonl --split dev --output small",
      "  reelspace space optimise runs/base/space --dataset flickr8k/captions.jsonl --split dev \\",
      "      --max-bytes 128 --output runs/base/small"
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
      required = true,
      description = "The split to measure on; nothing is fitted on it.")
  private String split = "";

  @Option(
      names = "--fit-split",
      paramLabel = "NAME",
      description = "The split to fit on (default train).")
  private String fitSplit = "train";

  @Option(
      names = "--output",
      paramLabel = "DIR",
      required = true,
      description = "Where the smaller space goes; must not be there yet.")
  private Path output = Path.of("");

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

  SpaceOptimiseCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    check();
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
      optimisation.chosen().ifPresent(chosen -> write(bundle, optimisation, chosen));
      tell(optimisation, measuredOn.name());
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

  private void tell(SpaceOptimisation optimisation, String measuredOn) throws IOException {
    SweepTable table = new SweepTable(optimisation);
    if (json) {
      Optional<String> place = optimisation.chosen().map(chosen -> output.toString());
      table.write(measuredOn, place, shell.out());
    } else {
      table.print(measuredOn, shell.out());
    }
    if (optimisation.chosen().isPresent()) {
      shell.say(Printable.of("the space is in " + output + ", the plot in " + page()));
    } else {
      shell.say(
          "nothing within --max-bytes and --max-loss; allow more of one of them, see the table");
    }
  }

  private Path page() {
    return output.resolve("optimisation.html");
  }

  private void check() {
    if (split.equals(fitSplit)) {
      throw new BadInputException(
          "--split and --fit-split are both '"
              + split
              + "': what is measured on the examples that it was fitted on is worthless. Choose two.");
    }
    if (!(maxLoss >= 0 && maxLoss < 1)) {
      throw new BadInputException("--max-loss is " + maxLoss + "; it must be from 0 to below 1.");
    }
    if (maxBytes < 1) {
      throw new BadInputException("--max-bytes is " + maxBytes + "; it must be at least 1.");
    }
    if (Files.exists(output)) {
      throw new BadInputException(output + " is there already; choose another --output.");
    }
  }

  private void write(SpaceBundle bundle, SpaceOptimisation optimisation, Sweep.Option chosen) {
    Reduction reduction = optimisation.fit().to(chosen.dimension());
    SequencedMap<Modality, float[]> centres = new LinkedHashMap<>();
    centres.put(Modality.VISUAL, reduction.mediaCentre());
    centres.put(Modality.TEXT, reduction.textCentre());
    String from = bundle.manifest().name();
    new OptimisedBundle(
            bundle,
            name.orElse(from + "-" + chosen.dimension()),
            centres,
            reduction.projection(),
            training(bundle),
            metrics(optimisation),
            card(from, optimisation, chosen))
        .write(output.toAbsolutePath().normalize());
    SweepPage sweep =
        new SweepPage(
            from,
            dataset.name() + " " + split,
            optimisation.sweep(),
            maxLoss,
            optimisation.chosen(),
            notes());
    try {
      Files.writeString(page(), sweep.html());
    } catch (IOException e) {
      throw new StorageException("Cannot write " + page() + ": " + e.getMessage(), e);
    }
  }

  private List<String> notes() {
    return List.of(
        "Centres and principal components"
            + (whiten ? " (whitened)" : "")
            + " were fitted on split "
            + fitSplit
            + " and measured on split "
            + split
            + ".",
        "Media are rounded, queries stay in float32; ranges of rounding come from the fitted split.",
        "1-bit: the best "
            + Sweep.RESCORED
            + " are scored again in float32, which is kept beside it on disk.",
        "Every candidate was compared; an index that searches approximately may lose a little more.",
        "A space fixes the dimension alone: reelspace index keeps 8-bit vectors and the float32 ones,"
            + " so 4-bit and 1-bit say what other stores would reach.");
  }

  private ObjectNode training(SpaceBundle bundle) {
    ObjectNode training = JsonNodeFactory.instance.objectNode();
    training.put("from", bundle.manifest().name());
    training.put("fingerprint", SpaceBundle.fingerprint(bundle.manifest()));
    training.put("dataset", dataset.name());
    training.putArray("splits").add(fitSplit);
    return training.put("whitened", whiten);
  }

  private ObjectNode metrics(SpaceOptimisation optimisation) {
    ObjectNode metrics = JsonNodeFactory.instance.objectNode();
    Sweep.Option float32 = optimisation.float32().orElseThrow();
    metrics
        .putObject(dataset.name() + " " + split)
        .put("R@1", float32.recallAt1())
        .put("R@10", float32.recallAt10());
    return metrics;
  }

  private String card(String from, SpaceOptimisation optimisation, Sweep.Option chosen) {
    return """
    ## Optimised
    The space `%s`, centred and projected to %d dimensions: principal components%s fitted on \
    split `%s` of `%s`. In float32 it reaches R@10 %.1f, text to video, on split `%s`, where \
    the original reaches %.1f.\
    """
        .formatted(
            from,
            chosen.dimension(),
            whiten ? ", whitened," : "",
            fitSplit,
            dataset.name(),
            100 * optimisation.float32().orElseThrow().recallAt10(),
            split,
            100 * optimisation.sweep().baseline().recallAt10());
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
