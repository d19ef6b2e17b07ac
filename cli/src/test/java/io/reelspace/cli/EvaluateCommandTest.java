package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.base.SampleClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spaces measured on the sample clips, through the command. */
final class EvaluateCommandTest {

  private static final Map<String, String> CAPTIONS = new LinkedHashMap<>();

  static {
    CAPTIONS.put("bicycles.mp4", "bicycles parked in a street");
    CAPTIONS.put("car.mp4", "a man in a suit and a bow tie");
    CAPTIONS.put("dog.mp4", "a dog");
    CAPTIONS.put("rabbit.mp4", "a fat rabbit in a meadow");
    CAPTIONS.put("skyscrapers.webm", "skyscrapers of a large city");
    CAPTIONS.put("terminal.ogv", "a person types on a computer");
  }

  @TempDir private Path folder;

  @BeforeEach
  void clips() {
    SampleClips.unpackInto(folder);
  }

  private Path manifest(String... rows) throws IOException {
    return Files.write(folder.resolve("captions.jsonl"), List.of(rows));
  }

  private Path manifestOfAll(String more) throws IOException {
    StringBuilder rows = new StringBuilder();
    CAPTIONS.forEach((clip, caption) ->
        rows.append(
            "{\"video\": \"%s\", \"captions\": [\"%s\"], \"split\": \"dev\"}\n"
                .formatted(clip, caption)));
    return Files.writeString(folder.resolve("captions.jsonl"), rows + more);
  }

  private static Ran evaluate(Path manifest, String... more) {
    List<String> words = new java.util.ArrayList<>(List.of("evaluate", "--space", "concept"));
    words.addAll(List.of("--dataset", manifest.toString()));
    words.addAll(List.of(more));
    return Ran.with(words.toArray(String[]::new));
  }

  @Test
  void whatItMeasuresIsWhatSearchFinds() throws IOException {
    Ran ran = evaluate(manifestOfAll(""), "--split", "dev", "--json");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    JsonNode raw = ran.json().get("spaces").get(0).get("textToVideo").get("raw");
    String index = folder.resolve("index").toString();
    assertEquals(
        ExitCode.DONE,
        Ran.with("index", "--space", "concept", "--index", index, folder.toString()).code());
    int first = 0;
    for (Map.Entry<String, String> caption : CAPTIONS.entrySet()) {
      Ran search =
          Ran.with(
              "search",
              "--index",
              index,
              "--by",
              "video",
              "--rank", // a video is measured as a whole
              "segments",
              "--json",
              caption.getValue());
      first += search.json().get(0).get("video").asText().endsWith(caption.getKey()) ? 1 : 0;
    }
    assertEquals(first / 6.0, raw.get("R@1").get("value").asDouble(), 1e-9);
    assertTrue(raw.get("R@1").get("low").asDouble() <= first / 6.0);
    assertEquals(1, raw.get("R@10").get("value").asDouble());
  }

  @Test
  void filesThatAreMissingOrDoNotDecodeAreNamedAndLeftOut() throws IOException {
    Files.writeString(folder.resolve("letter.mp4"), "Dear reader,\n");
    Ran ran =
        evaluate(
            manifestOfAll(
                """
                {"video": "letter.mp4", "captions": ["a letter"], "split": "dev"}
                {"video": "gone.mp4", "captions": ["nothing"], "split": "dev"}
                """),
            "--json");
    assertEquals(ExitCode.PARTLY_DONE, ran.code(), ran.err());
    assertTrue(ran.err().contains("skipped: "), ran.err());
    assertTrue(ran.err().contains("missing: " + folder.resolve("gone.mp4")), ran.err());
    assertEquals(6, ran.json().get("spaces").get(0).get("media").asInt());
    assertTrue(ran.json().get("skipped").get(0).get("file").asText().endsWith("letter.mp4"));
    assertTrue(ran.json().get("missing").get(0).get("file").asText().endsWith("gone.mp4"));
  }

  @Test
  void aSplitThatDoesNotExistIsRefusedWithThoseThatDo() throws IOException {
    Path manifest =
        manifest(
            "{\"video\": \"dog.mp4\", \"captions\": [\"a dog\"], \"split\": \"train\"}",
            "{\"video\": \"car.mp4\", \"captions\": [\"a car\"], \"split\": \"dev\"}");
    Ran unknown = evaluate(manifest, "--split", "test");
    assertEquals(ExitCode.WRONG_USAGE, unknown.code());
    assertTrue(unknown.err().contains("it has dev, train"), unknown.err());
    Ran none = evaluate(manifest);
    assertEquals(ExitCode.WRONG_USAGE, none.code());
    assertTrue(none.err().contains("choose one with --split: dev, train"), none.err());
  }

  @Test
  void aDataSetWithoutAUsableRowIsRefused() throws IOException {
    Ran empty = evaluate(manifest(""));
    assertEquals(ExitCode.WRONG_USAGE, empty.code());
    assertTrue(empty.err().contains("holds no example"), empty.err());
    Ran gone = evaluate(manifest("{\"video\": \"gone.mp4\", \"captions\": [\"nothing\"]}"));
    assertEquals(ExitCode.WRONG_USAGE, gone.code());
    assertTrue(gone.err().contains("gone.mp4"), gone.err());
    Files.writeString(folder.resolve("letter.mp4"), "Dear reader,\n");
    Ran broken = evaluate(manifest("{\"video\": \"letter.mp4\", \"captions\": [\"a letter\"]}"));
    assertEquals(ExitCode.WRONG_USAGE, broken.code());
    assertTrue(broken.err().contains("None of the 1 media"), broken.err());
    Ran row = evaluate(manifest("{\"video\": \"dog.mp4\"}"));
    assertEquals(ExitCode.WRONG_USAGE, row.code());
    assertTrue(row.err().contains("captions.jsonl:1 has no \"captions\""), row.err());
  }

  @Test
  void labelsAreMeasuredByTheirPlaceAmongAllNames() throws IOException {
    Path manifest =
        manifest(
            "{\"video\": \"bicycles.mp4\", \"label\": \"bicycle\"}",
            "{\"video\": \"rabbit.mp4\", \"label\": \"rabbit\"}");
    Path names =
        Files.write(
            folder.resolve("names.txt"),
            List.of("teapot", "rabbit", "airliner", "bicycle", "piano"));
    Ran ran = evaluate(manifest, "--class-names", names.toString(), "--json");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertEquals(5, ran.json().get("classes").asInt());
    assertEquals(1, ran.json().get("mediaToClass").get("R@1").get("value").asDouble());
    Files.write(names, List.of("teapot", "rabbit"));
    Ran unknown = evaluate(manifest, "--class-names", names.toString());
    assertEquals(ExitCode.WRONG_USAGE, unknown.code());
    assertTrue(unknown.err().contains("'bicycle', a label of the data set"), unknown.err());
  }

  @Test
  void theReportStandsAloneAndShowsTheComparison() throws IOException {
    Path out = folder.resolve("out");
    Ran ran =
        evaluate(
            manifestOfAll(""),
            "--split",
            "dev",
            "--compare",
            "concept",
            "--report",
            out.toString());
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertTrue(ran.out().contains("concept minus concept, text to video"), ran.out());
    assertTrue(ran.out().contains("p = 1.0000  not significant"), ran.out());
    String html = Files.readString(out.resolve("report.html"));
    assertFalse(html.matches("(?s).*(src|href)=\"(?!data:image/jpeg;base64,).*"), "asks for more");
    assertFalse(html.contains("url("), "asks for more");
    assertTrue(html.contains("<h2>Map of the space</h2>"));
    assertTrue(html.contains("a fat rabbit in a meadow"));
    assertTrue(html.contains("data:image/jpeg;base64,/9j/"));
    assertTrue(Files.readString(out.resolve("metrics.json")).contains("\"modalityGap\""));
  }
}
