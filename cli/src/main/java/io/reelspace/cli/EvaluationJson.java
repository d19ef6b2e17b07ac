package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.evaluate.Estimate;
import io.reelspace.evaluate.PairedComparison;
import io.reelspace.evaluate.RetrievalEvaluation.Direction;
import io.reelspace.evaluate.RetrievalEvaluation.Measured;
import io.reelspace.evaluate.RetrievalEvaluation.Value;
import io.reelspace.evaluate.SpaceDiagnostics;
import io.reelspace.train.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes what was measured for programs; metrics are fractions from 0 to 1, or ranks from 1. */
final class EvaluationJson {

  private final JsonGenerator json;

  private EvaluationJson(JsonGenerator json) {
    this.json = json;
  }

  static void write(EvaluationResult result, Output out) throws IOException {
    try (JsonGenerator json = Json.pretty(out)) {
      new EvaluationJson(json).result(result);
    }
    out.line("");
  }

  static void write(ClassNaming.Result result, Output out) throws IOException {
    try (JsonGenerator json = Json.pretty(out)) {
      new EvaluationJson(json).result(result);
    }
    out.line("");
  }

  private void result(EvaluationResult result) throws IOException {
    json.writeStartObject();
    json.writeStringField("dataset", result.dataset());
    json.writeArrayFieldStart("spaces");
    for (Evaluation evaluation : result.evaluations()) {
      evaluation(evaluation);
    }
    json.writeEndArray();
    if (result.evaluations().size() > 1) {
      json.writeObjectFieldStart("difference");
      comparisons("textToVideo", result.comparisons().textToVideo());
      comparisons("videoToText", result.comparisons().videoToText());
      json.writeEndObject();
    }
    absent(result.skipped(), result.missing());
    json.writeEndObject();
  }

  private void result(ClassNaming.Result result) throws IOException {
    json.writeStartObject();
    json.writeStringField("dataset", result.dataset());
    json.writeStringField("space", result.space());
    json.writeStringField("fingerprint", result.fingerprint());
    json.writeNumberField("media", result.media());
    json.writeNumberField("classes", result.classes());
    json.writeObjectFieldStart("mediaToClass");
    for (var entry : result.metrics().entrySet()) {
      estimate(entry.getKey().name(), entry.getValue());
    }
    json.writeEndObject();
    absent(result.skipped(), result.missing());
    json.writeEndObject();
  }

  private void evaluation(Evaluation evaluation) throws IOException {
    json.writeStartObject();
    json.writeStringField("space", evaluation.space());
    json.writeStringField("fingerprint", evaluation.fingerprint());
    json.writeNumberField("dimension", evaluation.dimension());
    json.writeNumberField("texts", evaluation.embedded().texts().length);
    json.writeNumberField("media", evaluation.embedded().media().length);
    json.writeStringField("queryBank", evaluation.bank().origin());
    direction("textToVideo", evaluation.retrieval().textToVideo());
    direction("videoToText", evaluation.retrieval().videoToText());
    diagnostics(evaluation.diagnostics());
    json.writeEndObject();
  }

  private void direction(String name, Direction direction) throws IOException {
    json.writeObjectFieldStart(name);
    measured("raw", direction.raw());
    for (Measured adjusted : direction.adjusted()) {
      measured(adjusted.scoring(), adjusted);
    }
    json.writeEndObject();
  }

  private void measured(String name, Measured measured) throws IOException {
    json.writeObjectFieldStart(name);
    for (Value value : measured.metrics()) {
      estimate(value.metric().name(), value.estimate());
    }
    json.writeEndObject();
  }

  private void estimate(String name, Estimate estimate) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("value", estimate.value());
    json.writeNumberField("low", estimate.low());
    json.writeNumberField("high", estimate.high());
    json.writeEndObject();
  }

  private void comparisons(String name, List<PairedComparison> comparisons) throws IOException {
    json.writeObjectFieldStart(name);
    for (PairedComparison each : comparisons) {
      json.writeObjectFieldStart(each.metric().name());
      json.writeNumberField("value", each.difference().value());
      json.writeNumberField("low", each.difference().low());
      json.writeNumberField("high", each.difference().high());
      json.writeNumberField("p", each.pValue());
      json.writeBooleanField("significant", each.significant());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void diagnostics(SpaceDiagnostics d) throws IOException {
    json.writeObjectFieldStart("diagnostics");
    json.writeNumberField("alignment", d.alignment());
    json.writeNumberField("textUniformity", d.textUniformity());
    json.writeNumberField("videoUniformity", d.videoUniformity());
    json.writeNumberField("modalityGap", d.modalityGap());
    json.writeNumberField("videoHubness", d.videoHubness());
    json.writeNumberField("textHubness", d.textHubness());
    json.writeNumberField("neverRetrieved", d.neverRetrieved());
    json.writeNumberField("textEffectiveRank", d.textEffectiveRank());
    json.writeNumberField("videoEffectiveRank", d.videoEffectiveRank());
    json.writeEndObject();
  }

  private void absent(Map<Path, String> skipped, List<Dataset.Missing> missing) throws IOException {
    json.writeArrayFieldStart("skipped");
    for (var entry : skipped.entrySet()) {
      json.writeStartObject();
      json.writeStringField("file", entry.getKey().toString());
      json.writeStringField("reason", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("missing");
    for (Dataset.Missing each : missing) {
      json.writeStartObject();
      json.writeStringField("id", each.id());
      json.writeStringField("file", each.file());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
