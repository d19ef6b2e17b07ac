package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.media.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sound beside pictures in one embedding, from a recipe to results: films that show the same, with
 * real sounds of four kinds, which nothing but the sound tells apart.
 */
final class SoundFusionTest {

  private static final Path SOUNDS =
      Path.of(System.getProperty("reelspace.data", "../../shared/data"), "esc10");
  private static final Ffmpeg FFMPEG = Ffmpeg.unpackedInto(Path.of("target", "ffmpeg"));
  private static final Path TINY =
      Path.of("../space/src/test/resources/io/reelspace/space/tiny/encoders")
          .toAbsolutePath()
          .normalize();

  /** Kinds of sound by the caption that is learned, with a file name for each. */
  private static final Map<String, String> KINDS =
      Map.of(
          "Dog bark", "a dog is barking",
          "Rain", "rain is falling",
          "Rooster", "a rooster crows",
          "Chainsaw", "someone cuts wood with a chainsaw");

  private static final int TRAIN = 10;
  private static final int TEST = 3;
  private static final List<String> COLOURS =
      List.of("red", "blue", "green", "white", "gray", "yellow");

  private static final String RECIPE =
      """
      name: heard
      data:
        dataset: set.jsonl
        train: [train]
        encoders:
          visual: [{name: mean, encoder: %s/mean}]
          audio: [{name: sounds, encoder: esc10-cnn, outputs: [features]}]
          text: [{name: minilm, encoder: all-minilm-l6-v2}]
      dimension: 16
      video:
        modalities:
          - {name: mean, tower: [standardise, {linear: {dimension: 16}}, mean-pooling]}
          - {name: sounds, tower: [standardise, {linear: {dimension: 16}}, mean-pooling]}
        fusion: gated-embeddings
      text: {modalities: [{name: minilm, tower: [{linear: {dimension: 16}}, mean-pooling]}]}
      schedule: {epochs: 60, batch: 22, learning-rate: 0.01}
      """
          .formatted(TINY);

  @TempDir private Path folder;

  /** A still colour with the sound of a file, or none. */
  private static void film(Path file, String colour, List<String> sound) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(FFMPEG.folder().resolve("ffmpeg").toString());
    command.addAll(List.of("-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i"));
    command.add("color=" + colour + ":s=32x32:r=4:d=5");
    command.addAll(sound);
    command.addAll(List.of("-c:v", "mpeg4", "-c:a", "aac", "-t", "5", "file:" + file));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().put("LD_LIBRARY_PATH", FFMPEG.folder().toString());
    try {
      assertEquals(0, builder.start().waitFor(), file.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String name(String kind) {
    return kind.replace(" ", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static String row(String video, String caption) {
    return "{\"video\": \"train/%s\", \"captions\": [\"%s\"], \"split\": \"train\"}"
        .formatted(video, caption);
  }

  @BeforeEach
  void makeTheFilms() throws IOException {
    assumeTrue(Files.exists(SOUNDS.resolve("labels.jsonl")), "no sounds in " + SOUNDS);
    Map<String, List<String>> files = new LinkedHashMap<>();
    for (String line : Files.readAllLines(SOUNDS.resolve("labels.jsonl"))) {
      JsonNode row = new ObjectMapper().readTree(line);
      files
          .computeIfAbsent(row.get("label").asText(), _ -> new ArrayList<>())
          .add(SOUNDS.resolve("audio").resolve(row.get("audio").asText()).toString());
    }
    Files.createDirectories(folder.resolve("train"));
    Files.createDirectories(folder.resolve("test"));
    List<String> rows = new ArrayList<>();
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      List<String> own = files.get(kind.getKey());
      for (int i = 0; i < TRAIN; i++) {
        String video = name(kind.getKey()) + "-" + i + ".mp4";
        String colour = COLOURS.get(i % COLOURS.size());
        film(folder.resolve("train/" + video), colour, List.of("-i", own.get(i)));
        rows.add(row(video, kind.getValue()));
      }
      for (int i = 0; i < TEST; i++) {
        film(
            folder.resolve("test/" + name(kind.getKey()) + "-" + i + ".mp4"),
            COLOURS.get(i),
            List.of("-i", own.get(own.size() - 1 - i)));
      }
    }
    for (int i = 0; i < 4; i++) {
      film(folder.resolve("train/mute-" + i + ".mp4"), COLOURS.get(i), List.of());
      rows.add(row("mute-" + i + ".mp4", "nothing is to be heard"));
    }
    film(folder.resolve("test/mute-0.mp4"), "red", List.of());
    film(
        folder.resolve("test/silent-0.mp4"),
        "red",
        List.of("-f", "lavfi", "-i", "anullsrc=r=32000:cl=mono"));
    Files.write(folder.resolve("set.jsonl"), rows);
    Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
  }

  private List<String> found(int top, String... query) {
    List<String> command =
        new ArrayList<>(List.of("search", "--index", folder.resolve("index").toString()));
    command.addAll(List.of("--by", "video", "--min-score", "0", "--json"));
    command.addAll(List.of("--top", Integer.toString(top)));
    command.addAll(List.of(query));
    Ran ran = Ran.with(command.toArray(String[]::new));
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    List<String> names = new ArrayList<>();
    for (JsonNode result : ran.json()) {
      Path file = Path.of(result.path("video").asText(result.path("path").asText()));
      names.add(file.getFileName().toString());
    }
    return names;
  }

  @Test
  void textsFindVideosByWhatIsHeardInThem() {
    Ran trained =
        Ran.with(
            "train",
            folder.resolve("recipe.yaml").toString(),
            "--output",
            folder.resolve("run").toString(),
            "--json");
    assertEquals(ExitCode.DONE, trained.code(), trained.err());
    String space = trained.json().get("space").asText();
    assertTrue(Ran.with("space", "show", space).out().contains("esc10-cnn, audio"));

    Ran indexed =
        Ran.with(
            "index",
            "--space",
            space,
            "--index",
            folder.resolve("index").toString(),
            folder.resolve("test").toString());
    assertEquals(ExitCode.DONE, indexed.code(), indexed.err());
    List<String> all = new ArrayList<>();
    int right = 0;
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      List<String> names = found(TEST, kind.getValue());
      all.addAll(names);
      right += (int) names.stream().filter(n -> n.startsWith(name(kind.getKey()))).count();
    }
    // By their pictures three of twelve would be right; a few barks are like a rooster's cry.
    assertTrue(right >= 10, right + " of " + all);
    // What shows the same and sounds like nothing is found as such, whether silent or mute.
    assertEquals(
        List.of("mute-0.mp4", "silent-0.mp4"),
        found(2, "nothing is to be heard").stream().sorted().toList());
    // A video of a query is heard too.
    String bark = folder.resolve("test/dogbark-0.mp4").toString();
    assertEquals(List.of("dogbark-0.mp4"), found(1, "--video", bark));
    // Sound is a part of what is seen, so it is no query by itself.
    Ran recording =
        Ran.with("search", "--index", folder.resolve("index").toString(), "--audio", bark);
    assertFalse(recording.code() == ExitCode.DONE, recording.out());
  }
}
