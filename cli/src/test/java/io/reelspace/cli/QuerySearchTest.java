package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Searches by other things than a text, on the sample clips and on pictures. */
final class QuerySearchTest extends QueriesOnClips {

  @Test
  void anImageFindsItself() {
    JsonNode best = search("--image", stripes.toString()).path(0);
    assertEquals(stripes.toString(), best.path("video").asText());
    assertEquals(1, best.path("score").asDouble(), 1e-4);
  }

  @Test
  void aRegionFindsWhatItShows() throws IOException {
    BufferedImage both = new BufferedImage(600, 240, BufferedImage.TYPE_INT_RGB);
    both.getGraphics().drawImage(discs(), 0, 0, null);
    both.getGraphics().drawImage(stripes(), 300, 0, null);
    Path file = folder.resolve("both.png");
    ImageIO.write(both, "png", file.toFile());
    JsonNode right = search("--image", file.toString(), "--region", "300,0,300,240").path(0);
    assertEquals(stripes.toString(), right.path("video").asText());
    assertEquals(1, right.path("score").asDouble(), 1e-4);
    JsonNode left = search("--image", file.toString(), "--region", "0, 0, 300, 240").path(0);
    assertTrue(left.path("video").asText().endsWith("discs.png"), left::toString);
  }

  @Test
  void aPartOfAVideoFindsTheSegmentThatItIs() {
    JsonNode moments = like(bicycles + "@0:00", "--top", "100");
    for (JsonNode moment : moments) {
      if (moment.path("video").asText().equals(bicycles.toString())) {
        String from = moment.path("start").asText();
        String to = moment.path("end").asText();
        JsonNode best = search("--video", bicycles.toString(), "--from", from, "--to", to).path(0);
        assertEquals(moment.path("id"), best.path("id"), from + " to " + to);
        assertTrue(best.path("score").asDouble() > 0.98, best::toString);
      }
    }
  }

  @Test
  void aWholeVideoIsTheMeanOfItsSegments() {
    JsonNode byFile = search("--video", bicycles.toString(), "--top", "3");
    JsonNode byIndex = search("--moment", bicycles.toString(), "--top", "3");
    for (int i = 0; i < 3; i++) {
      assertEquals(byIndex.path(i).path("id"), byFile.path(i).path("id"));
      assertEquals(
          byIndex.path(i).path("score").asDouble(), byFile.path(i).path("score").asDouble(), 1e-4);
    }
  }

  @Test
  void aStoredMomentFindsItselfFirst() {
    JsonNode moment = search("a man in a suit").path(0);
    JsonNode found = search("--moment", moment.path("id").asText());
    assertEquals(moment.path("id"), found.path(0).path("id"));
    assertEquals(1, found.path(0).path("score").asDouble(), 1e-5);
  }

  @Test
  void moreLikeAMomentIsAllButItself() {
    JsonNode all = search("--moment", bicycles + "@0:08", "--top", "100");
    JsonNode like = like(bicycles + "@0:08", "--top", "100");
    List<JsonNode> expected = new ArrayList<>();
    all.forEach(expected::add);
    expected.removeFirst();
    assertEquals(ids(expected), ids(like));
    assertEquals(ids(like), ids(like(all.path(0).path("id").asText(), "--top", "100")));
    assertEquals(ids(like).subList(0, 2), ids(like(bicycles + "@8s", "--top", "2")));
  }

  @Test
  void moreLikeAVideoIsAllOtherVideos() {
    JsonNode videos = like(bicycles + "@0:08", "--by", "video", "--top", "100", "--min-score", "0");
    assertEquals(5, videos.size());
    for (JsonNode video : videos) {
      assertNotEquals(bicycles.toString(), video.path("video").asText());
    }
    JsonNode moments = like(bicycles.toString(), "--top", "100");
    for (JsonNode moment : moments) {
      assertNotEquals(bicycles.toString(), moment.path("video").asText());
    }
  }

  @Test
  void aTextAndAnImageAreTheSumThatJsonWrites() throws IOException {
    JsonNode expected =
        answer(
            """
            {"id": 1, "sum": [{"query": {"text": "a car"}}, {"query": {"image": "%s"}},
             {"weight": -0.5, "query": {"text": "a dog"}}]}\
            """
                .replace("\n", "")
                .formatted(stripes));
    assertEquals(expected, search("a car", "--image", stripes.toString(), "--not", "a dog"));
    assertNotEquals(expected, search("a car", "--image", stripes.toString()));
  }

  @Test
  void whatIsNotWantedFalls() {
    JsonNode with = search("a man and a dog", "--top", "100", "--min-score", "0");
    JsonNode without =
        search("a man and a dog", "--not", "a dog", "--top", "100", "--min-score", "0");
    assertTrue(rank(without, "dog.mp4") > rank(with, "dog.mp4"), without::toString);
  }

  @Test
  void stepsFollowOneAnotherInOneVideo() throws IOException {
    JsonNode found =
        search("a street", "--then", "bicycles", "--then", "bicycles", "--within", "1:00");
    assertFalse(found.isEmpty());
    for (JsonNode match : found) {
      JsonNode steps = match.path("steps");
      assertEquals(3, steps.size());
      double mean = 0;
      for (int i = 0; i < 3; i++) {
        mean += steps.path(i).path("score").asDouble() / 3;
        if (i > 0) {
          double gap = start(steps.path(i)) - steps.path(i - 1).path("end").asDouble();
          assertTrue(gap >= -1e-6 && gap <= 60, match::toString);
        }
      }
      assertEquals(mean, match.path("score").asDouble(), 1e-9);
      assertEquals(start(steps.path(0)), start(match));
      assertEquals(steps.path(2).path("end"), match.path("end"));
    }
    assertEquals(
        found,
        answer(
            "{\"id\": 1, \"steps\": [{\"text\": \"a street\"}, {\"text\": \"bicycles\"},"
                + " {\"text\": \"bicycles\"}], \"within\": 60}"));
    Ran lines = run("search", "a street", "--then", "bicycles", "--top", "1");
    assertTrue(
        lines.out().matches("1  \\S+  \\S+ +-?0\\.\\d{3}  [\\d:.]+-[\\d:.]+  [\\d:.]+-[\\d:.]+\n"),
        lines.out());
  }

  @Test
  void feedbackMovesTheQuery() {
    JsonNode before = search("a street", "--top", "100");
    String good = before.path(before.size() - 1).path("id").asText();
    String bad = before.path(0).path("id").asText();
    JsonNode after = search("a street", "--good", good, "--bad", bad, "--top", "100");

    assertFalse(ids(after).contains(bad));
    assertEquals(before.size() - 1, after.size());
    assertTrue(ids(after).indexOf(good) < before.size() / 2, after::toString);
  }

  @Test
  void aPartBetweenTwoFramesShowsTheFrameBeforeIt() {
    Ran ran =
        run("search", "--json", "--video", bicycles.toString(), "--from", "8.005", "--to", "8.01");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertEquals(bicycles.toString(), ran.json().path(0).path("video").asText());
  }

  private static List<String> ids(Iterable<JsonNode> moments) {
    return StreamSupport.stream(moments.spliterator(), false)
        .map(moment -> moment.path("id").asText())
        .toList();
  }

  private static double start(JsonNode moment) {
    return moment.path("start").asDouble();
  }

  /** How many other videos come before a video. */
  private static int rank(JsonNode moments, String name) {
    Set<String> before = new HashSet<>();
    for (JsonNode moment : moments) {
      if (moment.path("video").asText().endsWith(name)) {
        return before.size();
      }
      before.add(moment.path("video").asText());
    }
    throw new AssertionError(name + " is not in " + moments);
  }
}
