package io.reelspace.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a speech recogniser wrote as JSON: {@code {"segments": [{"start", "end", "text"}]}} as
 * Whisper does, the same with a list of {@code words}, or one of these lists alone. Times are
 * seconds; {@code {"transcription": [{"offsets": {"from", "to"}, "text"}]}} of whisper.cpp has
 * milliseconds.
 */
final class Transcript {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Words are joined to lines up to a pause, the end of a sentence, or this many. */
  private static final int MOST_WORDS = 14;

  private static final double PAUSE = 1;
  private static final Pattern SENTENCE_END = Pattern.compile(".*[.!?。！？][\"'”’)]*");

  private final Optional<String> language;
  private final List<Cue> cues = new ArrayList<>();
  private int refused;

  private Transcript(Optional<String> language) {
    this.language = language;
  }

  /**
   * What was read.
   *
   * @param isTranscript false for JSON of another kind, such as other programs put beside videos
   * @param refused entries without words or with impossible times
   */
  record Content(boolean isTranscript, List<Cue> cues, int refused) {}

  /**
   * Reads a transcript.
   *
   * @param named the language that the file's name states; else the file itself may
   * @throws IOException when it is not JSON
   */
  static Content read(String text, Optional<String> named) throws IOException {
    JsonNode root = JSON.readTree(text);
    Optional<String> language = named.or(() -> Languages.of(root.path("language").asText()));
    Transcript transcript = new Transcript(language);
    boolean isTranscript = true;
    if (isList(root.path("segments"))) {
      root.path("segments").forEach(node -> transcript.add(node, "start", "end", 1, node));
    } else if (isList(root.path("words"))) {
      transcript.addWords(root.path("words"));
    } else if (isList(root.path("transcription"))) {
      root.path("transcription")
          .forEach(node -> transcript.add(node, "from", "to", 1000, node.path("offsets")));
    } else if (isList(root) && root.path(0).has("text")) {
      root.forEach(node -> transcript.add(node, "start", "end", 1, node));
    } else if (isList(root) && root.path(0).has("word")) {
      transcript.addWords(root);
    } else {
      isTranscript = false;
    }
    return new Content(isTranscript, transcript.cues, transcript.refused);
  }

  private static boolean isList(JsonNode node) {
    return node.isArray()
        && (node.isEmpty() || node.path(0).has("start") || node.path(0).has("offsets"));
  }

  private void add(JsonNode node, String from, String to, double unit, JsonNode times) {
    double start = times.path(from).asDouble(Double.NaN) / unit;
    double end = times.path(to).asDouble(Double.NaN) / unit;
    String text = SubRip.oneLine(node.path("text").asText(node.path("word").asText()));
    if (start >= 0 && end >= start && Double.isFinite(end) && !text.isEmpty()) {
      cues.add(new Cue(start, end, text, language));
    } else {
      refused++;
    }
  }

  private void addWords(JsonNode words) {
    int before = cues.size();
    words.forEach(word -> add(word, "start", "end", 1, word));
    List<Cue> single = new ArrayList<>(cues.subList(before, cues.size()));
    cues.subList(before, cues.size()).clear();
    List<Cue> line = new ArrayList<>();
    for (Cue word : single) {
      boolean full =
          !line.isEmpty()
              && (line.size() == MOST_WORDS
                  || word.start() - line.getLast().end() >= PAUSE
                  || SENTENCE_END.matcher(line.getLast().text()).matches());
      if (full) {
        cues.add(joined(line));
        line.clear();
      }
      line.add(word);
    }
    if (!line.isEmpty()) {
      cues.add(joined(line));
    }
  }

  private Cue joined(List<Cue> words) {
    String text = String.join(" ", words.stream().map(Cue::text).toList());
    double start = words.getFirst().start();
    return new Cue(start, Math.max(start, words.getLast().end()), text, language);
  }
}
