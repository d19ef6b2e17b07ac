package io.reelspace.benchmarks.media;

import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.plan.Material;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Segments of a video by how long they may be, beside what a plan says that the video's shots give.
 *
 * <p>Arguments: a folder for programs that are unpacked, and videos.
 */
public final class SegmentCount {

  private static final List<Double> LONGEST = List.of(3600.0, 20.0, 10.0, 5.0, 2.5);

  private SegmentCount() {}

  /** Prints a line for each length. */
  public static void main(String[] arguments) {
    MediaReader media =
        MediaReader.using(Ffmpeg.unpackedInto(Path.of(arguments[0])), DecodeLimits.DEFAULT);
    double shots = 0;
    for (double longest : LONGEST) {
      int segments = 0;
      double seconds = 0;
      for (int i = 1; i < arguments.length; i++) {
        double end = 0;
        try (SegmentStream stream =
            media.segments(
                Path.of(arguments[i]), new Sampler(0.07, longest), new ImageSize(32, 32))) {
          for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
            segments++;
            end = next.get().end();
          }
        }
        seconds += end;
      }
      double ofHour = segments * 3600 / seconds;
      shots = shots == 0 ? ofHour : shots;
      double predicted =
          Material.DEFAULT.withShotsPerHour(shots).withLongestSegment(longest).segmentsPerHour();
      System.out.printf(
          Locale.ROOT,
          "segments up to %6.1f s: %7.1f an hour, predicted %7.1f, ratio %.2f%n",
          longest,
          ofHour,
          predicted,
          predicted / ofHour);
    }
  }
}
