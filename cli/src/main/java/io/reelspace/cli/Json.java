package io.reelspace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;

/** Streaming JSON; data binding would cost a tenth of a second at each start. */
final class Json {

  static final JsonFactory FACTORY =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private Json() {}

  /** A writer that puts each object of an array on lines of its own. */
  static JsonGenerator pretty(OutputStream out) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    return FACTORY.createGenerator(out).setPrettyPrinter(printer);
  }
}
