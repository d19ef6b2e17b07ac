package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.reelspace.encode.ImportedEncoder;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Tells what is known of an imported encoder. */
record EncoderDescription(ImportedEncoder encoder) {

  void tell(Shell shell, boolean json) throws IOException {
    if (json) {
      try (JsonGenerator object = Json.pretty(shell.out())) {
        write(object);
      }
      shell.out().line("");
    } else {
      shell.out().line(Printable.of(line()));
    }
  }

  /** One line. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-24s %-12s %-12s %5d channels  %-8s %8.1f MB",
        encoder.id(),
        encoder.family(),
        String.join("+", encoder.kinds()),
        encoder.channels().values().stream().mapToInt(Integer::intValue).max().orElse(0),
        encoder.precision(),
        encoder.size() / 1e6);
  }

  void write(JsonGenerator object) throws IOException {
    object.writeStartObject();
    writeFields(object);
    object.writeEndObject();
  }

  void writeFields(JsonGenerator object) throws IOException {
    object.writeStringField("id", encoder.id());
    object.writeStringField("family", encoder.family());
    object.writeStringField("precision", encoder.precision());
    object.writeObjectFieldStart("channels");
    for (Map.Entry<String, Integer> kind : encoder.channels().entrySet()) {
      object.writeNumberField(kind.getKey(), kind.getValue());
    }
    object.writeEndObject();
    object.writeNumberField("bytes", encoder.size());
    if (encoder.logitScale().size() == 2) {
      object.writeNumberField("logitScale", encoder.logitScale().get(0));
      object.writeNumberField("logitBias", encoder.logitScale().get(1));
    }
    object.writeObjectFieldStart("origin");
    for (Map.Entry<String, String> part : encoder.origin().entrySet()) {
      object.writeStringField(part.getKey(), part.getValue());
    }
    object.writeEndObject();
  }
}
