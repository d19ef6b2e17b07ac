package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.base.SampleClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoders from a folder to a search, through the command. */
final class EncoderCommandTest {

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void anEmptyHome() {
    home = ImportedModels.home(folder);
  }

  private Ran run(String... words) {
    return ImportedModels.run(home, words);
  }

  private void importClip() {
    Ran imported = run("encoder", "import", ImportedModels.family("clip").toString());
    assertEquals(ExitCode.DONE, imported.code(), imported.err());
    assertTrue(imported.out().contains("image+text"), imported.out());
  }

  @Test
  void anImportedModelBecomesASpaceThatFindsVideos() {
    importClip();
    Ran created = run("space", "create", "mine", "--image", "clip", "--json");
    assertEquals(ExitCode.DONE, created.code(), created.err());
    assertEquals(24, created.json().get("dimension").asInt());
    Path clips = folder.resolve("clips");
    SampleClips.unpackInto(clips);
    Ran indexed = run("index", clips.toString(), "--space", "mine");
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    Ran found = run("search", "a dog on the floor", "--by", "video", "--json");
    assertEquals(ExitCode.DONE, found.code(), found.err());
    assertEquals(6, found.json().size(), found.out());
    assertTrue(run("space", "list").out().contains("mine"));
    JsonNode shown = run("space", "show", "mine", "--json").json();
    assertEquals("clip", shown.at("/space/training/created/family").asText(), shown.toString());
  }

  @Test
  void theSameModelGivesTheSameFingerprint() {
    importClip();
    String first =
        run("space", "create", "a", "--image", "clip", "--json").json().get("fingerprint").asText();
    Ran again = run("space", "create", "a", "--image", "clip", "--force", "--json");
    assertEquals(first, again.json().get("fingerprint").asText());
    Ran refused = run("space", "create", "a", "--image", "clip");
    assertEquals(ExitCode.WRONG_USAGE, refused.code());
    assertTrue(refused.err().contains("is there already"), refused.err());
  }

  @Test
  void encodersAreListed() {
    importClip();
    Ran listed = run("encoder", "list");
    assertTrue(listed.out().startsWith("clip "), listed.out());
    assertTrue(listed.out().contains("efficientnet-lite0"), listed.out());
    JsonNode json = run("encoder", "list", "--json").json();
    assertEquals("clip", json.get(0).get("id").asText());
    assertEquals(24, json.get(0).get("channels").get("text").asInt());
    assertEquals(ExitCode.WRONG_USAGE, run("encoder").code());
  }

  @Test
  void aCheckComparesWithReferenceVectors() throws IOException {
    importClip();
    Path beside = Files.createDirectory(folder.resolve("references"));
    Path references = ImportedModels.references("clip", beside);
    Ran agrees = run("encoder", "check", "clip", "--reference", references.toString(), "--json");
    assertEquals(ExitCode.DONE, agrees.code(), agrees.err());
    for (JsonNode kind : agrees.json().get("kinds")) {
      assertTrue(kind.get("agrees").asBoolean(), agrees.out());
      assertTrue(kind.get("references").asInt() >= 4, agrees.out());
      assertTrue(kind.get("largestDifference").asDouble() < 1e-3, agrees.out());
      assertTrue(kind.get("milliseconds").asDouble() > 0, agrees.out());
    }
    String other =
        Files.readString(references)
            .replaceFirst("\"embedding\": \\[\\s*-?[0-9.]+", "\"embedding\": [9");
    Files.writeString(references, other);
    Ran differs = run("encoder", "check", "clip", "--reference", references.toString());
    assertEquals(ExitCode.FAILED, differs.code());
    assertTrue(differs.out().contains("DIFFERS"), differs.out());
    Ran without = run("encoder", "check", "clip");
    assertEquals(ExitCode.DONE, without.code(), without.err());
    assertTrue(without.out().contains("no reference vectors"), without.out());
    assertEquals(ExitCode.FAILED, run("encoder", "check", "none").code());
  }

  @Test
  void referencesThatComeWithAModelAreKept() throws IOException {
    Path model = folder.resolve("clip");
    copyFolder(ImportedModels.family("clip"), model);
    ImportedModels.references("clip", model);
    assertEquals(ExitCode.DONE, run("encoder", "import", model.toString()).code());
    Ran checked = run("encoder", "check", "clip");
    assertEquals(ExitCode.DONE, checked.code(), checked.err());
    assertTrue(checked.out().contains("agrees"), checked.out());
  }

  private static void copyFolder(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  @Test
  void encodersOfDifferentLengthsMakeNoSpace() {
    importClip();
    String text = ImportedModels.family("bert-mean").toString();
    assertEquals(ExitCode.DONE, run("encoder", "import", text, "--id", "words").code());
    Ran refused = run("space", "create", "mixed", "--image", "clip", "--text", "words");
    assertEquals(ExitCode.WRONG_USAGE, refused.code());
    assertTrue(refused.err().contains("24 channels"), refused.err());
    assertTrue(refused.err().contains("32"), refused.err());
    assertFalse(Files.exists(home.resolve("created/mixed")));
    Ran none = run("space", "create", "none", "--image", "words");
    assertTrue(none.err().contains("not of image"), none.err());
    assertEquals(ExitCode.WRONG_USAGE, run("space", "create", "anything").code());
    assertEquals(ExitCode.WRONG_USAGE, run("space", "create", "base", "--image", "clip").code());
  }

  @Test
  void aFailedImportLeavesNothing() throws IOException {
    Path model = folder.resolve("model");
    copyFolder(ImportedModels.family("clip"), model);
    Files.delete(model.resolve("tokenizer.json"));
    Ran refused = run("encoder", "import", model.toString());
    assertEquals(ExitCode.FAILED, refused.code());
    assertTrue(refused.err().contains("No tokenizer.json"), refused.err());
    try (var left = Files.list(home.resolve("encoders"))) {
      assertEquals(0, left.count());
    }
    Ran twice =
        run("encoder", "import", ImportedModels.family("clip").toString(), "--kind", "image");
    assertEquals(ExitCode.DONE, twice.code(), twice.err());
    Ran again = run("encoder", "import", ImportedModels.family("clip").toString());
    assertEquals(ExitCode.WRONG_USAGE, again.code());
    assertTrue(again.err().contains("--force"), again.err());
    String siglip = ImportedModels.family("siglip").toString();
    assertEquals(ExitCode.DONE, run("encoder", "import", siglip, "--id", "clip", "--force").code());
    assertTrue(run("encoder", "list").out().contains("siglip"));
  }
}
