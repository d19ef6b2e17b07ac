package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.SpaceBundle;
import io.reelspace.train.SoundRecipe;
import io.reelspace.train.SoundRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** One run of a recipe for sounds as a command does it. */
final class SoundTeaching {

  private final Shell shell;
  private final Spaces spaces;

  SoundTeaching(Shell shell, Spaces spaces) {
    this.shell = shell;
    this.spaces = spaces;
  }

  int run(SoundRecipe recipe, Path output, boolean json) throws IOException {
    PyTorch.unpackInto(spaces.cache());
    long start = System.nanoTime();
    SoundRun.Outcome outcome;
    try (TrainingProgress progress = new TrainingProgress(shell)) {
      MediaReader media =
          MediaReader.using(Ffmpeg.unpackedInto(spaces.cache()), DecodeLimits.DEFAULT);
      outcome =
          new SoundRun(media, spaces.inference(), progress)
              .run(recipe, spaces.bundle(recipe.space()), output);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    SpaceBundle space = outcome.space();
    if (json) {
      try (JsonGenerator object = Json.pretty(shell.out())) {
        object.writeStartObject();
        object.writeStringField("space", space.folder().toString());
        object.writeStringField("fingerprint", SpaceBundle.fingerprint(space.manifest()));
        object.writeNumberField("recordings", outcome.recordings());
        object.writeNumberField("texts", outcome.texts());
        object.writeNumberField("seconds", seconds);
        object.writeEndObject();
      }
      shell.out().line("");
    } else {
      shell
          .out()
          .line(
              String.format(
                  Locale.ROOT,
                  "%d recordings and %d texts about them in %.0f s",
                  outcome.recordings(),
                  outcome.texts(),
                  seconds));
      shell.out().line("Space: " + Printable.of(space.folder().toString()));
    }
    return ExitCode.DONE;
  }
}
