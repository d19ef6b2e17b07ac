package io.reelspace.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Chooses the sound stream of a file from what ffprobe says of its streams. */
final class SoundTracks {

  /** What ffprobe is asked for. */
  static final String FIELDS =
      "format=format_name,duration"
          + ":stream=index,codec_type,codec_name,start_time,duration,channels,sample_rate"
          + ":stream_disposition=default";

  private SoundTracks() {}

  /** The default sound stream, else the first; empty where there is none. */
  static Optional<SoundTrack> of(JsonNode root) {
    return StreamSupport.stream(root.path("streams").spliterator(), false)
        .filter(stream -> stream.path("codec_type").asText().equals("audio"))
        .max(
            Comparator.<JsonNode>comparingInt(s -> s.path("disposition").path("default").asInt())
                .thenComparingInt(s -> -s.path("index").asInt()))
        .map(stream -> track(stream, root));
  }

  private static SoundTrack track(JsonNode stream, JsonNode root) {
    double start = Ffprobe.seconds(stream, "start_time").orElse(0);
    OptionalDouble length = Ffprobe.seconds(stream, "duration");
    String codec = stream.path("codec_name").asText("unknown");
    Set<String> others = new HashSet<>(root.path("streams").findValuesAsText("codec_name"));
    others.remove(codec);
    return new SoundTrack(
        stream.path("index").asInt(),
        codec,
        start,
        length.isPresent() && length.getAsDouble() > 0
            ? OptionalDouble.of(start + length.getAsDouble())
            : OptionalDouble.empty(),
        others);
  }
}
