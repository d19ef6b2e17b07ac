package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** What one run of the command left behind: exit code, stdout, stderr. */
record Ran(int code, String out, String err) {

  /**
   * The home of most tests. It stays between runs, so that programs and models are unpacked once;
   * no test keeps an index or settings in it.
   */
  static final Path HOME = Path.of("target/test-home").toAbsolutePath();

  /** Runs the command in this process, as with these words on a command line. */
  static Ran with(String... arguments) {
    return with(Map.of("REELSPACE_HOME", HOME.toString()), "", arguments);
  }

  static Ran with(Map<String, String> environment, String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = code(environment, input, out, err, arguments);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static int code(
      Map<String, String> environment,
      String input,
      OutputStream out,
      OutputStream err,
      String... arguments) {
    Shell shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new Output(out),
            Shell.writer(err),
            environment,
            Path.of("no-home-of-a-person"),
            "reelspace",
            false);
    return Reelspace.run(shell, arguments);
  }

  /** Stdout as one JSON value. */
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + out + err, e);
    }
  }

  /**
   * Fails unless both say the same, numbers to six places: a sum of products of floats may be taken
   * in another order once its code is compiled.
   */
  static void assertAlike(JsonNode expected, JsonNode actual) {
    Comparator<JsonNode> toSixPlaces =
        (a, b) ->
            a.isNumber() && b.isNumber() && Math.abs(a.asDouble() - b.asDouble()) < 1e-6
                ? 0
                : a.equals(b) ? 0 : 1;
    assertTrue(
        expected.equals(toSixPlaces, actual), () -> "expected " + expected + ", was " + actual);
  }
}
