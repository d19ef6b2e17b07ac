package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.RunRecipe;
import io.reelspace.train.RunRecipeFile;
import io.reelspace.train.SoundRecipeFile;
import io.reelspace.train.features.FeatureExtraction;
import io.reelspace.train.run.EncoderFolders;
import io.reelspace.train.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One run of a recipe as a command does it. */
final class Training {

  private final Shell shell;
  private final Spaces spaces;

  Training(Shell shell, Spaces spaces) {
    this.shell = shell;
    this.spaces = spaces;
  }

  int run(Path file, Path output, boolean json) throws IOException {
    if (SoundRecipeFile.is(file)) {
      return new SoundTeaching(shell, spaces).run(SoundRecipeFile.read(file), output, json);
    }
    RunRecipe recipe = RunRecipeFile.read(file);
    PyTorch.unpackInto(spaces.cache());
    long start = System.nanoTime();
    TrainingRun.Outcome outcome;
    try (TrainingProgress progress = new TrainingProgress(shell)) {
      outcome =
          new TrainingRun(
                  folders(),
                  MediaReader.using(Ffmpeg.unpackedInto(spaces.cache()), DecodeLimits.DEFAULT),
                  spaces.inference(),
                  progress)
              .run(recipe, output);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (json) {
      write(outcome, seconds);
    } else {
      print(outcome, seconds);
    }
    boolean whole = outcome.skipped().isEmpty() && outcome.missing() == 0;
    return whole ? ExitCode.DONE : ExitCode.PARTLY_DONE;
  }

  private EncoderFolders folders() {
    return new EncoderFolders() {
      @Override
      public Path find(String encoder) {
        return spaces.encoder(encoder);
      }

      @Override
      public Path space(String space) {
        return spaces.folder(space);
      }
    };
  }

  private void print(TrainingRun.Outcome outcome, double seconds) {
    shell
        .out()
        .line(
            String.format(
                Locale.ROOT,
                "%d steps on %d examples with %d captions in %.0f s%s",
                outcome.training().steps(),
                outcome.examples(),
                outcome.captions(),
                seconds,
                outcome.skipped().isEmpty()
                    ? ""
                    : "; " + outcome.skipped().size() + " files could not be decoded"));
    metrics(outcome.space())
        .forEach(
            (name, value) -> shell.out().line(String.format(Locale.ROOT, "%s %.4f", name, value)));
    shell.out().line("Report: " + Printable.of(outcome.report().toString()));
    shell.out().line("Space: " + Printable.of(outcome.space().folder().toString()));
  }

  private static Map<String, Double> metrics(SpaceBundle space) {
    Map<String, Double> metrics = new TreeMap<>();
    space
        .manifest()
        .metrics()
        .path("validation")
        .properties()
        .forEach(entry -> metrics.put(entry.getKey(), entry.getValue().asDouble()));
    return metrics;
  }

  private void write(TrainingRun.Outcome outcome, double seconds) throws IOException {
    try (JsonGenerator object = Json.pretty(shell.out())) {
      object.writeStartObject();
      object.writeStringField("space", outcome.space().folder().toString());
      object.writeStringField("fingerprint", SpaceBundle.fingerprint(outcome.space().manifest()));
      object.writeStringField("report", outcome.report().toString());
      object.writeNumberField("steps", outcome.training().steps());
      object.writeNumberField("examples", outcome.examples());
      object.writeNumberField("captions", outcome.captions());
      object.writeNumberField("missing", outcome.missing());
      object.writeNumberField("seconds", seconds);
      object.writeObjectFieldStart("validation");
      for (Map.Entry<String, Double> metric : metrics(outcome.space()).entrySet()) {
        object.writeNumberField(metric.getKey(), metric.getValue());
      }
      object.writeEndObject();
      writeSkipped(object, outcome.skipped());
      object.writeEndObject();
    }
    shell.out().line("");
  }

  static void writeSkipped(JsonGenerator object, Iterable<FeatureExtraction.Skipped> skipped)
      throws IOException {
    object.writeArrayFieldStart("skipped");
    for (FeatureExtraction.Skipped each : skipped) {
      object.writeStartObject();
      object.writeStringField("path", each.file().toString());
      object.writeStringField("reason", each.reason());
      object.writeEndObject();
    }
    object.writeEndArray();
  }
}
