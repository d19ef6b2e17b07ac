package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.index.Hit;
import io.reelspace.index.Said;
import io.reelspace.query.Match;
import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the results of a search, for people and for programs. */
final class Results {

  /** Letters of what was said that are shown; a description may be a page. */
  private static final int LONGEST_LINE = 120;

  private Results() {}

  /**
   * One line per result: rank, video, start-end, score, and start-end of each step of a query in
   * time; columns are aligned. Below it the line of words that matched, with its time.
   */
  static void print(List<Match> matches, Output out) {
    List<Hit> hits = matches.stream().map(Match::moment).toList();
    List<String> videos = hits.stream().map(hit -> Printable.of(hit.video())).toList();
    int rankWidth = String.valueOf(hits.size()).length();
    int videoWidth = videos.stream().mapToInt(Results::columns).max().orElse(0);
    for (int i = 0; i < hits.size(); i++) {
      Hit hit = hits.get(i);
      String video = videos.get(i);
      out.line(
          String.format(
              Locale.ROOT,
              "%" + rankWidth + "d  %s%s  %s  %6.3f%s",
              i + 1,
              video,
              " ".repeat(videoWidth - columns(video)),
              TimeSpan.of(hit.start(), hit.end()),
              hit.score(),
              (hit.modality() == Modality.AUDIO ? "  heard" : "") + steps(matches.get(i))));
      String indent = " ".repeat(rankWidth + 2);
      hit.said().ifPresent(said -> out.line(indent + line(said)));
    }
  }

  private static String line(Said said) {
    String text = Printable.of(said.text());
    if (text.codePointCount(0, text.length()) > LONGEST_LINE) {
      text = text.substring(0, text.offsetByCodePoints(0, LONGEST_LINE - 1)) + "…";
    }
    return TimeSpan.of(said.start(), said.end()) + "  \"" + text + "\"";
  }

  private static String steps(Match match) {
    return match.steps().stream()
        .map(step -> "  " + TimeSpan.of(step.start(), step.end()))
        .collect(Collectors.joining());
  }

  /**
   * An array of {@code {rank, video, id, start, end, score, similarity}}, times in seconds; for a
   * query in time each with {@code steps: [{id, start, end, score}]}, and where words were found
   * with {@code said: {text, start, end}}. What was found by its sound has {@code found: "audio"}.
   */
  static void write(List<Match> matches, JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (int i = 0; i < matches.size(); i++) {
      Hit hit = matches.get(i).moment();
      json.writeStartObject();
      json.writeNumberField("rank", i + 1);
      json.writeStringField("video", hit.video());
      json.writeStringField("id", hit.id());
      json.writeNumberField("start", hit.start());
      json.writeNumberField("end", hit.end());
      json.writeNumberField("score", hit.score());
      if (matches.get(i).similarity().isPresent()) {
        json.writeNumberField("similarity", matches.get(i).similarity().getAsDouble());
      }
      if (hit.modality() == Modality.AUDIO) {
        json.writeStringField("found", "audio");
      }
      if (hit.said().isPresent()) {
        write(hit.said().get(), json);
      }
      if (!matches.get(i).steps().isEmpty()) {
        writeSteps(matches.get(i).steps(), json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(Said said, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("said");
    json.writeStringField("text", said.text());
    json.writeNumberField("start", said.start());
    json.writeNumberField("end", said.end());
    json.writeEndObject();
  }

  private static void writeSteps(List<Hit> steps, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("steps");
    for (Hit step : steps) {
      json.writeStartObject();
      json.writeStringField("id", step.id());
      json.writeNumberField("start", step.start());
      json.writeNumberField("end", step.end());
      json.writeNumberField("score", step.score());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** How wide a terminal shows a text: letters of East Asian scripts take two columns. */
  private static int columns(String text) {
    return text.codePoints()
        .map(point -> {
          if (Character.getType(point) == Character.NON_SPACING_MARK) {
            return 0;
          }
          return isWide(point) ? 2 : 1;
        })
        .sum();
  }

  private static boolean isWide(int point) {
    return (point >= 0x1100 && point <= 0x115F)
        || (point >= 0x2E80 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFE30 && point <= 0xFE6F)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0x1F300 && point <= 0x1FAFF)
        || (point >= 0x20000 && point <= 0x3FFFD);
  }
}
