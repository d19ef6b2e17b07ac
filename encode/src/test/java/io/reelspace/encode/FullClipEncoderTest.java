package io.reelspace.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.media.Clip;
import io.reelspace.media.RgbImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same as {@link ClipEncoderTest} with torchvision's networks at their full width, which are
 * too large to be checked in: a Python with torch and torchvision, named by {@code
 * REELSPACE_PYTHON}, makes them.
 */
class FullClipEncoderTest {

  private static final Path SCRIPT =
      Path.of(System.getProperty("reelspace.project")).resolve("tools/clips/networks.py");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"r3d_18", "r2plus1d_18", "c3d"})
  void givesWhatPyTorchGives(String network) throws Exception {
    Optional<String> python =
        Optional.ofNullable(System.getenv("REELSPACE_PYTHON")).filter(p -> !p.isBlank());
    assumeTrue(
        python.isPresent(),
        "REELSPACE_PYTHON names no Python with torch and torchvision; the full networks are not"
            + " compared");
    Clip clip = ClipFixture.clip();
    run(python.get(), network, write(clip), clip.pictures().getFirst());
    JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    try (ClipEncoder encoder = ClipEncoder.open(network, folder, List.of(), Fixtures.INFERENCE)) {
      assertEquals(expected.size(), encoder.channels());
      Fixtures.assertNear(expected, encoder.encode(List.of(clip))[0], 0, 1e-3);
    }
  }

  private Path write(Clip clip) throws IOException {
    Path file = folder.resolve("clip.rgb");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (RgbImage picture : clip.pictures()) {
        out.write(picture.rgb());
      }
    }
    return file;
  }

  private void run(String python, String network, Path clip, RgbImage picture) throws Exception {
    Process process =
        new ProcessBuilder(
                python,
                SCRIPT.toString(),
                network,
                folder.toString(),
                clip.toString(),
                Integer.toString(picture.size().width()),
                Integer.toString(picture.size().height()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor() == 0, output);
  }
}
