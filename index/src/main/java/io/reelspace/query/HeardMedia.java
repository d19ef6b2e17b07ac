package io.reelspace.query;

import io.reelspace.error.BadInputException;
import io.reelspace.media.Excerpt;
import io.reelspace.media.MediaReader;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundStream;
import io.reelspace.media.SoundWindow;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the recordings of queries into a space, in the windows in which an index hears them. */
record HeardMedia(Space space, MediaReader media) {

  /** Windows that go through the space together. */
  private static final int BATCH = 8;

  EmbeddedQuery embed(AudioQuery query) {
    Path file = query.file();
    SoundFormat format =
        space
            .sound()
            .orElseThrow(() ->
                new BadInputException(
                    "the space '"
                        + space.name()
                        + "' has no way into sounds; search an index of a space that has, such as"
                        + " 'base'"));
    Excerpt excerpt =
        Excerpt.of(
            query.from().orElse(Double.NEGATIVE_INFINITY),
            query.to().orElse(Double.POSITIVE_INFINITY));
    try (SoundStream stream =
        media
            .sound(file, excerpt, format)
            .orElseThrow(() -> new BadInputException(file + " has no sound"))) {
      Heard heard = listen(stream);
      if (heard.known() == 0) {
        throw new BadInputException(
            file
                + (heard.loud() == 0
                    ? ": nothing is to be heard there"
                    : ": the space '"
                        + space.name()
                        + "' knows no such sound; what it knows is in its card: reelspace space show"
                        + " --json"));
      }
      return new EmbeddedQuery(
          heard.sum().unit(), stream.warnings().stream().map(each -> file + ": " + each).toList());
    }
  }

  /** The sum of the windows that the space knows, and how many there were. */
  private record Heard(Combination sum, int known, int loud) {}

  private Heard listen(SoundStream stream) {
    Combination sum = new Combination();
    int known = 0;
    int loud = 0;
    List<SoundWindow> batch = new ArrayList<>();
    while (true) {
      Optional<SoundWindow> next = stream.next();
      next.filter(window -> !window.isSilent()).ifPresent(batch::add);
      if (batch.size() == BATCH || (next.isEmpty() && !batch.isEmpty())) {
        for (Optional<float[]> embedding : space.embedSounds(batch)) {
          loud++;
          if (embedding.isPresent()) {
            known++;
            sum.add(1, embedding.get());
          }
        }
        batch.clear();
      }
      if (next.isEmpty()) {
        return new Heard(sum, known, loud);
      }
    }
  }
}
