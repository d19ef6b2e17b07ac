package io.reelspace.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.MomentRetrieval.Length;
import io.reelspace.evaluate.MomentRetrieval.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MomentEvaluationTest {

  private static final Path DATA =
      Path.of(System.getProperty("reelspace.data"), "annotations/qvhighlights");

  @Test
  void givesTheValuesOfTheDataSetsOwnEvaluation() throws IOException {
    assumeTrue(Files.exists(DATA), "skipped: no " + DATA);
    QvHighlights read =
        QvHighlights.read(DATA.resolve("val.jsonl"), DATA.resolve("predictions.val.jsonl"));
    JsonNode expected =
        new ObjectMapper().readTree(DATA.resolve("expected-metrics.val.json").toFile());

    for (Length length : Length.values()) {
      MomentRetrieval.Result found = MomentRetrieval.evaluate(read.moments(), length);
      JsonNode oracle = expected.required(length.name().toLowerCase(Locale.ROOT));
      for (MomentRetrieval.AtThreshold at : found.thresholds()) {
        String iou = String.valueOf(at.iou());
        assertPercent(oracle.at("/MR-mAP/" + iou), at.map(), length + " mAP@" + iou);
        assertPercent(oracle.at("/MR-R1/" + iou), at.recallAtOne(), length + " R1@" + iou);
      }
      assertPercent(oracle.at("/MR-mAP/average"), found.map(), length + " mAP");
    }
    for (HighlightDetection.Level level : HighlightDetection.Level.values()) {
      String name =
          level == HighlightDetection.Level.FAIR
              ? "Fair"
              : level == HighlightDetection.Level.GOOD ? "Good" : "VeryGood";
      JsonNode oracle = expected.required("HL-min-" + name);
      HighlightDetection.Result found = HighlightDetection.evaluate(read.highlights(), level);
      assertPercent(oracle.get("HL-mAP"), found.map(), name + " mAP");
      assertPercent(oracle.get("HL-Hit1"), found.hitAtOne(), name + " Hit@1");
    }
  }

  private static void assertPercent(JsonNode expected, double fraction, String what) {
    assertTrue(expected.isNumber(), what);
    assertEquals(expected.asDouble(), Math.round(fraction * 10_000) / 100.0, 1e-9, what);
  }

  @Test
  void takesEachAnnotatedWindowOnce() {
    TimeWindow window = new TimeWindow(10, 20);
    MomentRetrieval.Query query =
        new MomentRetrieval.Query(
            List.of(window, new TimeWindow(50, 60)),
            List.of(
                new Prediction(new TimeWindow(10, 21), .9),
                new Prediction(window, .8),
                new Prediction(new TimeWindow(50, 60), .7)));
    // right, a repeat, right: (1 + 2/3) / 2
    assertEquals((1 + 2 / 3.0) / 2, MomentRetrieval.averagePrecision(query, .5), 1e-12);
    // only the exact ones: wrong, right, right, with the better precision from further down
    assertEquals(2 / 3.0, MomentRetrieval.averagePrecision(query, .95), 1e-12);
  }

  @Test
  void measuresOverlap() {
    assertEquals(5 / 15.0, new TimeWindow(0, 10).iou(new TimeWindow(5, 15)), 1e-12);
    assertEquals(0, new TimeWindow(0, 10).iou(new TimeWindow(10, 15)));
    assertEquals(0, new TimeWindow(3, 3).iou(new TimeWindow(3, 3)));
  }

  @Test
  void namesFileAndLineOfAMalformedRow(@TempDir Path folder) throws IOException {
    Path truth = folder.resolve("truth.jsonl");
    Path predictions = folder.resolve("predictions.jsonl");
    Files.writeString(truth, "{\"qid\": 1, \"relevant_windows\": [[0, 4]]}\n");

    Files.writeString(predictions, "{\"qid\": 1, \"pred_relevant_windows\": [[0, 4]]}\n");
    assertRefused(truth, predictions, "predictions.jsonl:1");
    Files.writeString(predictions, "\n{oops\n");
    assertRefused(truth, predictions, "predictions.jsonl:2");
    Files.writeString(predictions, "{\"qid\": 2, \"pred_relevant_windows\": []}\n");
    assertRefused(truth, predictions, "no prediction for query 1");
  }

  private static void assertRefused(Path truth, Path predictions, String message) {
    BadInputException refused =
        assertThrows(BadInputException.class, () -> QvHighlights.read(truth, predictions));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }
}
