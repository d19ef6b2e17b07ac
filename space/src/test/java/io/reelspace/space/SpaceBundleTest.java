package io.reelspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SpaceBundleTest {
  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    TinySpace.copyTo(folder);
  }

  private static void assertRefused(String named, Executable opening) {
    MissingModelException e = assertThrows(MissingModelException.class, opening);
    assertTrue(e.getMessage().contains(named), e.getMessage());
  }

  private void replaceInManifest(String text, String by) throws IOException {
    Path file = folder.resolve("space.json");
    String json = Files.readString(file);
    assertTrue(json.contains(text), text);
    Files.writeString(file, json.replace(text, by));
  }

  private String fingerprint() {
    return SpaceBundle.fingerprint(SpaceBundle.read(folder).manifest());
  }

  @Test
  void verifiesWhatIsSound() {
    SpaceBundle.read(folder).verify();
  }

  @Test
  void findsAChangedFileOnlyWhenItVerifies() throws IOException {
    Path file = folder.resolve("optimise/text.npy");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    SpaceBundle bundle = SpaceBundle.read(folder);
    assertRefused("optimise/text.npy", bundle::verify);
  }

  @Test
  void findsATruncatedOrAbsentFileAtOnce() throws IOException {
    Files.writeString(folder.resolve("towers/text.onnx"), "cut");
    assertRefused("towers/text.onnx", () -> SpaceBundle.read(folder));
    Files.delete(folder.resolve("towers/text.onnx"));
    assertRefused("towers/text.onnx", () -> SpaceBundle.read(folder));
  }

  @Test
  void refusesAFolderWithoutSpace() {
    assertRefused("space.json", () -> SpaceBundle.read(folder.resolve("towers")));
  }

  @Test
  void namesAnUnknownKey() throws IOException {
    replaceInManifest("\"format\"", "\"colour\": 3, \"format\"");
    assertRefused("colour", () -> SpaceBundle.read(folder));
  }

  @Test
  void refusesValuesThatCannotBe() throws IOException {
    String[][] changes = {
      {"\"dimension\": 3", "\"dimension\": 0", "dimension"},
      {"\"dimension\": 0", "\"dimension\": \"many\"", "dimension"},
      {"\"dimension\": \"many\"", "\"dimension\": 3", ""},
      {"\"format\": 1", "\"format\": 2", "format"},
      {"\"format\": 2", "\"format\": 1", ""},
      {"\"name\": \"tiny\"", "\"name\": \"../tiny\"", "name"},
      {"\"name\": \"../tiny\"", "\"name\": \"tiny\"", ""},
      {"\"id\": \"words\"", "\"id\": \"../words\"", "../words"},
      {"\"id\": \"../words\"", "\"id\": \"words\"", ""},
      {"\"modality\": \"text\"", "\"modality\": \"smell\"", "smell"},
      {"\"modality\": \"smell\"", "\"modality\": \"text\"", ""},
      {"\"README.md\"", "\"../README.md\"", "../README.md"},
      {"\"../README.md\"", "\"a//README.md\"", "a//README.md"},
      {"\"a//README.md\"", "\"README.md\"", ""},
      {"\"visual\": \"towers/visual.onnx\"", "\"visual\": \"towers/x.onnx\"", "towers/x.onnx"},
    };
    for (String[] change : changes) {
      replaceInManifest(change[0], change[1]);
      if (change[2].isEmpty()) {
        SpaceBundle.read(folder);
      } else {
        assertRefused(change[2], () -> SpaceBundle.read(folder));
      }
    }
  }

  @Test
  void hasAFingerprintOfWhatChangesEmbeddings() throws IOException {
    String original = fingerprint();
    replaceInManifest("\"name\": \"tiny\"", "\"name\": \"other\"");
    replaceInManifest("\"dimension\"", "\"metrics\": {\"R@1\": 1}, \"dimension\"");
    String card = Sha256.of(folder.resolve("README.md"));
    replaceInManifest(card, card.replace('a', 'b'));
    assertEquals(original, fingerprint());

    String weights = Sha256.of(folder.resolve("encoders/all/model.onnx"));
    replaceInManifest(weights, weights.replace('a', 'b').replace('1', '2'));
    assertNotEquals(original, fingerprint());
  }
}
