package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models from a hub; the hub is a server of this test on this machine. */
final class HubTest {

  private static final String REPOSITORY = "somebody/small-clip";

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void anEmptyHome() {
    home = ImportedModels.home(folder);
  }

  private Ran pull(HubServer hub, String... more) {
    String[] words =
        Stream.concat(Stream.of("encoder", "pull", "hub:" + REPOSITORY), Stream.of(more))
            .toArray(String[]::new);
    return ImportedModels.run(
        home, Map.of("REELSPACE_HUB", hub.address(), "REELSPACE_HUB_TOKEN", "secret"), words);
  }

  private static HubServer serving(String family) {
    return HubServer.of(REPOSITORY, ImportedModels.family(family));
  }

  private Path cached(HubServer hub) {
    return home.resolve("cache/hub/somebody--small-clip").resolve(hub.commit());
  }

  @ParameterizedTest
  @CsvSource({
    "clip-vit-b32, Xenova/clip-vit-base-patch32, clip, 24",
    "siglip2-base, onnx-community/siglip2-base-patch16-224-ONNX, siglip2, 32",
    "mobileclip2-s0, plhery/mobileclip2-onnx, mobileclip, 24"
  })
  void aPresetBecomesASpace(String name, String repository, String family, int dimension) {
    try (HubServer hub = HubServer.of(repository, ImportedModels.family(family))) {
      Ran created =
          ImportedModels.run(home, "space", "create", name, "--hub", hub.address(), "--json");
      assertEquals(ExitCode.DONE, created.code(), created.err());
      assertEquals(dimension, created.json().get("dimension").asInt());
      assertTrue(created.err().contains("test-licence"), created.err());
      JsonNode list = ImportedModels.run(home, "encoder", "list", "--json").json();
      assertEquals(family, list.get(0).get("family").asText());
      assertEquals(hub.commit(), list.get(0).get("origin").get("commit").asText());
      int before = hub.requests().size();
      Ran again = ImportedModels.run(home, "space", "create", name, "--force");
      assertEquals(ExitCode.DONE, again.code(), again.err());
      assertEquals(before, hub.requests().size(), "what is there needs no network");
    }
  }

  @Test
  void aPresetAgreesWithItsLibrary() throws IOException {
    try (HubServer hub =
        HubServer.of("plhery/mobileclip2-onnx", ImportedModels.family("mobileclip"))) {
      ImportedModels.run(home, "space", "create", "mobileclip2-s0", "--hub", hub.address());
    }
    Path beside = Files.createDirectory(folder.resolve("references"));
    Path references = ImportedModels.references("mobileclip", beside);
    Ran checked =
        ImportedModels.run(
            home, "encoder", "check", "mobileclip2-s0", "--reference", references.toString());
    assertEquals(ExitCode.DONE, checked.code(), checked.out() + checked.err());
  }

  @Test
  void onlyWhatIsNeededIsFetched() {
    try (HubServer hub = serving("clip")) {
      Ran pulled = pull(hub, "--precision", "float16");
      assertEquals(ExitCode.DONE, pulled.code(), pulled.err());
      List<String> paths = hub.contents().stream().map(HubServer.Request::path).toList();
      assertTrue(paths.contains("/content/onnx/text_model_fp16.onnx"), paths.toString());
      assertFalse(paths.contains("/content/onnx/text_model.onnx"), paths.toString());
      assertFalse(paths.contains("/content/expected.json"), paths.toString());
      assertEquals(6, paths.size(), paths.toString());
    }
  }

  @Test
  void theTokenGoesToTheHubAlone() {
    try (HubServer hub = serving("clip")) {
      assertEquals(ExitCode.DONE, pull(hub).code());
      for (HubServer.Request request : hub.requests()) {
        boolean isHub = request.host().startsWith("localhost");
        assertEquals(isHub, request.token().isPresent(), request.toString());
      }
    }
  }

  @Test
  void aBrokenDownloadGoesOnWhereItWas() throws IOException {
    try (HubServer hub = serving("clip")) {
      hub.breakAfter(1000);
      Ran broken = pull(hub);
      assertEquals(ExitCode.FAILED, broken.code(), broken.out());
      assertTrue(broken.err().contains("goes on where it was"), broken.err());
      Path part;
      try (Stream<Path> files = Files.walk(cached(hub))) {
        part = files.filter(f -> f.toString().endsWith(".incomplete")).findFirst().orElseThrow();
      }
      long there = Files.size(part);
      assertTrue(there >= 1000, "bytes of several tries: " + there);
      assertFalse(Files.exists(home.resolve("encoders/small-clip")));
      hub.breakAfter(-1);
      int before = hub.requests().size();
      Ran whole = pull(hub);
      assertEquals(ExitCode.DONE, whole.code(), whole.err());
      assertTrue(
          hub.requests().stream()
              .skip(before)
              .anyMatch(r -> r.range().equals(java.util.Optional.of("bytes=" + there + "-"))),
          hub.requests().toString());
    }
  }

  @Test
  void whatIsInTheCacheIsNotFetchedAgain() {
    try (HubServer hub = serving("clip")) {
      assertEquals(ExitCode.DONE, pull(hub).code());
      int before = hub.contents().size();
      assertEquals(ExitCode.DONE, pull(hub, "--id", "again").code());
      assertEquals(before, hub.contents().size());
      Ran refused = pull(hub);
      assertEquals(ExitCode.WRONG_USAGE, refused.code());
      assertTrue(refused.err().contains("is there already"), refused.err());
    }
  }

  @Test
  void aFileOfAnotherSumIsNotKept() throws IOException {
    try (HubServer hub = serving("clip")) {
      hub.lie(true);
      Ran refused = pull(hub);
      assertEquals(ExitCode.FAILED, refused.code());
      assertTrue(refused.err().contains("SHA-256 differs"), refused.err());
      try (Stream<Path> files = Files.walk(cached(hub))) {
        assertTrue(files.noneMatch(f -> f.toString().contains(".onnx")));
      }
      assertFalse(Files.exists(home.resolve("encoders/small-clip")));
      hub.lie(false);
      assertEquals(ExitCode.DONE, pull(hub).code());
    }
  }

  @Test
  void whatIsNotThereIsSaid() {
    try (HubServer hub = serving("clip")) {
      Map<String, String> there = Map.of("REELSPACE_HUB", hub.address());
      Ran none = ImportedModels.run(home, there, "encoder", "pull", "hub:nobody/nothing");
      assertEquals(ExitCode.FAILED, none.code());
      assertTrue(none.err().contains("has no hub:nobody/nothing@main"), none.err());
      Ran wrong = ImportedModels.run(home, there, "encoder", "pull", "nobody");
      assertEquals(ExitCode.WRONG_USAGE, wrong.code());
      Ran scheme = pull(hub, "--hub", "file:///etc");
      assertEquals(ExitCode.WRONG_USAGE, scheme.code());
    }
    try (HubServer empty = HubServer.of(REPOSITORY, ImportedModels.family("photos"))) {
      Ran none = pull(empty);
      assertEquals(ExitCode.FAILED, none.code());
      assertTrue(none.err().contains("no .onnx file"), none.err());
    }
  }

  @Test
  void aHubThatDoesNotAnswerIsNamed() {
    String gone;
    try (HubServer hub = serving("clip")) {
      gone = hub.address();
    }
    Ran failed = ImportedModels.run(home, "encoder", "pull", "hub:" + REPOSITORY, "--hub", gone);
    assertEquals(ExitCode.FAILED, failed.code());
    assertTrue(failed.err().contains(gone), failed.err());
    assertTrue(failed.err().contains("REELSPACE_HUB"), failed.err());
  }
}
