package io.reelspace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.encode.ClipEncoder;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.encode.TextEncoder;
import io.reelspace.error.BadInputException;
import io.reelspace.media.Clip;
import io.reelspace.media.Excerpt;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundStream;
import io.reelspace.media.SoundWindow;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * How near an encoder comes to vectors that another program made of the same photos and texts.
 *
 * @param compared photos, texts, clips or sounds
 * @param largest difference of a value of vectors of length one
 * @param leastCosine of a pair of vectors
 * @param otherTokens texts that were cut into other tokens
 */
record EncoderParity(int compared, double largest, double leastCosine, int otherTokens) {

  private static final EncoderParity NONE = new EncoderParity(0, 0, 1, 0);

  /**
   * What a file of references says: {@code {"photos": [{"name", "embedding"}], "texts": [{"text",
   * "ids", "embedding"}], "clips": [{"frames": [...], "embedding"}], "sounds": [{"name",
   * "embedding"}]}}; photos, sounds and the pictures of clips lie beside it. Of a sound the first
   * window counts.
   */
  record References(Path file, JsonNode json) {

    static References read(Path file) {
      try {
        return new References(file, new ObjectMapper().readTree(file.toFile()));
      } catch (IOException e) {
        throw new BadInputException(
            "The references "
                + file
                + " cannot be read ("
                + e.getMessage()
                + "); it must be JSON with \"photos\" and \"texts\".",
            e);
      }
    }

    EncoderParity of(ImageEncoder encoder) {
      EncoderParity parity = NONE;
      for (JsonNode photo : json.path("photos")) {
        Path picture = file.resolveSibling(photo.path("name").asText());
        float[] row = encoder.encode(List.of(picture(picture)))[0];
        parity = parity.with(row, photo.path("embedding"), picture.toString());
      }
      return parity;
    }

    EncoderParity of(ClipEncoder encoder) {
      EncoderParity parity = NONE;
      for (JsonNode clip : json.path("clips")) {
        List<RgbImage> pictures = new ArrayList<>();
        for (JsonNode frame : clip.path("frames")) {
          pictures.add(picture(file.resolveSibling(frame.asText())));
        }
        if (pictures.size() != encoder.sampler().frames()) {
          throw new BadInputException(
              "A clip of %s has %d frames, the encoder takes %d."
                  .formatted(file, pictures.size(), encoder.sampler().frames()));
        }
        float[] row = encoder.encode(List.of(new Clip(0, encoder.sampler().length(), pictures)))[0];
        parity = parity.with(row, clip.path("embedding"), "clip " + parity.compared());
      }
      return parity;
    }

    EncoderParity of(SoundEncoder encoder, MediaReader media) {
      EncoderParity parity = NONE;
      for (JsonNode sound : json.path("sounds")) {
        Path recording = file.resolveSibling(sound.path("name").asText());
        float[] row = encoder.encode(List.of(window(recording, encoder.format(), media)))[0];
        parity = parity.with(row, sound.path("embedding"), recording.toString());
      }
      return parity;
    }

    private static SoundWindow window(Path recording, SoundFormat format, MediaReader media) {
      try (SoundStream stream =
          media
              .sound(recording, Excerpt.WHOLE, format)
              .orElseThrow(() -> new BadInputException(recording + " has no sound"))) {
        return stream.next().orElseThrow(() -> new BadInputException(recording + " has no sound"));
      }
    }

    EncoderParity of(TextEncoder encoder) {
      EncoderParity parity = NONE;
      for (JsonNode text : json.path("texts")) {
        String words = text.path("text").asText();
        float[] row = encoder.encode(List.of(words))[0];
        boolean same = !text.has("ids") || isSame(text.path("ids"), encoder.tokens(words));
        EncoderParity next = parity.with(row, text.path("embedding"), words);
        parity = same ? next : next.withOtherTokens();
      }
      return parity;
    }

    /** Padding that the encoder leaves out, as it changes nothing, is no difference. */
    private static boolean isSame(JsonNode ids, long[] tokens) {
      for (int i = 0; i < Math.max(ids.size(), tokens.length); i++) {
        long expected = i < ids.size() ? ids.get(i).asLong() : -1;
        long given = i < tokens.length ? tokens[i] : ids.get(ids.size() - 1).asLong();
        if (expected != given) {
          return false;
        }
      }
      return true;
    }

    private static RgbImage picture(Path file) {
      try {
        BufferedImage image =
            Optional.ofNullable(ImageIO.read(file.toFile()))
                .orElseThrow(() -> new IOException("no picture of a known kind"));
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        for (int i = 0; i < rgb.length / 3; i++) {
          int pixel = image.getRGB(i % width, i / width);
          rgb[3 * i] = (byte) (pixel >> 16);
          rgb[3 * i + 1] = (byte) (pixel >> 8);
          rgb[3 * i + 2] = (byte) pixel;
        }
        return new RgbImage(new ImageSize(width, image.getHeight()), rgb);
      } catch (IOException e) {
        throw new BadInputException(
            "The reference photo " + file + " cannot be read (" + e.getMessage() + ").", e);
      }
    }
  }

  private EncoderParity with(float[] row, JsonNode embedding, String what) {
    if (embedding.size() != row.length) {
      throw new BadInputException(
          "The reference vector of '"
              + what
              + "' has "
              + embedding.size()
              + " values, the encoder gives "
              + row.length
              + ".");
    }
    double ownLength = 0;
    double otherLength = 0;
    double product = 0;
    for (int i = 0; i < row.length; i++) {
      double other = embedding.get(i).asDouble();
      ownLength += row[i] * (double) row[i];
      otherLength += other * other;
      product += row[i] * other;
    }
    ownLength = Math.sqrt(ownLength);
    otherLength = Math.sqrt(otherLength);
    double difference = 0;
    for (int i = 0; i < row.length; i++) {
      double other = embedding.get(i).asDouble() / otherLength;
      difference = Math.max(difference, Math.abs(row[i] / ownLength - other));
    }
    return new EncoderParity(
        compared + 1,
        Math.max(largest, difference),
        Math.min(leastCosine, product / (ownLength * otherLength)),
        otherTokens);
  }

  private EncoderParity withOtherTokens() {
    return new EncoderParity(compared, largest, leastCosine, otherTokens + 1);
  }
}
