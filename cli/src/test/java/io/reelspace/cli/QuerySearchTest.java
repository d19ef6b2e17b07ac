package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches by other things than a text, on the sample clips and on pictures. */
final class QuerySearchTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path shared;
  private static String index;
  private static Path bicycles;
  private static Path stripes;

  @TempDir private Path folder;

  @BeforeAll
  static void indexClipsAndPictures() throws IOException {
    Path archive = shared.resolve("archive");
    for (String clip : List.of("bicycles.mp4", "car.mp4", "dog.mp4", "skyscrapers.webm")) {
      TestFiles.copy(clip, archive.resolve(clip));
    }
    bicycles = archive.resolve("bicycles.mp4");
    stripes = archive.resolve("stripes.png");
    ImageIO.write(stripes(), "png", stripes.toFile());
    ImageIO.write(discs(), "png", archive.resolve("discs.png").toFile());
    index = shared.resolve("index").toString();
    Ran ran = Ran.with("index", "--index", index, archive.toString());
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
  }

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
  void everyKindOfQueryMayComeFromAFile() throws IOException {
    String lines =
        """
        {"id": 1, "image": "%1$s"}
        {"id": 2, "video": "%2$s", "from": 0, "to": "0:02"}
        {"id": 3, "moment": "%2$s@3"}
        {"id": 4, "text": "a dog", "bad": ["%2$s@3"]}
        {"id": 5, "moment": "nowhere.mp4@3"}
        {"id": 6, "image": "%1$s", "form": 3}
        {"id": 7, "image": "no.png"}
        """
            .formatted(stripes, bicycles);
    Ran ran =
        Ran.with(
            Map.of("REELSPACE_HOME", Ran.HOME.toString()),
            lines,
            "search",
            "--index",
            index,
            "--queries",
            "-");
    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertEquals(4, ran.out().lines().count());
    List<String> errors = ran.err().lines().toList();
    assertEquals(3, errors.size(), ran.err());
    for (int i = 0; i < 3; i++) {
      assertTrue(errors.get(i).contains("line " + (i + 5) + ": "), errors.get(i));
    }
    JsonNode first = JSON.readTree(ran.out().lines().findFirst().orElseThrow());
    assertEquals(stripes.toString(), first.path("results").path(0).path("video").asText());
  }

  @Test
  void optionsThatContradictEachOtherAreWrongUsage() {
    for (List<String> arguments :
        List.of(
            List.of("--region", "0,0,5,5"),
            List.of("a", "--region", "0,0,5,5"),
            List.of("a", "--from", "3"),
            List.of("--image", "a.png", "--to", "3"),
            List.of("--image", "a.png", "--image", "b.png"),
            List.of("a", "--within", "3"),
            List.of("--not", "a"),
            List.of("--then", "a"),
            List.of("a", "--not", " "),
            List.of("a", "--then", ""),
            List.of("a", "--then", "b", "--then", "c", "--then", "d"),
            List.of("a", "--then", "b", "--within", "soon"),
            List.of("a", "--then", "b", "--good", "x@1"),
            List.of("a", "--good", "x@1", "--bad", "x@1"),
            List.of("--good", "x@1"),
            List.of("--video", bicycles.toString(), "--from", "0:05", "--to", "0:03"),
            List.of("--queries", "q.jsonl", "--image", "a.png"),
            List.of("--image", "a.png", "--region", "1,2,3"))) {
      Ran ran = run(words("search", arguments));
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), arguments + ran.err());
      assertEquals("", ran.out());
      assertFalse(ran.err().contains("unexpected"), ran.err());
    }
  }

  @Test
  void aMomentOfAnotherIndexIsNamed() {
    for (String reference : List.of("0123456789abcdef@3.000", "no.mp4@0:03", "no.mp4")) {
      for (List<String> command :
          List.of(
              List.of("like", reference),
              List.of("search", "--moment", reference),
              List.of("search", "a dog", "--bad", reference))) {
        Ran ran = run(words(command.getFirst(), command.subList(1, command.size())));
        assertEquals(ExitCode.WRONG_USAGE, ran.code(), ran.err());
        assertTrue(ran.err().contains("no moment '" + reference + "'"), ran.err());
      }
    }
    Ran late = run("like", bicycles + "@1:00:00");
    assertEquals(ExitCode.WRONG_USAGE, late.code());
    assertTrue(late.err().contains("it is indexed from 0:00.0 to 0:10"), late.err());
    assertEquals(ExitCode.WRONG_USAGE, run("like", " ").code());
  }

  @Test
  void imagesThatCannotBeUsedAreNamed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.jpg"), "not a picture");
    Ran ran = run("search", "--image", broken.toString());
    assertEquals(ExitCode.FAILED, ran.code());
    assertTrue(ran.err().contains("broken.jpg: it is not a media file"), ran.err());

    Ran video = run("search", "--image", bicycles.toString());
    assertEquals(ExitCode.WRONG_USAGE, video.code());
    assertTrue(video.err().contains("is a video, not an image"), video.err());

    Ran missing = run("search", "--image", folder.resolve("no.png").toString());
    assertEquals(ExitCode.WRONG_USAGE, missing.code());
    assertTrue(missing.err().contains("no such file"), missing.err());

    Ran outside = run("search", "--image", stripes.toString(), "--region", "200,0,200,200");
    assertEquals(ExitCode.WRONG_USAGE, outside.code());
    assertTrue(outside.err().contains("300 x 240"), outside.err());
  }

  @Test
  void videosThatCannotBeUsedAreNamed() throws IOException {
    Path sound = wave(folder.resolve("sound.wav"));
    Ran none = run("search", "--video", sound.toString());
    assertEquals(ExitCode.FAILED, none.code());
    assertTrue(none.err().contains("only sound"), none.err());
    assertEquals(none.code(), run("search", "--video", sound.toString(), "--from", "0").code());

    Ran after = run("search", "--video", bicycles.toString(), "--from", "0:20");
    assertEquals(ExitCode.WRONG_USAGE, after.code());
    assertTrue(after.err().contains("it goes from 0:00.0 to 0:10.0"), after.err());
    Ran before = run("search", "--video", bicycles.toString(), "--to=-1");
    assertEquals(ExitCode.WRONG_USAGE, before.code());

    Ran partly = run("search", "--video", bicycles.toString(), "--from", "9", "--to", "0:20");
    assertEquals(ExitCode.DONE, partly.code());
    assertTrue(partly.err().contains("warning: "), partly.err());
    assertTrue(partly.err().contains("ends at 0:10.0"), partly.err());
  }

  @Test
  void aPartBetweenTwoFramesShowsTheFrameBeforeIt() {
    Ran ran =
        run("search", "--json", "--video", bicycles.toString(), "--from", "8.005", "--to", "8.01");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertEquals(bicycles.toString(), ran.json().path(0).path("video").asText());
  }

  @Test
  void ofATextThatIsTooLongTheFirstPartIsUsed() {
    String beginning = "a dog on a beach ".repeat(150);
    Ran ran = run("search", "--json", beginning + "computer");
    assertEquals(ExitCode.DONE, ran.code());
    assertTrue(ran.err().contains("warning: the text is longer than the space reads"), ran.err());
    Ran.assertAlike(run("search", "--json", beginning + "rabbit").json(), ran.json());
    assertEquals("", run("search", "a dog on a beach").err());
  }

  private static JsonNode search(String... arguments) {
    return json("search", arguments);
  }

  private static JsonNode like(String... arguments) {
    return json("like", arguments);
  }

  private static JsonNode json(String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add("--json");
    Ran ran = run(words(command, words));
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    return ran.json();
  }

  private static JsonNode answer(String line) throws IOException {
    Ran ran =
        Ran.with(
            Map.of("REELSPACE_HOME", Ran.HOME.toString()),
            line,
            "search",
            "--index",
            index,
            "--queries",
            "-");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    return JSON.readTree(ran.out()).path("results");
  }

  private static String[] words(String command, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(arguments);
    return words.toArray(String[]::new);
  }

  private static Ran run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(1, List.of("--index", index));
    return Ran.with(all.toArray(String[]::new));
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

  private static BufferedImage stripes() {
    BufferedImage image = new BufferedImage(300, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int x = 0; x < 300; x += 30) {
      graphics.setColor(x % 60 == 0 ? Color.BLACK : Color.WHITE);
      graphics.fillRect(x, 0, 30, 240);
    }
    graphics.dispose();
    return image;
  }

  private static BufferedImage discs() {
    BufferedImage image = new BufferedImage(300, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    Random random = new Random(5);
    for (int i = 0; i < 60; i++) {
      graphics.setColor(new Color(random.nextInt(256), random.nextInt(256), 60));
      graphics.fillOval(random.nextInt(260), random.nextInt(200), 50, 50);
    }
    graphics.dispose();
    return image;
  }

  /** One second of silence, 8,000 samples of 8 bits. */
  private static Path wave(Path file) throws IOException {
    java.nio.ByteBuffer wave =
        java.nio.ByteBuffer.allocate(44 + 8000).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    wave.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(36 + 8000);
    wave.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(16);
    wave.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
    wave.putShort((short) 1).putShort((short) 8);
    wave.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(8000);
    return Files.write(file, wave.array());
  }
}
