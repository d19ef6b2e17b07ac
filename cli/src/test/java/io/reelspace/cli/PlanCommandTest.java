package io.reelspace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.plan.Figure;
import io.reelspace.plan.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PlanCommandTest {

  @TempDir private Path home;

  private static JsonNode plan(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "plan";
    arguments[1] = "--json";
    System.arraycopy(options, 0, arguments, 2, options.length);
    Ran ran = Ran.with(arguments);
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    return ran.json().path("plans").path(0);
  }

  @Test
  void sizesAreThoseThatAreComputedByHand() {
    JsonNode plan = plan("--hours", "1000", "--shots-per-hour", "0");
    assertEquals("base", plan.path("space").asText());
    assertEquals(1280, plan.path("dimension").asInt());
    // 360 segments in an hour without cuts; a video of ten minutes; two frames a second.
    assertEquals(360_000, plan.path("segments").asDouble(), 0.01);
    assertEquals(6_000, plan.path("videos").asDouble(), 0.01);
    assertEquals(7_200_000, plan.path("frames").asDouble(), 0.01);
    assertEquals(366_000.0 * 5_120, plan.path("disk").path("vectors").asDouble(), 1);
    assertEquals(7_200_000.0 * 1_292, plan.path("disk").path("frames").asDouble(), 1);
  }

  @Test
  void settingsOfThePersonAreTakenAndOptionsAreStronger() throws IOException {
    Files.createSymbolicLink(home.resolve("cache"), Ran.HOME.resolve("cache"));
    Files.writeString(
        home.resolve("reelspace.yaml"),
        "index: milvus://localhost:19530/archive\nmilvus-graph: diskann\nfps: 1\n");
    Map<String, String> environment = Map.of("REELSPACE_HOME", home.toString());
    String[] command = {"plan", "--hours", "10", "--json"};
    Ran.with("doctor"); // unpacks the space
    JsonNode settings = Ran.with(environment, "", command).json().path("plans").path(0);
    assertEquals("milvus-diskann", settings.path("kind").asText());
    assertEquals(1, settings.path("framesPerSecond").asDouble(), 0);
    String[] stronger = {"plan", "--hours", "10", "--json", "--kind", "lucene", "--fps", "4"};
    JsonNode options = Ran.with(environment, "", stronger).json().path("plans").path(0);
    assertEquals("lucene", options.path("kind").asText());
    assertEquals(4, options.path("framesPerSecond").asDouble(), 0);
  }

  @Test
  void aTableHasAColumnForEachNumberOfHoursAndSaysWhatComesFirst() {
    Ran ran = Ran.with("plan", "--hours", "1000,1e6,1e8");
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    assertTrue(
        ran.out().matches("(?s).*\nhours of video +1,000 +1\\.00 million +100 million\n.*"),
        ran.out());
    assertTrue(ran.out().contains("\n1,000 hours: first comes "), ran.out());
    assertTrue(ran.out().contains("\n100 million hours: this index cannot hold it."), ran.out());
    assertTrue(ran.out().contains("documents of one Lucene index"), ran.out());
    ran.out().lines().forEach(line -> assertFalse(line.endsWith(" "), "'" + line + "'"));
    assertEquals("", ran.err());
  }

  @Test
  void constantsArePrintedWithTheirSourcesAndAreInTheJson() {
    Ran text = Ran.with("plan", "--constants");
    JsonNode alone = Ran.with("plan", "--constants", "--json").json();
    JsonNode beside = Ran.with("plan", "--hours", "1", "--json").json().path("constants");
    assertEquals(alone, beside);
    assertEquals(Figures.all().size(), alone.size());
    for (int i = 0; i < alone.size(); i++) {
      Figure figure = Figures.all().get(i);
      assertTrue(text.out().contains(figure.name()), figure.name());
      assertTrue(text.out().contains(figure.source() + ", " + figure.date()), figure.name());
      assertEquals(figure.value(), alone.path(i).path("value").asDouble(), 0);
      assertEquals(figure.source(), alone.path(i).path("source").asText());
    }
  }

  @Test
  void fewerDimensionsAndFramesAndMoreMachinesDoWhatTheySay() {
    JsonNode usual = plan("--hours", "100000");
    JsonNode small = plan("--hours", "100000", "--dimension", "320");
    JsonNode sparse = plan("--hours", "100000", "--fps", "1");
    JsonNode graphics = plan("--hours", "100000", "--gpu");
    JsonNode four = plan("--hours", "100000", "--machines", "4");
    JsonNode eight = plan("--hours", "100000", "--machines", "8");
    assertEquals(
        usual.path("disk").path("vectors").asDouble() / 4,
        small.path("disk").path("vectors").asDouble(),
        1);
    assertEquals(
        usual.path("disk").path("frames").asDouble() / 2,
        sparse.path("disk").path("frames").asDouble(),
        1);
    assertEquals(0, usual.path("ingest").path("gpuHours").asDouble(), 0);
    assertTrue(graphics.path("ingest").path("gpuHours").asDouble() > 0);
    assertEquals(
        four.path("ingest").path("days").asDouble(),
        2 * eight.path("ingest").path("days").asDouble(),
        1e-6);
  }

  @Test
  void wrongOptionsAreToldWithWhatTheyMustBe() {
    Map<List<String>, String> cases = new LinkedHashMap<>();
    cases.put(List.of(), "say how many hours: reelspace plan --hours 1000");
    cases.put(List.of("--hours", "0"), "--hours is '0'; it must be a number of hours above 0");
    cases.put(List.of("--hours", "ten"), "--hours is 'ten'");
    cases.put(List.of("--hours", "1,,2"), "--hours is ''");
    cases.put(List.of("--hours", "NaN"), "--hours is 'NaN'");
    cases.put(List.of("--hours", "1", "--kind", "faiss"), "lucene, milvus-hnsw, milvus-diskann");
    cases.put(List.of("--hours", "1", "--precision", "3-bit"), "float32, float16 or 8-bit");
    cases.put(List.of("--hours", "1", "--fps", "0"), "--fps is '0'; it must be a number of frames");
    cases.put(List.of("--hours", "1", "--dimension", "0"), "a number from 1 to 4096");
    cases.put(List.of("--hours", "1", "--cores", "0"), "--cores is 0; it must be a number from 1");
    cases.put(List.of("--hours", "1", "--memory", "-1"), "--memory is -1");
    cases.put(List.of("--hours", "1", "--disk", "0"), "--disk is 0");
    cases.put(List.of("--hours", "1", "--days", "0"), "--days is 0");
    cases.put(List.of("--hours", "1", "--machines", "0"), "--machines is 0");
    cases.put(List.of("--hours", "1", "--qps", "-1"), "--qps is -1");
    cases.put(List.of("--hours", "1", "--copies", "0"), "--copies is 0");
    cases.put(List.of("--hours", "1", "--rank", "words"), "it must be moments or segments");
    cases.put(List.of("--hours", "1", "--video", "720p"), "it must be like 1920x1080@25");
    cases.put(List.of("--hours", "1", "--video", "0x0"), "--video, width, is 0");
    cases.put(List.of("--hours", "1", "--longest-segment", "0"), "--longest-segment is 0");
    cases.put(List.of("--hours", "1", "--frame-ms", "-5"), "--frame-ms is -5");
    cases.put(List.of("--hours", "1", "--days", "soon"), "Invalid value for option '--days'");
    cases.put(List.of("--hours", "1", "more"), "Unmatched argument");
    cases.forEach((options, message) -> {
      String[] arguments =
          java.util.stream.Stream.concat(java.util.stream.Stream.of("plan"), options.stream())
              .toArray(String[]::new);
      Ran ran = Ran.with(arguments);
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), options + ": " + ran.err());
      assertEquals("", ran.out(), options.toString());
      assertTrue(ran.err().contains(message), options + ": " + ran.err());
    });
  }

  @Test
  void aSpaceThatIsNotThereIsTold() {
    Ran ran = Ran.with("plan", "--hours", "1", "--space", "nowhere");
    assertEquals(ExitCode.FAILED, ran.code());
    assertTrue(ran.err().contains("No space 'nowhere'"), ran.err());
  }
}
