package io.reelspace.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the words of one video: of its container, its streams and the files beside it. */
final class MediaTextReader {

  private static final String FIELDS =
      "format_tags:stream=index,codec_type,codec_name:stream_tags=language"
          + ":chapter=start_time,end_time:chapter_tags=title";

  /** What describes the whole, in this order. */
  private static final List<String> DESCRIPTIONS =
      List.of("title", "description", "synopsis", "comment", "keywords", "genre", "artist", "show");

  /** Subtitles that are text; the others are pictures. */
  private static final Set<String> TEXT_CODECS =
      Set.of("subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text");

  private static final int MOST_STREAMS = 16;
  private static final int MOST_CUES = 100_000;

  /** Cameras without a clock give the beginning of their epoch. */
  private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");

  private final Path video;
  private final Ffprobe ffprobe;
  private final SubtitleConversion conversion;
  private final List<Cue> cues = new ArrayList<>();
  private final Set<String> languages = new LinkedHashSet<>();
  private final List<String> warnings = new ArrayList<>();

  MediaTextReader(Path video, Ffprobe ffprobe, SubtitleConversion conversion) {
    this.video = video;
    this.ffprobe = ffprobe;
    this.conversion = conversion;
  }

  MediaText read(List<Sidecar> sidecars) {
    JsonNode root = ffprobe.ask(video, FIELDS).json();
    Map<String, String> tags = tags(root.path("format"));
    addDescriptions(tags);
    addChapters(root);
    addStreams(root);
    for (Sidecar sidecar : sidecars) {
      addSidecar(sidecar);
    }
    cues.sort(Comparator.comparingDouble(Cue::start));
    if (cues.size() > MOST_CUES) {
      warnings.add("only the first %d of its lines of words are kept".formatted(MOST_CUES));
      cues.subList(MOST_CUES, cues.size()).clear();
    }
    return new MediaText(cues, recorded(tags), languages, warnings);
  }

  private void addDescriptions(Map<String, String> tags) {
    Set<String> texts = new LinkedHashSet<>();
    DESCRIPTIONS.forEach(name -> texts.add(SubRip.oneLine(tags.getOrDefault(name, ""))));
    texts.remove("");
    texts.forEach(text -> cues.add(Cue.ofWhole(text)));
  }

  private void addChapters(JsonNode root) {
    for (JsonNode chapter : root.path("chapters")) {
      String title = SubRip.oneLine(tags(chapter).getOrDefault("title", ""));
      double start = chapter.path("start_time").asDouble(Double.NaN);
      double end = chapter.path("end_time").asDouble(Double.NaN);
      if (!title.isEmpty() && start >= 0 && end >= start) {
        cues.add(new Cue(start, end, title, Optional.empty()));
      }
    }
  }

  private void addStreams(JsonNode root) {
    int read = 0;
    for (JsonNode stream : root.path("streams")) {
      Optional<String> language = Languages.of(tags(stream).getOrDefault("language", ""));
      String type = stream.path("codec_type").asText();
      if (type.equals("audio")) {
        language.ifPresent(languages::add);
      } else if (type.equals("subtitle")
          && TEXT_CODECS.contains(stream.path("codec_name").asText())
          && read++ < MOST_STREAMS) {
        int index = stream.path("index").asInt();
        SubtitleConversion.Converted converted = conversion.stream(video, index);
        language.ifPresent(languages::add);
        cues.addAll(SubRip.read(converted.subRip(), language));
        converted
            .failure()
            .ifPresent(reason ->
                warnings.add("subtitles of stream %d: not all read (%s)".formatted(index, reason)));
      }
    }
  }

  private void addSidecar(Sidecar sidecar) {
    SidecarReader.Content content = new SidecarReader(conversion).read(sidecar);
    cues.addAll(content.cues());
    sidecar.language().filter(_ -> !content.cues().isEmpty()).ifPresent(languages::add);
    content.cues().stream().flatMap(cue -> cue.language().stream()).forEach(languages::add);
    String name = MediaProblems.shown(String.valueOf(sidecar.file().getFileName()));
    content.problems().forEach(problem -> warnings.add(name + ": " + problem));
  }

  private static Optional<Instant> recorded(Map<String, String> tags) {
    for (String name : List.of("com.apple.quicktime.creationdate", "creation_time")) {
      Optional<Instant> time = instant(tags.getOrDefault(name, ""));
      if (time.isPresent()) {
        return time;
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    String colon = text.strip().replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
    try {
      Instant time = OffsetDateTime.parse(colon, DateTimeFormatter.ISO_DATE_TIME).toInstant();
      return time.isAfter(EARLIEST) ? Optional.of(time) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty(); // not a time, or one without a zone
    }
  }

  /** Names in lower case: Matroska writes them in capitals. */
  private static Map<String, String> tags(JsonNode node) {
    Map<String, String> tags = new HashMap<>();
    node.path("tags")
        .properties()
        .forEach(tag -> tags.put(tag.getKey().toLowerCase(Locale.ROOT), tag.getValue().asText()));
    return tags;
  }
}
