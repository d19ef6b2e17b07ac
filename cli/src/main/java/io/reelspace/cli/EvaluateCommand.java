package io.reelspace.cli;

import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.Bootstrap;
import io.reelspace.evaluate.PairedComparison;
import io.reelspace.evaluate.Ranks;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.RetrievalTask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Measures how well a space finds the media of a data set. */
@Command(
    name = "evaluate",
    description = {
      "Measures how well texts find media in a space, and media texts.",
      "Media are decoded, cut and sampled as index does it; a video counts as one vector, the mean"
          + " of its segments'. A data set that names classes ({image, label}) is measured by how"
          + " often the right one of all class names comes first. Intervals are at 95 %%."
    },
    footer = {
      "",
      "Examples:",
      "  reelspace evaluate --dataset flickr8k/captions.jsonl --split dev --report out/",
      "  reelspace evaluate --space runs/base/space --compare concept --dataset clips/captions.jsonl",
      "  reelspace evaluate --dataset imagenet/captions.jsonl --class-names names.txt"
    })
final class EvaluateCommand implements Callable<Integer> {

  private final Shell shell;

  @ParentCommand private Reelspace root;

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description =
          "The space to measure (REELSPACE_SPACE; default " + BundledSpaces.DEFAULT + ").")
  private Optional<String> space = Optional.empty();

  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "The split to measure on; may be left out where there is only one.")
  private Optional<String> split = Optional.empty();

  @Option(
      names = "--compare",
      paramLabel = "NAME|FOLDER",
      description = "Measure another space too, and whether the difference is more than chance.")
  private Optional<String> compare = Optional.empty();

  @Option(
      names = "--class-names",
      paramLabel = "FILE",
      description = "All class names, one a line (default those that the data set names).")
  private Optional<Path> classNames = Optional.empty();

  @Option(
      names = "--class-text",
      paramLabel = "TEXT",
      description = "The text of a class, with {} for its name (default \"a photo of a {}\").")
  private String classText = "a photo of a {}";

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write report.html and metrics.json to this folder.")
  private Optional<Path> report = Optional.empty();

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  EvaluateCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Spaces spaces = spaces();
    List<String> names = new ArrayList<>();
    names.add(root.settings().get(Setting.SPACE, space, BundledSpaces.DEFAULT));
    compare.ifPresent(names::add);
    DatasetOptions.Split chosen = dataset.split(split);
    for (String name : names) {
      dataset.warnOfTraining(spaces.bundle(name).manifest(), chosen.name(), shell);
    }
    for (Dataset.Missing missing : chosen.examples().missing()) {
      shell.say(Printable.of("missing: " + missing.file()));
    }
    RetrievalTask whole = RetrievalTask.of(chosen.examples());
    List<TaskEmbedder> embedders = new ArrayList<>();
    try {
      names.forEach(name -> embedders.add(TaskEmbedder.open(shell, spaces, name)));
      return dataset.holdsLabels()
          ? classes(embedders, whole, chosen)
          : retrieval(embedders, whole, chosen);
    } finally {
      embedders.forEach(TaskEmbedder::close);
    }
  }

  private int retrieval(
      List<TaskEmbedder> embedders, RetrievalTask whole, DatasetOptions.Split chosen)
      throws IOException {
    List<TaskEmbedder.Media> media = embedders.stream().map(e -> e.media(whole.media())).toList();
    RetrievalTask task =
        whole.without(m -> media.stream().anyMatch(each -> !each.vectors().containsKey(m)));
    QueryBank bank = QueryBank.of(chosen, task);
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < embedders.size(); i++) {
      TaskEmbedder embedder = embedders.get(i);
      EmbeddedTask embedded = embedder.of(task, media.get(i));
      evaluations.add(
          Evaluation.of(embedder.space(), embedded, bank, embedder.texts(bank.texts())));
    }
    EvaluationResult result =
        new EvaluationResult(
            chosen.examples().name(),
            evaluations,
            comparisons(evaluations),
            media.getFirst().skipped(),
            chosen.examples().missing());
    if (report.isPresent()) {
      Path page = new ReportFolder(report.get()).write(result, TaskEmbedder.reader(spaces()));
      shell.say(Printable.of("the report is in " + page));
    }
    if (json) {
      EvaluationJson.write(result, shell.out());
    } else {
      new EvaluationTable(shell.out()).print(result);
    }
    return result.complete() ? ExitCode.DONE : ExitCode.PARTLY_DONE;
  }

  private Spaces spaces() {
    return new Spaces(root.settings().home());
  }

  private static EvaluationResult.Comparisons comparisons(List<Evaluation> evaluations) {
    if (evaluations.size() < 2) {
      return EvaluationResult.Comparisons.NONE;
    }
    return new EvaluationResult.Comparisons(
        compare(evaluations, e -> e.retrieval().textToVideo().raw().ranks()),
        compare(evaluations, e -> e.retrieval().videoToText().raw().ranks()));
  }

  private static List<PairedComparison> compare(
      List<Evaluation> evaluations, Function<Evaluation, Ranks> ranks) {
    Ranks measured = ranks.apply(evaluations.get(0));
    Ranks reference = ranks.apply(evaluations.get(1));
    return ClassNaming.METRICS.stream()
        .map(metric -> PairedComparison.of(metric, reference, measured, Bootstrap.DEFAULT))
        .toList();
  }

  private int classes(
      List<TaskEmbedder> embedders, RetrievalTask whole, DatasetOptions.Split chosen)
      throws IOException {
    if (embedders.size() > 1) {
      throw new BadInputException("--compare works on data sets of captions, this one has labels.");
    }
    if (report.isPresent()) {
      throw new BadInputException("--report works on data sets of captions, this one has labels.");
    }
    ClassNaming naming = ClassNaming.of(whole, classNames, classText);
    ClassNaming.Result result = naming.measure(embedders.getFirst(), chosen.examples());
    if (json) {
      EvaluationJson.write(result, shell.out());
    } else {
      new EvaluationTable(shell.out()).print(result);
    }
    return result.complete() ? ExitCode.DONE : ExitCode.PARTLY_DONE;
  }
}
