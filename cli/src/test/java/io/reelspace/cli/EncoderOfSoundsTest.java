package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.BundledEncoders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks of sounds, through the command; transformers made the reference vector of a small CLAP
 * ({@code tools/sounds/clap.py}).
 */
final class EncoderOfSoundsTest {

  private static final Path CLAP = ImportedModels.family("clap");

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void anEmptyHome() {
    home = ImportedModels.home(folder);
  }

  private Ran run(String... words) {
    return ImportedModels.run(home, words);
  }

  /** A network that was learned here, as a graph alone: spectrograms of 64 bands. */
  private Path graphAlone() throws IOException {
    Path whole = BundledEncoders.unpack("esc10-cnn", folder.resolve("cache"));
    return Files.copy(whole.resolve("model.onnx"), folder.resolve("heard.onnx"));
  }

  @Test
  void aFolderIsKnownToBeOfSoundsAndAgreesWithItsReference() {
    Ran imported = run("encoder", "import", CLAP.toString());
    assertEquals(ExitCode.DONE, imported.code(), imported.err());
    assertTrue(imported.out().contains("audio"), imported.out());
    Ran checked = run("encoder", "check", "clap", "--json");
    assertEquals(ExitCode.DONE, checked.code(), checked.out() + checked.err());
    JsonNode kind = checked.json().get("kinds").get(0);
    assertEquals("audio", kind.get("kind").asText());
    assertEquals(1, kind.get("references").asInt());
    assertTrue(kind.get("largestDifference").asDouble() < 1e-3, checked.out());
    Ran shown = run("encoder", "check", "clap");
    assertTrue(shown.out().contains("1.00 seconds at 48000 Hz"), shown.out());
  }

  @Test
  void aGraphAloneIsImportedWithWhatIsSaidOfIt() throws IOException {
    Path whole = BundledEncoders.unpack("esc10-cnn", folder.resolve("cache"));
    JsonNode known =
        new ObjectMapper().readTree(whole.resolve("preprocessor_config.json").toFile());
    Path model = Files.createDirectories(folder.resolve("heard"));
    Files.copy(whole.resolve("model.onnx"), model.resolve("model.onnx"));
    Files.copy(
        whole.resolve("preprocessor_config.json"), model.resolve("preprocessor_config.json"));
    String source = model.toString();
    Ran imported =
        run("encoder", "import", source, "--kind", "audio", "--output", "features", "--hop", "1");
    assertEquals(ExitCode.DONE, imported.code(), imported.err());
    JsonNode written =
        new ObjectMapper()
            .readTree(home.resolve("encoders/heard/audio/preprocessor_config.json").toFile());
    assertEquals(1, written.get("hop_length_s").asDouble());
    assertEquals(known.get("sampling_rate"), written.get("sampling_rate"));
    Ran checked = run("encoder", "check", "heard");
    assertEquals(ExitCode.DONE, checked.code(), checked.err());
    assertTrue(checked.out().contains("ms a window"), checked.out());
  }

  @Test
  void whatCannotBeIsNamed() throws IOException {
    String file = graphAlone().toString();
    assertRefused(ExitCode.FAILED, "--front-end", file);
    assertRefused(ExitCode.FAILED, "for each window", file, "--front-end", "vggish");
    assertRefused(ExitCode.WRONG_USAGE, "--front-end is 'other'", file, "--front-end", "other");
    assertRefused(ExitCode.WRONG_USAGE, "--rate is 10", file, "--rate", "10");
    assertRefused(ExitCode.FAILED, "--rate", file, "--front-end", "wave");
    assertRefused(ExitCode.WRONG_USAGE, "--pooling", file, "--pooling", "mean");
    assertRefused(
        ExitCode.FAILED, "no output 'none'", file, "--front-end", "panns", "--output", "none");
    Path pictures = ImportedModels.family("clip");
    assertRefused(ExitCode.FAILED, "", pictures.toString());
  }

  private void assertRefused(int code, String named, String file, String... options) {
    String[] words = new String[5 + options.length];
    System.arraycopy(new String[] {"encoder", "import", file, "--kind", "audio"}, 0, words, 0, 5);
    System.arraycopy(options, 0, words, 5, options.length);
    Ran refused = run(words);
    assertEquals(code, refused.code(), refused.out() + refused.err());
    assertTrue(refused.err().contains(named), refused.err());
  }
}
