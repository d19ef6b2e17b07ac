package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** An index of sample clips and of two pictures, and questions to it. */
abstract class QueriesOnClips {

  static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path shared;
  static String index;
  static Path bicycles;
  static Path stripes;

  @TempDir Path folder;

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

  static JsonNode search(String... arguments) {
    return json("search", arguments);
  }

  static JsonNode like(String... arguments) {
    return json("like", arguments);
  }

  static JsonNode json(String command, String... arguments) {
    List<String> words = new ArrayList<>(List.of(arguments));
    words.add("--json");
    Ran ran = run(words(command, words));
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    return ran.json();
  }

  static JsonNode answer(String line) throws IOException {
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

  static String[] words(String command, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(arguments);
    return words.toArray(String[]::new);
  }

  static Ran run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(1, List.of("--index", index));
    return Ran.with(all.toArray(String[]::new));
  }

  static BufferedImage stripes() {
    BufferedImage image = new BufferedImage(300, 240, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int x = 0; x < 300; x += 30) {
      graphics.setColor(x % 60 == 0 ? Color.BLACK : Color.WHITE);
      graphics.fillRect(x, 0, 30, 240);
    }
    graphics.dispose();
    return image;
  }

  static BufferedImage discs() {
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
}
