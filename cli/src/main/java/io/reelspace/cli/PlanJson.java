package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.plan.Archive;
import io.reelspace.plan.Figure;
import io.reelspace.plan.Figures;
import io.reelspace.plan.IngestNeed;
import io.reelspace.plan.Lever;
import io.reelspace.plan.Limit;
import io.reelspace.plan.Part;
import io.reelspace.plan.Plan;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes plans for programs: bytes, seconds, core hours. */
final class PlanJson {

  private PlanJson() {}

  /** {@code {plans: [...], constants: [...]}}. */
  static void write(List<Plan> plans, Output out) throws IOException {
    try (JsonGenerator json = Json.pretty(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("plans");
      for (Plan plan : plans) {
        write(plan, json);
      }
      json.writeEndArray();
      json.writeFieldName("constants");
      constants(json);
      json.writeEndObject();
    }
    out.line("");
  }

  /** An array of {@code {name, value, unit, source, date}}. */
  static void constants(Output out) throws IOException {
    try (JsonGenerator json = Json.pretty(out)) {
      constants(json);
    }
    out.line("");
  }

  private static void constants(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Figure figure : Figures.all()) {
      json.writeStartObject();
      json.writeStringField("name", figure.name());
      json.writeNumberField("value", figure.value());
      json.writeStringField("unit", figure.unit());
      json.writeStringField("source", figure.source());
      json.writeStringField("date", figure.date().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(Plan plan, JsonGenerator json) throws IOException {
    Archive archive = plan.archive();
    json.writeStartObject();
    json.writeNumberField("hours", archive.hours());
    json.writeStringField("space", archive.embedding().space());
    json.writeNumberField("dimension", archive.embedding().dimension());
    json.writeStringField("precision", archive.embedding().precision().label());
    json.writeNumberField("framesPerSecond", archive.embedding().framesPerSecond());
    json.writeStringField("kind", plan.index().kind());
    json.writeNumberField("segmentsPerHour", archive.material().segmentsPerHour());
    json.writeNumberField("segments", archive.counts().segments());
    json.writeNumberField("frames", archive.counts().frames());
    json.writeNumberField("videos", archive.counts().videos());
    parts("disk", plan.disk(), json);
    parts("memory", plan.memory(), json);
    json.writeObjectFieldStart("search");
    json.writeNumberField("seconds", plan.search().time());
    json.writeNumberField("coreSeconds", plan.search().coreSeconds());
    json.writeNumberField("perSecondAndMachine", plan.search().rate());
    json.writeEndObject();
    json.writeNumberField("indexMachines", plan.indexMachines());
    json.writeNumberField("serviceMachines", plan.serviceMachines());
    ingest(plan.ingest(), json);
    json.writeObjectFieldStart("month");
    json.writeNumberField("diskBytes", Part.sum(plan.disk()) * PlanTable.diskCopies(plan));
    json.writeNumberField("memoryBytes", PlanTable.machines(plan) * plan.machine().memory());
    json.writeNumberField("cores", PlanTable.machines(plan) * plan.machine().cores());
    json.writeEndObject();
    limits(plan, json);
    json.writeEndObject();
  }

  private static void parts(String name, List<Part> parts, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("bytes", Part.sum(parts));
    for (Part part : parts) {
      json.writeNumberField(part.name(), part.bytes());
    }
    json.writeEndObject();
  }

  private static void ingest(IngestNeed ingest, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("ingest");
    json.writeNumberField("coreHours", ingest.coreHours());
    json.writeNumberField("decodeCoreHours", ingest.decodeHours());
    json.writeNumberField("networkCoreHours", ingest.networkHours());
    json.writeNumberField("indexCoreHours", ingest.indexHours());
    json.writeNumberField("gpuHours", ingest.gpuHours());
    json.writeNumberField("machines", ingest.machines());
    json.writeNumberField("days", ingest.days());
    json.writeNumberField("readBitsPerSecond", ingest.readBits());
    json.writeEndObject();
  }

  private static void limits(Plan plan, JsonGenerator json) throws IOException {
    json.writeBooleanField("possible", plan.impossible().isEmpty());
    json.writeArrayFieldStart("limits");
    for (Limit limit : plan.limits()) {
      json.writeStartObject();
      json.writeStringField("limit", limit.kind().name().toLowerCase(Locale.ROOT));
      json.writeNumberField("used", limit.used());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("levers");
    for (Lever lever : Lever.of(plan)) {
      json.writeStartObject();
      json.writeStringField("setting", lever.setting());
      json.writeNumberField("used", lever.used());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
