package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training and extraction through the command, with the encoders of the tiny space. */
final class TrainCommandTest {

  private static final Path TINY =
      Path.of("../space/src/test/resources/io/reelspace/space/tiny").toAbsolutePath().normalize();

  private static final String RECIPE =
      """
      name: colours
      data:
        dataset: set.jsonl
        train: [train]
        encoders:
          visual: [{name: mean, encoder: %1$s/encoders/mean}]
          text: [{encoder: %1$s/encoders/words}]
      dimension: 4
      video: {modalities: [{name: mean, tower: [standardise, {linear: {dimension: 4}}, mean-pooling]}]}
      text: {modalities: [{name: words, tower: [standardise, {linear: {dimension: 4}}, mean-pooling]}]}
      schedule: {epochs: 3, batch: 8}
      """
          .formatted(TINY);

  @TempDir private Path folder;

  @BeforeEach
  void makeTheDataSet() throws IOException {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
      int red = 17 * i % 256;
      for (int p = 0; p < 16; p++) {
        image.setRGB(p % 4, p / 4, new Color(red, 40, 255 - red).getRGB());
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
      rows.add(
          "{\"image\": \"%d.png\", \"captions\": [\"%s\"], \"split\": \"train\"}"
              .formatted(i, red > 127 ? "red" : "blue"));
    }
    Files.write(folder.resolve("set.jsonl"), rows);
    Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
  }

  /** A file system of its own that goes away with the process; only root may make one. */
  @ParameterizedTest
  @ValueSource(ints = {4, 24, 40, 64})
  void aFullDiskIsNamedAndTheSameCommandGoesOnWhenThereIsRoom(int left) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    List<String> small = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c"));
    small.add(
        """
        mount -t tmpfs -o size=4m tmpfs "$0" || exit 99
        head -c $((4096 * 1024 - %d * 1024)) /dev/zero >"$0/ballast"
        "$@"
        code=$?
        rm "$0/ballast"
        "$@" >/dev/null 2>&1 || exit 98
        exit $code
        """
            .formatted(left));
    small.add(disk.toString());
    assumeTrue(canMount(), "needs root and unshare to make a small disk");
    Ran ran =
        ChildCommand.start(
                small,
                "train",
                folder.resolve("recipe.yaml").toString(),
                "--output",
                disk.resolve("run").toString())
            .end();
    assertEquals(ExitCode.FAILED, ran.code(), ran.err());
    assertTrue(ran.err().contains("disk") && ran.err().contains(disk + "/run"), ran.err());
  }

  private static boolean canMount() throws InterruptedException {
    try {
      return new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Ran train() {
    return Ran.with(
        "train",
        folder.resolve("recipe.yaml").toString(),
        "--output",
        folder.resolve("run").toString(),
        "--json");
  }

  @Test
  void oneCommandMakesASpaceThatOtherCommandsTake() {
    Ran ran = train();
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    JsonNode summary = ran.json();
    assertEquals(16, summary.get("examples").asInt());
    assertEquals(6, summary.get("steps").asInt());
    assertTrue(Files.exists(Path.of(summary.get("report").asText())));
    String space = summary.get("space").asText();
    String index = folder.resolve("index").toString();
    Ran indexed =
        Ran.with("index", "--space", space, "--index", index, folder.resolve("3.png").toString());
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    Ran found = Ran.with("search", "--index", index, "--json", "red");
    assertEquals(ExitCode.DONE, found.code(), found.err());
    assertTrue(found.out().contains("3.png"), found.out());
  }

  /** What is set aside in training says how the space's similarities become scores. */
  @Test
  void aSpaceWithAValidationKnowsItsOwnLimit() throws IOException {
    List<String> rows = new ArrayList<>(Files.readAllLines(folder.resolve("set.jsonl")));
    for (int i = 0; i < 60; i++) { // the same pictures again, under other names
      Files.copy(folder.resolve(i % 16 + ".png"), folder.resolve("copy-" + i + ".png"));
      rows.add(rows.get(i % 16).replace(i % 16 + ".png", "copy-" + i + ".png"));
    }
    Files.write(folder.resolve("set.jsonl"), rows);
    Files.writeString(
        folder.resolve("recipe.yaml"),
        RECIPE
            .replace("train: [train]", "train: [train]\n  hold-out: 30")
            .replace("epochs: 3", "epochs: 40")); // before, right pictures do not stand out
    Ran ran = train();
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    Path space = Path.of(ran.json().get("space").asText());
    JsonNode scores =
        new ObjectMapper().readTree(space.resolve("space.json").toFile()).path("scores");
    assertTrue(scores.path("limit").asDouble(-1) >= 0, scores.toString());
    assertTrue(scores.path("text").path("deviation").asDouble() > 0, scores.toString());

    String index = folder.resolve("index").toString();
    Ran.with("index", "--space", space.toString(), "--index", index, folder.toString());
    JsonNode found = Ran.with("search", "--index", index, "--top", "100", "--json", "red").json();
    JsonNode all =
        Ran.with("search", "--index", index, "--top", "100", "--min-score", "0", "--json", "red")
            .json();
    assertTrue(!found.isEmpty() && found.size() <= all.size(), found.size() + " " + all.size());
    for (JsonNode result : found) {
      assertTrue(result.path("score").asDouble() >= scores.path("limit").asDouble());
    }
  }

  @Test
  void theSameCommandGoesOnAndNamesWhatDoesNotDecode() throws IOException {
    assertEquals(ExitCode.DONE, train().code());
    Files.writeString(folder.resolve("5.png"), "no picture");
    Ran ran = train();
    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertTrue(ran.err().contains("skipped: " + folder.resolve("5.png")), ran.err());
    assertTrue(ran.err().contains("going on after step 6 of 6"), ran.err());
    assertEquals(1, ran.json().get("skipped").size());
  }

  @Test
  void aMistakeInTheRecipeIsWrongUsageAndNamesTheLine() throws IOException {
    Files.writeString(folder.resolve("recipe.yaml"), RECIPE.replace("epochs: 3", "epoch: 3"));
    Ran ran = train();
    assertEquals(ExitCode.WRONG_USAGE, ran.code());
    assertTrue(ran.err().contains("recipe.yaml:11: schedule needs the key epochs"), ran.err());
  }

  @Test
  void aTruncatedFileOfFeaturesIsNamedAndDeletingItIsEnough() throws IOException {
    assertEquals(ExitCode.DONE, train().code());
    Path features = featuresOf("mean");
    try (FileChannel file = FileChannel.open(features, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    Ran truncated = train();
    assertEquals(ExitCode.FAILED, truncated.code());
    assertTrue(truncated.err().contains(features + " is truncated"), truncated.err());
    assertTrue(truncated.err().contains("delete it and extract again"), truncated.err());
    Files.delete(features);
    Ran again = train();
    assertEquals(ExitCode.DONE, again.code(), again.err());
  }

  @Test
  void featuresOfAnotherEncoderAreRefused() throws IOException {
    assertEquals(ExitCode.DONE, train().code());
    Path features = featuresOf("mean");
    Files.copy(featuresOf("words"), features, StandardCopyOption.REPLACE_EXISTING);
    Ran ran = train();
    assertEquals(ExitCode.FAILED, ran.code());
    assertTrue(ran.err().contains(features.toString()), ran.err());
    assertTrue(ran.err().contains("encoder"), ran.err());
  }

  private Path featuresOf(String encoder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("run/features"))) {
      return files
          .filter(file -> file.getParent().getFileName().toString().startsWith(encoder))
          .filter(file -> file.toString().endsWith(".arrow"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void featuresAreExtractedOnceByTheEncodersOfASpace() {
    String[] command = {
      "features",
      "extract",
      "--dataset",
      folder.resolve("set.jsonl").toString(),
      "--space",
      TINY.toString(),
      "--output",
      folder.resolve("features").toString(),
      "--json"
    };
    Ran first = Ran.with(command);
    assertEquals(ExitCode.DONE, first.code(), first.err());
    assertEquals(
        List.of("mean", "all", "words"), first.json().get("encoders").findValuesAsText("id"));
    assertEquals(16, first.json().get("encoders").get(0).get("extracted").asInt());
    Ran again = Ran.with(command);
    assertEquals(0, again.json().get("encoders").get(0).get("extracted").asInt());
    assertEquals(16, again.json().get("encoders").get(0).get("reused").asInt());
  }

  @Test
  void anEncoderMayBeNamedByItsFolderWithItsOutputs() {
    Ran ran =
        Ran.with(
            "features",
            "extract",
            "--dataset",
            folder.resolve("set.jsonl").toString(),
            "--encoder",
            TINY.resolve("encoders/mean") + ":features",
            "--views",
            "2",
            "--output",
            folder.resolve("features").toString());
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertTrue(ran.out().startsWith("mean: 16 extracted, 0 there already, 0 skipped."), ran.out());
  }
}
