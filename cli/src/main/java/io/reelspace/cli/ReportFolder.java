package io.reelspace.cli;

import io.reelspace.error.StorageException;
import io.reelspace.evaluate.report.EvaluationReport;
import io.reelspace.media.MediaReader;
import io.reelspace.train.dataset.Medium;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes {@code report.html} and {@code metrics.json} of an evaluation to a folder. */
final class ReportFolder {

  private final Path folder;

  ReportFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes both files.
   *
   * @return the page
   * @throws StorageException when the folder cannot be written
   */
  Path write(EvaluationResult result, MediaReader reader) {
    List<Medium> media = result.evaluations().getFirst().embedded().task().media();
    EvaluationReport.Page page = report(result).page();
    String html = page.html(new Thumbnails(reader).of(page.pictured(), media::get));
    Path file = folder.resolve("report.html");
    try {
      Files.createDirectories(folder);
      Files.writeString(file, html);
      try (OutputStream json = Files.newOutputStream(folder.resolve("metrics.json"));
          Output out = new Output(json)) {
        EvaluationJson.write(result, out);
      }
    } catch (IOException e) {
      throw new StorageException(
          "The report cannot be written to " + folder + " (" + e.getMessage() + ").", e);
    }
    return file;
  }

  private static EvaluationReport report(EvaluationResult result) {
    Evaluation first = result.evaluations().getFirst();
    List<String> absent = new ArrayList<>(result.skipped().values());
    result.missing().forEach(each -> absent.add("no file: " + each.file()));
    return new EvaluationReport(
        result.dataset(), measured(first), other(result), items(first), notes(first), absent);
  }

  private static EvaluationReport.Measured measured(Evaluation evaluation) {
    return new EvaluationReport.Measured(
        evaluation.space(),
        evaluation.dimension(),
        evaluation.fingerprint(),
        evaluation.retrieval(),
        evaluation.diagnostics());
  }

  private static Optional<EvaluationReport.Other> other(EvaluationResult result) {
    return result.evaluations().size() < 2
        ? Optional.empty()
        : Optional.of(
            new EvaluationReport.Other(
                measured(result.evaluations().get(1)),
                result.comparisons().textToVideo(),
                result.comparisons().videoToText()));
  }

  private static EvaluationReport.Items items(Evaluation evaluation) {
    EmbeddedTask embedded = evaluation.embedded();
    return new EvaluationReport.Items(
        embedded.task().texts(),
        embedded.task().media().stream().map(ReportFolder::name).toList(),
        embedded.texts(),
        embedded.media(),
        embedded.task().relevance());
  }

  private static String name(Medium medium) {
    String name = medium.file().getFileName().toString();
    return medium.part().map(p -> name + " " + TimeSpan.of(p.start(), p.end())).orElse(name);
  }

  private static List<String> notes(Evaluation evaluation) {
    return List.of(
        "Media were decoded, cut into segments and sampled as reelspace index does it.",
        "A video counts as one vector: the direction of the mean of its segments' embeddings.",
        "Where scores tie, the wrong ones are counted as coming first.",
        "Intervals: bootstrap over videos with all their texts, 2,000 resamples.",
        "Dual softmax multiplies each score by a softmax over all queries (scale 100).",
        "QB-Norm divides by what a bank of texts gives (beta 20); the bank: "
            + evaluation.bank().origin()
            + ".");
  }
}
