package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.optimise.Sweep;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Writes what smaller forms of a space reach, for people and for programs. */
final class SweepTable {

  private final Sweep sweep;
  private final Optional<Sweep.Option> chosen;

  SweepTable(SpaceOptimisation optimisation) {
    this.sweep = optimisation.sweep();
    this.chosen = optimisation.chosen();
  }

  void print(String dataset, Output out) {
    out.line("text to video on " + dataset);
    out.line(
        "the space as it is: "
            + sweep.baseline().dimension()
            + " dimensions in float32, "
            + row(sweep.baseline()));
    out.line("");
    out.line("dimensions  precision   bytes    R@10     R@1  R@10 lost");
    for (Sweep.Option option : sweep.options()) {
      out.line(
          String.format(
                  Locale.ROOT,
                  "%10d  %-9s  %6d  %6.1f  %6.1f  %7.1f %%  %s",
                  option.dimension(),
                  option.precision().label(),
                  option.bytes(),
                  100 * option.recallAt10(),
                  100 * option.recallAt1(),
                  100 * lost(option),
                  chosen.equals(Optional.of(option)) ? "<- chosen" : "")
              .stripTrailing());
    }
    out.line(
        "(1-bit: the best "
            + Sweep.RESCORED
            + " are scored again in float32, which is kept beside it on disk; an index of reelspace"
            + " searches 8-bit vectors)");
  }

  private static String row(Sweep.Option option) {
    return String.format(
        Locale.ROOT,
        "%d bytes, R@10 %.1f, R@1 %.1f",
        option.bytes(),
        100 * option.recallAt10(),
        100 * option.recallAt1());
  }

  private double lost(Sweep.Option option) {
    return 1 - option.recallAt10() / sweep.baseline().recallAt10();
  }

  /** {@code {dataset, baseline, options, chosen, output}}; {@code chosen} may be null. */
  void write(String dataset, Optional<String> output, Output out) throws IOException {
    try (JsonGenerator json = Json.pretty(out)) {
      json.writeStartObject();
      json.writeStringField("dataset", dataset);
      json.writeFieldName("baseline");
      option(sweep.baseline(), json);
      json.writeArrayFieldStart("options");
      for (Sweep.Option option : sweep.options()) {
        option(option, json);
      }
      json.writeEndArray();
      json.writeFieldName("chosen");
      if (chosen.isPresent()) {
        option(chosen.get(), json);
      } else {
        json.writeNull();
      }
      if (output.isPresent()) {
        json.writeStringField("output", output.get());
      }
      json.writeEndObject();
    }
    out.line("");
  }

  private static void option(Sweep.Option option, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("dimension", option.dimension());
    json.writeStringField("precision", option.precision().label());
    json.writeNumberField("bytes", option.bytes());
    json.writeNumberField("R@1", option.recallAt1());
    json.writeNumberField("R@10", option.recallAt10());
    json.writeEndObject();
  }
}
