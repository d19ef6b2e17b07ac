package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {

  @Test
  void theClipThatAPersonWouldNameComesFirst() {
    Ran demo = Ran.with("demo", "--json");

    assertEquals(ExitCode.DONE, demo.code(), demo.err());
    List<String> expected = List.of("car.mp4", "bicycles.mp4", "rabbit.mp4");
    JsonNode answers = demo.json();
    assertEquals(3, answers.size());
    for (int i = 0; i < 3; i++) {
      String first = answers.path(i).path("results").path(0).path("video").asText();
      assertTrue(first.endsWith("/" + expected.get(i)), answers.path(i).toPrettyString());
    }
  }

  @Test
  void aSecondRunDecodesNothingAndSaysHowToGoOn() {
    Ran.with("demo");
    Ran second = Ran.with("demo");

    assertEquals(ExitCode.DONE, second.code(), second.err());
    assertFalse(second.err().contains("to index"), second.err());
    assertTrue(second.out().contains("reelspace index ~/Videos"), second.out());
    assertTrue(second.out().contains("1  car.mp4"), second.out());
  }

  @Test
  void anIndexOfAFormerDefaultSpaceIsMadeAnew(@TempDir Path home) {
    Map<String, String> environment = Map.of("REELSPACE_HOME", home.toString());
    Path index = home.resolve("demo").resolve("index");
    VideoIndex.open(index, new SpaceIdentity("former", "0123456789abcdef", 8)).close();

    Ran demo = Ran.with(environment, "", "demo");

    assertEquals(ExitCode.DONE, demo.code(), demo.err());
    assertTrue(demo.err().contains("indexing the sample clips anew"), demo.err());
    assertTrue(demo.out().contains("1  car.mp4"), demo.out());
  }
}
