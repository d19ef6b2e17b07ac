package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Excerpt;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.Frame;
import io.reelspace.media.Framing;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.media.Sampler;
import io.reelspace.media.SegmentStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Frames that the decoder brings to an encoder's size, against whole ones that the encoder brings.
 */
class DecodedFramesTest {
  private static final Path CLIPS =
      Path.of(System.getProperty("reelspace.project"))
          .resolve("base/src/main/resources/io/reelspace/base/clips");
  private static final MediaReader MEDIA =
      MediaReader.using(Ffmpeg.unpackedInto(Path.of("target/cache")), DecodeLimits.DEFAULT);
  private static final Preprocessing CLIP =
      Preprocessing.read(Families.FOLDER.resolve("clip/preprocessor_config.json"));

  private static RgbImage firstFrame(String clip, Framing framing) {
    try (SegmentStream segments =
        MEDIA.segments(
            CLIPS.resolve(clip), Excerpt.WHOLE, Sampler.DEFAULT, framing, Optional.empty())) {
      List<Frame> frames = segments.next().orElseThrow().frames();
      return frames.getFirst().image();
    }
  }

  private static double meanDifference(RgbImage a, RgbImage b) {
    assertEquals(a.size(), b.size());
    double sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      sum += Math.abs((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff));
    }
    return sum / a.rgb().length;
  }

  @Test
  void theDecoderCutsOutTheSameMiddle() {
    ImageSize small = new ImageSize(32, 32);
    for (String clip : List.of("dog.mp4", "rabbit.mp4", "car.mp4")) {
      ImageSize source = MEDIA.probe(CLIPS.resolve(clip)).size();
      RgbImage whole =
          firstFrame(clip, new Framing.Whole(Math.min(source.width(), source.height())));
      assertEquals(source, whole.size());
      RgbImage wanted = CLIP.fit(whole);
      RgbImage covered = firstFrame(clip, CLIP.framing());
      RgbImage stretched = firstFrame(clip, new Framing.Stretched(small));
      double difference = meanDifference(wanted, covered);
      assertTrue(difference < 1.5, clip + ": " + difference + " levels of 255");
      assertTrue(meanDifference(wanted, stretched) > 3 * difference, clip);
    }
  }

  @Test
  void aTrimmedPictureComesWhole() {
    Preprocessing trims =
        Preprocessing.read(Families.FOLDER.resolve("dinov2/preprocessor_config.json"));
    assertEquals(new Framing.Whole(32), trims.framing());
    RgbImage whole = firstFrame("dog.mp4", trims.framing());
    assertEquals(new ImageSize(56, 32), whole.size());
    assertEquals(new ImageSize(28, 28), trims.fit(whole).size());
  }
}
