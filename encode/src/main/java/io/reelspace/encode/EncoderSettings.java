package io.reelspace.encode;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code encoder.json} beside a network says of how it is run: what the files of the model
 * hubs leave to the program that reads them. An encoder without that file is run as ever: pictures
 * give the first output, texts the mean of their tokens.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = EncoderSettings.OfImages.class, name = "image"),
  @JsonSubTypes.Type(value = EncoderSettings.OfTexts.class, name = "text"),
  @JsonSubTypes.Type(value = EncoderSettings.OfClips.class, name = "clip"),
  @JsonSubTypes.Type(value = EncoderSettings.OfSounds.class, name = "audio")
})
public sealed interface EncoderSettings {
  /** The name of the file. */
  String FILE = "encoder.json";

  /** The kind as it is written, which is also the name of the folder of its files. */
  String kind();

  /**
   * How a network for pictures is run.
   *
   * @param output that is taken where none is asked for; the first one when empty
   * @param pooling how it becomes one row
   * @param skip tokens at the beginning that are no part of the picture: [CLS] and registers
   */
  record OfImages(
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String output,
      OutputPooling pooling,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) int skip)
      implements EncoderSettings {

    /** Fills in what may be left out. */
    public OfImages {
      output = Objects.requireNonNullElse(output, "");
      pooling = Objects.requireNonNullElse(pooling, OutputPooling.NONE);
      if (skip < 0) {
        throw new IllegalArgumentException("skip is " + skip + "; it must not be negative");
      }
    }

    @Override
    public String kind() {
      return "image";
    }
  }

  /**
   * How a network for texts is run.
   *
   * @param context tokens that the network reads, those that begin and end a text included
   * @param padded whether every text is filled up to the context; else the texts of a batch to the
   *     longest of them
   * @param padding number of the token that fills up
   * @param cleaning what a text goes through before the tokenizer
   * @param output that is taken; the first one when empty
   * @param pooling how the tokens become one row
   */
  record OfTexts(
      @JsonProperty(required = true) int context,
      boolean padded,
      long padding,
      TextCleaning cleaning,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String output,
      TokenPooling pooling)
      implements EncoderSettings {

    /** Fills in what may be left out. */
    public OfTexts {
      cleaning = Objects.requireNonNullElse(cleaning, TextCleaning.NONE);
      output = Objects.requireNonNullElse(output, "");
      pooling = Objects.requireNonNullElse(pooling, TokenPooling.MEAN);
      if (context < 3 || context > 1 << 20) {
        throw new IllegalArgumentException(
            "context is " + context + "; it must be from 3 to a million");
      }
    }

    @Override
    public String kind() {
      return "text";
    }
  }

  /**
   * How a network for clips is run.
   *
   * @param output that is taken where none is asked for; the first one when empty
   */
  record OfClips(@JsonInclude(JsonInclude.Include.NON_EMPTY) String output)
      implements EncoderSettings {

    /** Fills in what may be left out. */
    public OfClips {
      output = Objects.requireNonNullElse(output, "");
    }

    @Override
    public String kind() {
      return "clip";
    }
  }

  /**
   * How a network for sounds is run.
   *
   * @param output that is taken where none is asked for; the first one when empty
   */
  record OfSounds(@JsonInclude(JsonInclude.Include.NON_EMPTY) String output)
      implements EncoderSettings {

    /** Fills in what may be left out. */
    public OfSounds {
      output = Objects.requireNonNullElse(output, "");
    }

    @Override
    public String kind() {
      return "audio";
    }
  }

  /**
   * Reads the file of a folder; empty where there is none.
   *
   * @throws MissingModelException when it is not as it should be
   */
  static Optional<EncoderSettings> read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(json().readValue(file.toFile(), EncoderSettings.class));
    } catch (JacksonException e) {
      throw new MissingModelException(
          file + ": " + e.getOriginalMessage() + ". Correct it, or import the encoder again.", e);
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes the file into a folder. */
  default void write(Path folder) throws IOException {
    json().writerWithDefaultPrettyPrinter().writeValue(folder.resolve(FILE).toFile(), this);
  }

  private static ObjectMapper json() {
    return new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }
}
