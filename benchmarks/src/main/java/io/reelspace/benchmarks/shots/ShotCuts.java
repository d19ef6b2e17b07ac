package io.reelspace.benchmarks.shots;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.encode.Inference;
import io.reelspace.encode.ShotNetwork;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Prints the cuts of videos, and how long finding them took, as JSON: {@code {name: {"cuts": [s],
 * "seconds": s}}}.
 *
 * <p>It asks for segments of up to an hour, so that every boundary is a cut, and for one small
 * picture in ten seconds, so that what is timed is decoding and the detection of shots. Arguments:
 * the folder into which ffmpeg is unpacked, then the videos. {@code --network FOLDER} before the
 * videos takes a network in place of the built-in detection. See {@code benchmarks/shots}.
 */
public final class ShotCuts {
  private static final Sampler SHOTS = new Sampler(0.1, 3600);
  private static final ImageSize SMALL = new ImageSize(32, 32);
  private static final ObjectMapper JSON = new ObjectMapper();

  private ShotCuts() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException {
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(Path.of(arguments[0]));
    if (arguments.length > 2 && arguments[1].equals("--network")) {
      Inference inference = Inference.in(Path.of("benchmarks", "target", "cache"));
      try (ShotNetwork network = ShotNetwork.open("network", Path.of(arguments[2]), inference)) {
        run(MediaReader.using(ffmpeg, DecodeLimits.DEFAULT, network), arguments, 3);
      }
    } else {
      run(MediaReader.using(ffmpeg, DecodeLimits.DEFAULT), arguments, 1);
    }
  }

  private static void run(MediaReader reader, String[] arguments, int from) throws IOException {
    ObjectNode all = JSON.createObjectNode();
    for (int i = from; i < arguments.length; i++) {
      Path file = Path.of(arguments[i]);
      ObjectNode result = all.putObject(file.getFileName().toString());
      ArrayNode cuts = result.putArray("cuts");
      long start = System.nanoTime();
      try (SegmentStream segments = reader.segments(file, SHOTS, SMALL)) {
        boolean first = true;
        for (Optional<Segment> s = segments.next(); s.isPresent(); s = segments.next()) {
          if (!first) {
            cuts.add(s.get().start());
          }
          first = false;
        }
      }
      result.put("seconds", (System.nanoTime() - start) / 1e9);
    }
    OutputStream out = System.out;
    JSON.writerWithDefaultPrettyPrinter().writeValue(out, all);
  }
}
