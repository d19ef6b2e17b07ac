package io.reelspace.train.features;

import io.reelspace.encode.SoundEncoder;
import io.reelspace.media.Excerpt;
import io.reelspace.media.MediaReader;
import io.reelspace.media.SoundStream;
import io.reelspace.media.SoundWindow;
import io.reelspace.train.dataset.Medium;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sound of a video through an encoder. */
record SoundExtraction(SoundEncoder encoder, MediaReader media) {

  /** Windows that go through the network together. */
  private static final int BATCH = 8;

  /** Without steps where nothing is to be heard: the modality is missing then. */
  EachMedium.Steps steps(Medium medium) {
    EachMedium.Steps steps = new EachMedium.Steps();
    Optional<SoundStream> sound =
        medium.kind() == Medium.Kind.VIDEO
            ? media.sound(medium.file(), Excerpt.WHOLE, encoder.format())
            : Optional.empty();
    if (sound.isPresent()) {
      try (SoundStream stream = sound.get()) {
        hear(stream, steps);
      }
    }
    return steps;
  }

  private void hear(SoundStream stream, EachMedium.Steps steps) {
    List<SoundWindow> batch = new ArrayList<>();
    while (true) {
      Optional<SoundWindow> next = stream.next();
      next.filter(window -> !window.isSilent()).ifPresent(batch::add);
      if (batch.size() == BATCH || (next.isEmpty() && !batch.isEmpty())) {
        float[][] features = encoder.encode(batch);
        for (int i = 0; i < features.length; i++) {
          steps.add(batch.get(i).start(), batch.get(i).end(), features[i]);
        }
        batch.clear();
      }
      if (next.isEmpty()) {
        return;
      }
    }
  }
}
