package io.reelspace.train.features;

import io.reelspace.encode.ClipEncoder;
import io.reelspace.media.Clip;
import io.reelspace.media.ClipTrack;
import io.reelspace.media.Excerpt;
import io.reelspace.media.Framing;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.train.dataset.Medium;
import java.util.List;
import java.util.Optional;

/**
 * A video through a clip encoder: decoding runs ahead in its child process, and the network takes
 * nearly all of the time.
 */
record ClipExtraction(ClipEncoder encoder, MediaReader media, Sampler sampler) {

  /** Without steps for a picture: nothing moves there. */
  EachMedium.Steps steps(Medium medium) {
    EachMedium.Steps steps = new EachMedium.Steps();
    if (medium.kind() == Medium.Kind.VIDEO) {
      Framing framing = new Framing.Stretched(encoder.inputSize());
      ClipTrack track = new ClipTrack(encoder.sampler(), encoder.inputSize());
      try (SegmentStream segments =
          media.segments(medium.file(), Excerpt.WHOLE, sampler, framing, Optional.of(track))) {
        for (Optional<Segment> s = segments.next(); s.isPresent(); s = segments.next()) {
          add(s.get().clips(), steps);
        }
      }
    }
    return steps;
  }

  private void add(List<Clip> clips, EachMedium.Steps steps) {
    float[][] features = encoder.encode(clips);
    for (int i = 0; i < features.length; i++) {
      steps.add(clips.get(i).start(), clips.get(i).end(), features[i]);
    }
  }
}
