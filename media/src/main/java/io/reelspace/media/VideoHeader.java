package io.reelspace.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ffprobe} says about the video stream of a file that is going to be decoded.
 *
 * @param stream number of the stream in the file
 * @param startTicks presentation time of its start in {@code timeBase}, 0 where unknown
 * @param timeBase seconds per tick, as {@code numerator/denominator}
 * @param end presentation time at which the stream ends, in seconds, where the header states it
 */
record VideoHeader(
    MediaProbe probe, int stream, long startTicks, String timeBase, OptionalDouble end) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern CLOCK =
      Pattern.compile("(\\d{1,6}):(\\d{1,2}):(\\d{1,2}(?:\\.\\d{1,9})?)");

  private static final int LONGEST_ANSWER = 4 << 20;
  private static final String FIELDS =
      "format=format_name,duration"
          + ":stream=index,codec_type,codec_name,width,height,start_pts,start_time,time_base,duration"
          + ":stream_disposition=default,attached_pic,timed_thumbnails"
          + ":stream_side_data=rotation:stream_tags=DURATION";

  /**
   * Reads a file's header.
   *
   * @throws UnreadableMediaException when it holds no video stream or picture, or takes too long
   */
  static VideoHeader of(Path file, Ffmpeg ffmpeg, DecodeLimits limits) {
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.program("ffprobe"));
    command.addAll(List.of("-hide_banner", "-loglevel", "level+error"));
    command.addAll(InputOptions.of(limits));
    command.addAll(List.of("-of", "json=compact=1", "-show_entries", FIELDS, "fd:"));
    byte[] answer;
    List<String> complaints;
    try (ChildProcess child = ChildProcess.start(ffmpeg, command, Optional.of(file), limits)) {
      answer = child.readAll(LONGEST_ANSWER, limits.withoutProgress());
      complaints = child.complaints().lines();
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
    return parse(file, answer, complaints);
  }

  private static VideoHeader parse(Path file, byte[] answer, List<String> complaints) {
    JsonNode root;
    try {
      root = JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new UnreadableMediaException(
          MediaProblems.sentence(file, MediaProblems.reason(complaints)), e);
    } catch (IOException e) {
      throw new IllegalStateException(e); // reading from memory
    }
    JsonNode streams = root.path("streams");
    if (!root.has("format") || streams.isEmpty()) {
      throw new UnreadableMediaException(
          MediaProblems.sentence(file, MediaProblems.reason(complaints)));
    }
    JsonNode video = videoStream(file, streams);
    if (!(video.path("width").asInt() > 0 && video.path("height").asInt() > 0)) {
      throw new UnreadableMediaException(
          MediaProblems.sentence(
              file,
              complaints.isEmpty()
                  ? "the size of its pictures is unknown, the file is damaged or cut off"
                  : MediaProblems.reason(complaints)));
    }
    JsonNode format = root.path("format");
    OptionalDouble duration = seconds(video, "duration");
    MediaProbe probe =
        new MediaProbe(
            format.path("format_name").asText(),
            video.path("codec_name").asText("unknown"),
            uprightSize(video),
            seconds(video, "start_time").orElse(0),
            duration.isPresent() ? duration : seconds(format, "duration"));
    return new VideoHeader(
        probe,
        video.path("index").asInt(),
        video.path("start_pts").asLong(0),
        video.path("time_base").asText("1/1000000"),
        end(video, format, probe));
  }

  /** The default video stream, else the first; cover art and thumbnails are none. */
  private static JsonNode videoStream(Path file, JsonNode streams) {
    List<JsonNode> videos = new ArrayList<>();
    boolean cover = false;
    boolean sound = false;
    for (JsonNode stream : streams) {
      JsonNode disposition = stream.path("disposition");
      String type = stream.path("codec_type").asText();
      sound |= type.equals("audio");
      if (type.equals("video")) {
        if (disposition.path("attached_pic").asInt() == 0
            && disposition.path("timed_thumbnails").asInt() == 0) {
          videos.add(stream);
        } else {
          cover = true;
        }
      }
    }
    boolean hasSound = sound;
    boolean hasCover = cover;
    return videos.stream()
        .max(
            Comparator.<JsonNode>comparingInt(s -> s.path("disposition").path("default").asInt())
                .thenComparingInt(s -> -s.path("index").asInt()))
        .orElseThrow(() ->
            new UnreadableMediaException(
                MediaProblems.sentence(
                    file,
                    "it holds no video"
                        + (hasSound ? ", only sound" : "")
                        + (hasCover ? " with a cover picture" : ""))));
  }

  private static ImageSize uprightSize(JsonNode video) {
    int width = video.path("width").asInt();
    int height = video.path("height").asInt();
    for (JsonNode side : video.path("side_data_list")) {
      if (Math.abs(side.path("rotation").asInt()) % 180 == 90) {
        return new ImageSize(height, width);
      }
    }
    return new ImageSize(width, height);
  }

  private static OptionalDouble seconds(JsonNode node, String field) {
    String text = node.path(field).asText();
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty(); // "N/A" or absent
    }
  }

  /** Seconds per tick of the stream's time base. */
  double secondsPerTick() {
    String[] fraction = timeBase.split("/", 2);
    return Double.parseDouble(fraction[0]) / Double.parseDouble(fraction[1]);
  }

  /**
   * Matroska states ends counted from zero, of the stream in a tag, of the whole file always; other
   * containers state the length of a stream. The length of a whole file is no use otherwise, as
   * sound may be longer than the picture.
   */
  private static OptionalDouble end(JsonNode video, JsonNode format, MediaProbe probe) {
    OptionalDouble length = seconds(video, "duration");
    if (length.isPresent() && length.getAsDouble() > 0) {
      return OptionalDouble.of(probe.start() + length.getAsDouble());
    }
    if (!probe.container().contains("matroska")) {
      return OptionalDouble.empty();
    }
    Matcher tag = CLOCK.matcher(video.path("tags").path("DURATION").asText());
    return tag.matches()
        ? OptionalDouble.of(
            3600 * Double.parseDouble(tag.group(1))
                + 60 * Double.parseDouble(tag.group(2))
                + Double.parseDouble(tag.group(3)))
        : seconds(format, "duration");
  }
}
