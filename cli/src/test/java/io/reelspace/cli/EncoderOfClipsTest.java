package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of clips, through the command; torchvision made the reference vectors. */
final class EncoderOfClipsTest {

  private static final Path CLIPS = ImportedModels.family("../clips").normalize();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void anEmptyHome() {
    home = ImportedModels.home(folder);
  }

  private Ran run(String... words) {
    return ImportedModels.run(home, words);
  }

  /** The fixture's clip as pictures beside what torchvision made of it. */
  private Path references(String network) throws IOException {
    ObjectNode clip = JSON.createObjectNode();
    BufferedImage all = ImageIO.read(CLIPS.resolve("clip.png").toFile());
    int height = all.getHeight() / 16;
    for (int t = 0; t < 16; t++) {
      String name = "frame%02d.png".formatted(t);
      BufferedImage frame = all.getSubimage(0, t * height, all.getWidth(), height);
      ImageIO.write(frame, "png", folder.resolve(name).toFile());
      clip.withArray("frames").add(name);
    }
    JsonNode expected = JSON.readTree(CLIPS.resolve("expected.json").toFile()).get(network);
    clip.set("embedding", expected);
    ObjectNode references = JSON.createObjectNode();
    references.withArray("clips").add(clip);
    Path file = folder.resolve("reference.json");
    JSON.writeValue(file.toFile(), references);
    return file;
  }

  @Test
  void aFolderIsImportedAndAgreesWithItsReference() throws IOException {
    Ran imported =
        run("encoder", "import", CLIPS.resolve("r2plus1d_18").toString(), "--kind", "clip");
    assertEquals(ExitCode.DONE, imported.code(), imported.err());
    Path references = references("r2plus1d_18");
    Ran checked =
        run("encoder", "check", "r2plus1d_18", "--reference", references.toString(), "--json");
    assertEquals(ExitCode.DONE, checked.code(), checked.err());
    JsonNode kind = checked.json().get("kinds").get(0);
    assertEquals("clip", kind.get("kind").asText());
    assertEquals(1, kind.get("references").asInt());
    assertTrue(kind.get("largestDifference").asDouble() < 1e-3, checked.out());
  }

  @Test
  void aGraphAloneIsImportedWithWhatIsSaidOfIt() throws IOException {
    Path graph = Files.copy(CLIPS.resolve("r3d_18/model.onnx"), folder.resolve("r3d.onnx"));
    String file = graph.toString();
    Ran imported =
        run(
            "encoder",
            "import",
            file,
            "--kind",
            "clip",
            "--frames",
            "16",
            "--size",
            "32",
            "--frame-rate",
            "30",
            "--frame-stride",
            "2");
    assertEquals(ExitCode.DONE, imported.code(), imported.err());
    assertTrue(imported.out().contains("clip"), imported.out());
    Ran checked = run("encoder", "check", "r3d");
    assertEquals(ExitCode.DONE, checked.code(), checked.err());
    assertTrue(checked.out().contains("16 frames of 32 x 32 pixels"), checked.out());
    assertTrue(checked.out().contains("ms a clip of 1.07 seconds"), checked.out());
  }

  @Test
  void whatCannotBeIsNamed() throws IOException {
    Path graph = Files.copy(CLIPS.resolve("r3d_18/model.onnx"), folder.resolve("r3d.onnx"));
    String file = graph.toString();
    assertRefused(ExitCode.FAILED, "num_frames 8", file, "--frames", "8", "--size", "32");
    assertRefused(ExitCode.WRONG_USAGE, "--frames is 1", file, "--frames", "1", "--size", "32");
    assertRefused(ExitCode.WRONG_USAGE, "--overlap is 2", file, "--overlap", "2", "--size", "32");
    assertRefused(ExitCode.WRONG_USAGE, "--pooling", file, "--pooling", "mean", "--size", "32");
    assertRefused(ExitCode.FAILED, "--size", file, "--frames", "16");
  }

  private void assertRefused(int code, String named, String file, String... options) {
    String[] words = new String[5 + options.length];
    System.arraycopy(new String[] {"encoder", "import", file, "--kind", "clip"}, 0, words, 0, 5);
    System.arraycopy(options, 0, words, 5, options.length);
    Ran refused = run(words);
    assertEquals(code, refused.code(), refused.err());
    assertTrue(refused.err().contains(named), refused.err());
  }
}
