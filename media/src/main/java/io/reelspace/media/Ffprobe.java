package io.reelspace.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Asks the bundled {@code ffprobe} about a file, under limits. */
final class Ffprobe {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ANSWER = 8 << 20;

  private final Ffmpeg ffmpeg;
  private final DecodeLimits limits;

  Ffprobe(Ffmpeg ffmpeg, DecodeLimits limits) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
  }

  /**
   * The answer, and what was complained about in giving it. The answer has no {@code format} where
   * the file could not be opened.
   */
  record Answer(JsonNode json, List<String> complaints) {}

  /**
   * Asks for entries.
   *
   * @param entries for {@code -show_entries}
   * @param more further options
   * @throws UnreadableMediaException when it takes too long
   */
  Answer ask(Path file, String entries, String... more) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.program("ffprobe"));
    command.addAll(List.of("-hide_banner", "-loglevel", "level+error"));
    command.addAll(InputOptions.of(limits));
    command.addAll(List.of("-of", "json=compact=1", "-show_entries", entries));
    command.addAll(List.of(more));
    command.add("fd:");
    try (ChildProcess child = ChildProcess.start(ffmpeg, command, Optional.of(file), limits)) {
      byte[] answer = child.readAll(LONGEST_ANSWER, limits.withoutProgress());
      JsonNode json = answer.length == 0 ? JSON.createObjectNode() : JSON.readTree(answer);
      return new Answer(json, child.complaints().lines());
    } catch (ChildProcess.TimeLimitException e) {
      throw new UnreadableMediaException(
          MediaProblems.sentence(
              file,
              "its header could not be read within "
                  + limits.withoutProgress().toSeconds()
                  + " s; the file or its disk does not answer, or it was made to keep a decoder"
                  + " busy"),
          e);
    } catch (IOException e) {
      throw new StorageException(
          "cannot run ffprobe on " + MediaProblems.shown(file) + " (" + e.getMessage() + ")", e);
    }
  }

  /** A field that holds seconds; empty where it is absent or no number. */
  static OptionalDouble seconds(JsonNode node, String field) {
    try {
      double value = Double.parseDouble(node.path(field).asText());
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty(); // "N/A" or absent
    }
  }
}
