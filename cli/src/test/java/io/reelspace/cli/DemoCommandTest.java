package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
