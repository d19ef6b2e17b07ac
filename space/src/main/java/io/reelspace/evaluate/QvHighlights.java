package io.reelspace.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads annotations and predictions in the JSON lines of QVHighlights, which other moment retrieval
 * data sets have taken over, into what {@link MomentRetrieval} and {@link HighlightDetection} take.
 *
 * @param moments queries for moment retrieval
 * @param highlights queries for highlight detection; empty when there are no saliencies
 */
public record QvHighlights(
    List<MomentRetrieval.Query> moments, List<HighlightDetection.Query> highlights) {

  private static final double CLIP_SECONDS = 2;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps its own copies. */
  public QvHighlights {
    moments = List.copyOf(moments);
    highlights = List.copyOf(highlights);
  }

  /**
   * Joins annotations and predictions by {@code qid}.
   *
   * @param annotations rows with {@code qid}, {@code duration}, {@code relevant_windows} and, for
   *     highlights, {@code relevant_clip_ids} and {@code saliency_scores}
   * @param predictions rows with {@code qid}, {@code pred_relevant_windows} (start, end, score)
   *     and, for highlights, {@code pred_saliency_scores}
   * @throws BadInputException when a file cannot be read, a row is malformed, or an annotated query
   *     has no prediction
   */
  public static QvHighlights read(Path annotations, Path predictions) {
    Map<String, Row> predicted = rows(predictions);
    List<MomentRetrieval.Query> moments = new ArrayList<>();
    List<HighlightDetection.Query> highlights = new ArrayList<>();
    for (Map.Entry<String, Row> entry : rows(annotations).entrySet()) {
      Row truth = entry.getValue();
      Row prediction = predicted.get(entry.getKey());
      if (prediction == null) {
        throw new BadInputException(
            "%s has no prediction for query %s of %s: every query needs a row."
                .formatted(predictions.getFileName(), entry.getKey(), annotations.getFileName()));
      }
      moments.add(
          new MomentRetrieval.Query(truth.windows("relevant_windows"), prediction.predictions()));
      if (truth.json.has("saliency_scores") && prediction.json.has("pred_saliency_scores")) {
        highlights.add(
            new HighlightDetection.Query(
                truth.ratings(), prediction.numbers("pred_saliency_scores")));
      }
    }
    return new QvHighlights(moments, highlights);
  }

  private static Map<String, Row> rows(Path file) {
    Map<String, Row> rows = new LinkedHashMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          Row row = Row.parse(line, file, number);
          rows.put(row.required("qid").asText(), row);
        }
      }
    } catch (IOException e) {
      throw new BadInputException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
    return rows;
  }

  /** A line with its place, so that an error can name it. */
  private record Row(JsonNode json, Path file, int number) {

    static Row parse(String line, Path file, int number) {
      try {
        return new Row(JSON.readTree(line), file, number);
      } catch (IOException e) {
        throw new BadInputException("%s:%d is not JSON.".formatted(file, number), e);
      }
    }

    BadInputException malformed(String what) {
      return new BadInputException("%s:%d %s.".formatted(file, number, what));
    }

    JsonNode required(String field) {
      JsonNode value = json.get(field);
      if (value == null || value.isNull()) {
        throw malformed("has no \"" + field + "\"");
      }
      return value;
    }

    double[] numbers(String field) {
      return numbers(required(field), field);
    }

    private double[] numbers(JsonNode array, String field) {
      double[] numbers = new double[array.size()];
      for (int i = 0; i < numbers.length; i++) {
        if (!array.get(i).isNumber()) {
          throw malformed("has something else than numbers in \"" + field + "\"");
        }
        numbers[i] = array.get(i).asDouble();
      }
      return numbers;
    }

    List<TimeWindow> windows(String field) {
      List<TimeWindow> windows = new ArrayList<>();
      for (JsonNode each : required(field)) {
        windows.add(window(numbers(each, field), 2, field));
      }
      if (windows.isEmpty()) {
        throw malformed("has no window in \"" + field + "\"");
      }
      return windows;
    }

    List<MomentRetrieval.Prediction> predictions() {
      String field = "pred_relevant_windows";
      List<MomentRetrieval.Prediction> predictions = new ArrayList<>();
      for (JsonNode each : required(field)) {
        double[] numbers = numbers(each, field);
        predictions.add(new MomentRetrieval.Prediction(window(numbers, 3, field), numbers[2]));
      }
      return predictions;
    }

    private TimeWindow window(double[] numbers, int length, String field) {
      if (numbers.length != length || !(numbers[1] >= numbers[0])) {
        throw malformed(
            "has a window in \""
                + field
                + "\" that is not start, end"
                + (length == 3 ? ", score" : ""));
      }
      return new TimeWindow(numbers[0], numbers[1]);
    }

    /** Ratings of all clips of the video; those of clips that are not relevant are 0. */
    int[][] ratings() {
      JsonNode ids = required("relevant_clip_ids");
      JsonNode scores = required("saliency_scores");
      int annotators = scores.isEmpty() ? 1 : scores.get(0).size();
      int[][] ratings = new int[(int) (required("duration").asDouble() / CLIP_SECONDS)][annotators];
      if (ids.size() != scores.size() || ratings.length == 0) {
        throw malformed(
            "has %d clip ids but %d saliency scores".formatted(ids.size(), scores.size()));
      }
      for (int i = 0; i < ids.size(); i++) {
        int clip = ids.get(i).asInt(-1);
        if (clip < 0 || clip >= ratings.length) {
          throw malformed("names clip %s, outside of its duration".formatted(ids.get(i)));
        }
        double[] numbers = numbers(scores.get(i), "saliency_scores");
        if (numbers.length != annotators) {
          throw malformed("has saliency scores of different numbers of annotators");
        }
        for (int a = 0; a < annotators; a++) {
          ratings[clip][a] = (int) numbers[a];
        }
      }
      return ratings;
    }
  }
}
