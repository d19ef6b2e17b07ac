package io.reelspace.media;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.UnreadableMediaException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the video stream of a file that is going to be decoded. */
final class VideoHeaderReader {
  private static final String FIELDS =
      "format=format_name,duration"
          + ":stream=index,codec_type,codec_name,width,height,start_pts,start_time,time_base,duration"
          + ":stream_disposition=default,attached_pic,timed_thumbnails"
          + ":stream_side_data=rotation:stream_tags=DURATION"
          + ":stream_group=index,type:stream_group_disposition=default"
          + ":stream_group_component=width,height";

  private static final Pattern CLOCK =
      Pattern.compile("(\\d{1,6}):(\\d{1,2}):(\\d{1,2}(?:\\.\\d{1,9})?)");

  private final Path file;
  private final Ffprobe ffprobe;
  private final JsonNode root;
  private final List<String> complaints;

  private VideoHeaderReader(Path file, Ffprobe ffprobe) {
    this.file = file;
    this.ffprobe = ffprobe;
    Ffprobe.Answer answer = ffprobe.ask(file, FIELDS);
    this.root = answer.json();
    this.complaints = answer.complaints();
  }

  /**
   * Reads a file's header.
   *
   * @throws UnreadableMediaException when it holds no video stream or picture, or takes too long
   */
  static VideoHeader read(Path file, Ffprobe ffprobe) {
    return new VideoHeaderReader(file, ffprobe).read();
  }

  private VideoHeader read() {
    if (!root.has("format") || root.path("streams").isEmpty()) {
      throw unreadable(MediaProblems.reason(complaints));
    }
    JsonNode video = videoStream();
    Optional<JsonNode> grid = tileGrid();
    JsonNode sized = grid.map(group -> group.path("components").path(0)).orElse(video);
    if (!(sized.path("width").asInt() > 0 && sized.path("height").asInt() > 0)) {
      throw unreadable(
          complaints.isEmpty()
              ? "the size of its pictures is unknown, the file is damaged or cut off"
              : MediaProblems.reason(complaints));
    }
    String container = root.path("format").path("format_name").asText();
    OptionalDouble duration = Ffprobe.seconds(video, "duration");
    MediaProbe probe =
        new MediaProbe(
            container,
            video.path("codec_name").asText("unknown"),
            upright(sized, rotation(video, container)),
            Ffprobe.seconds(video, "start_time").orElse(0),
            duration.isPresent() ? duration : Ffprobe.seconds(root.path("format"), "duration"),
            SoundTracks.of(root));
    return new VideoHeader(
        probe,
        "0:" + grid.map(group -> "g:" + group.path("index").asInt()).orElse(index(video)),
        video.path("start_pts").asLong(0),
        video.path("time_base").asText("1/1000000"),
        end(video, probe));
  }

  /** The default video stream, else the largest; cover art and thumbnails are none. */
  private JsonNode videoStream() {
    List<JsonNode> videos = new ArrayList<>();
    String others = "";
    for (JsonNode stream : root.path("streams")) {
      JsonNode disposition = stream.path("disposition");
      String type = stream.path("codec_type").asText();
      boolean picture = disposition.path("attached_pic").asInt() == 1;
      if (type.equals("video") && !picture && disposition.path("timed_thumbnails").asInt() == 0) {
        videos.add(stream);
      } else if (type.equals("audio") && !others.contains("sound")) {
        others = ", only sound" + others;
      } else if (picture && !others.contains("picture")) {
        others = others + " with a cover picture";
      }
    }
    String instead = others;
    return videos.stream()
        .max(
            Comparator.<JsonNode>comparingInt(s -> s.path("disposition").path("default").asInt())
                .thenComparingLong(s -> s.path("width").asLong() * s.path("height").asLong())
                .thenComparingInt(s -> -s.path("index").asInt()))
        .orElseThrow(() -> unreadable("it holds no video" + instead));
  }

  /** Photos of phones (HEIC, AVIF) are often cut into tiles, each a stream. */
  private Optional<JsonNode> tileGrid() {
    for (JsonNode group : root.path("stream_groups")) {
      if (group.path("type").asText().equals("Tile Grid")
          && group.path("disposition").path("default").asInt() == 1) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  /** Of a video the header says how it is turned, of an image its own metadata do. */
  private int rotation(JsonNode video, String container) {
    for (JsonNode side : video.path("side_data_list")) {
      if (side.has("rotation")) {
        return side.path("rotation").asInt();
      }
    }
    if (container.endsWith("_pipe")) {
      JsonNode first =
          ffprobe
              .ask(file, "frame_side_data=rotation", "-show_frames", "-read_intervals", "%+#1")
              .json()
              .path("frames")
              .path(0);
      for (JsonNode side : first.path("side_data_list")) {
        if (side.has("rotation")) {
          return side.path("rotation").asInt();
        }
      }
    }
    return 0;
  }

  private static ImageSize upright(JsonNode sized, int rotation) {
    int width = sized.path("width").asInt();
    int height = sized.path("height").asInt();
    return Math.abs(rotation) % 180 == 90
        ? new ImageSize(height, width)
        : new ImageSize(width, height);
  }

  /**
   * Matroska states ends counted from zero, of the stream in a tag, of the whole file always; other
   * containers state the length of a stream. The length of a whole file is no use otherwise, as
   * sound may be longer than the picture.
   */
  private OptionalDouble end(JsonNode video, MediaProbe probe) {
    OptionalDouble length = Ffprobe.seconds(video, "duration");
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
        : Ffprobe.seconds(root.path("format"), "duration");
  }

  private static String index(JsonNode stream) {
    return Integer.toString(stream.path("index").asInt());
  }

  private UnreadableMediaException unreadable(String reason) {
    return new UnreadableMediaException(MediaProblems.sentence(file, reason));
  }
}
