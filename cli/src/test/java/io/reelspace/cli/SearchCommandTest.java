package io.reelspace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.SampleClips;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchCommandTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("REELSPACE_HOME", Ran.HOME.toString());

  @TempDir private static Path shared;
  private static String index;

  @TempDir private Path folder;

  @BeforeAll
  static void indexTheSampleClips() {
    Path clips = shared.resolve("clips");
    SampleClips.unpackInto(clips);
    index = shared.resolve("index").toString();
    Ran ran = Ran.with("index", "--index", index, clips.toString());
    assertEquals(ExitCode.DONE, ran.code(), ran.err());
  }

  @Test
  void aLineHoldsRankVideoIntervalAndScore() {
    Ran ran = search("--top", "1", "a man in a suit and a bow tie");
    assertTrue(
        ran.out().matches("1  /.*/car\\.mp4  0:00:00\\.0-0:00:04\\.0 +0\\.\\d{3}\n"), ran.out());
  }

  @Test
  void wordsNeedNoQuotes() {
    assertEquals(search("a", "fat", "rabbit").out(), search("a fat rabbit").out());
  }

  @Test
  void jsonIsAnArrayInTheOrderOfRanks() {
    JsonNode hits = search("--json", "--top", "4", "--min-score", "0", "a bicycle").json();
    assertEquals(4, hits.size());
    for (int i = 0; i < hits.size(); i++) {
      Set<String> fields = new HashSet<>();
      hits.path(i).fieldNames().forEachRemaining(fields::add);
      assertEquals(Set.of("rank", "video", "id", "start", "end", "score", "similarity"), fields);
      assertEquals(i + 1, hits.path(i).path("rank").asInt());
      assertTrue(hits.path(i).path("start").isDouble());
      assertTrue(i == 0 || score(hits, i) <= score(hits, i - 1));
    }
  }

  @Test
  void byVideoGivesEachVideoOnceAtItsBestMoment() {
    JsonNode moments = search("--json", "--top", "100", "--min-score", "0", "a bicycle").json();
    JsonNode videos =
        search("--json", "--top", "100", "--min-score", "0", "--by", "video", "a bicycle").json();

    assertEquals(SampleClips.names().size(), videos.size());
    assertTrue(moments.size() > videos.size());
    Set<String> seen = new HashSet<>();
    for (JsonNode moment : moments) { // the first moment of each video is its best
      if (seen.add(moment.path("video").asText())) {
        JsonNode video = videos.path(seen.size() - 1);
        assertEquals(moment.path("video"), video.path("video"));
        assertEquals(moment.path("start"), video.path("start"));
        assertEquals(moment.path("score"), video.path("score"));
      }
    }
  }

  @Test
  void whatScoresBelowTheLeastScoreIsLeftOut() {
    JsonNode all = search("--json", "--top", "100", "--min-score", "-1", "a rabbit").json();
    double third = score(all, 2);
    JsonNode best =
        search("--json", "--top", "100", "--min-score", String.valueOf(third), "a rabbit").json();
    assertEquals(3, best.size());

    Ran none = search("--min-score", "1", "a rabbit");
    assertEquals(ExitCode.DONE, none.code());
    assertEquals("", none.out());
    assertTrue(none.err().contains("lower --min-score"), none.err());
  }

  @Test
  void whatIsNotThereIsNotShownUnlessAskedFor() {
    String nonsense = "a bowl of soup with carrots";
    Ran none = search(nonsense);
    assertEquals(ExitCode.DONE, none.code());
    assertEquals("", none.out());
    assertTrue(none.err().contains("nothing scores 0.2 or more; lower --min-score"), none.err());
    for (String all : List.of("0", "-1")) {
      JsonNode nearest =
          search("--json", "--top", "100", "--by", "video", "--min-score", all, nonsense).json();
      assertEquals(SampleClips.names().size(), nearest.size());
      assertTrue(score(nearest, 0) < 0.2);
      assertTrue(nearest.path(0).path("similarity").asDouble() < 0.25);
    }
    assertTrue(score(search("--json", "a white dog lies on the floor").json(), 0) > 0.5);
  }

  @Test
  void wholeSegmentsCanBeAskedFor() {
    JsonNode segments = search("--json", "--rank", "segments", "a rabbit").json();
    for (JsonNode segment : segments) {
      assertTrue(segment.path("id").asText().matches("[0-9a-f]{16}@[0-9.]+"), segment.toString());
    }
    Ran wrong = search("--rank", "words", "a rabbit");
    assertEquals(ExitCode.WRONG_USAGE, wrong.code());
    assertTrue(wrong.err().contains("--rank must be frames or segments"), wrong.err());
  }

  @Test
  void manyQueriesGetOneLineEachAndAgreeWithSingleSearches() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("queries.jsonl"),
            """
            {"id": "q1", "text": "a bicycle"}
            {"text": "a fat rabbit", "id": 2, "more": [1, {"x": 1}]}

            {"id": null, "text": "a computer"}
            """);
    Ran ran = search("--queries", file.toString(), "--top", "2");

    assertEquals(ExitCode.DONE, ran.code(), ran.err());
    List<String> lines = ran.out().lines().toList();
    assertEquals(3, lines.size());
    ObjectMapper json = new ObjectMapper();
    assertEquals("q1", json.readTree(lines.get(0)).path("id").asText());
    assertEquals(2, json.readTree(lines.get(1)).path("id").asInt());
    assertTrue(json.readTree(lines.get(2)).path("id").isNull());
    Ran.assertAlike(
        search("--json", "--top", "2", "a fat rabbit").json(),
        json.readTree(lines.get(1)).path("results"));
  }

  @Test
  void aLineThatIsNoQueryIsNamedAndTheOthersAreAnswered() {
    String lines =
        "{\"id\": 1, \"text\": \"a dog\"}\nnot json\n{\"id\": 3}\n{\"id\": 4, \"text\": \" \"}\n";
    Ran ran = Ran.with(ENVIRONMENT, lines, "search", "--index", index, "--queries", "-");

    assertEquals(ExitCode.PARTLY_DONE, ran.code());
    assertEquals(1, ran.out().lines().count());
    List<String> errors = ran.err().lines().toList();
    assertEquals(3, errors.size(), ran.err());
    for (int i = 0; i < 3; i++) {
      assertTrue(errors.get(i).contains("-, line " + (i + 2) + ": "), ran.err());
    }
  }

  @Test
  void aBankOfQueriesChangesTheOrderAndNotTheScores() throws IOException {
    Path bank = folder.resolve("bank.txt");
    String texts = "a man\na woman\n\na street\na dog runs\npeople at a table\n".repeat(8);
    Files.writeString(bank, texts);
    String[] query = {"--json", "--top", "100", "--min-score", "0", "a street with cars"};
    Ran banked = search(with("--query-bank", bank.toString(), query));
    assertEquals(ExitCode.DONE, banked.code(), banked.err());
    Set<String> plain = new HashSet<>(search(query).json().findValuesAsText("video"));
    assertEquals(plain, new HashSet<>(banked.json().findValuesAsText("video")));
    Ran.assertAlike(search(with("--query-bank", bank.toString(), query)).json(), banked.json());
  }

  @Test
  void aBankThatIsNoneSaysWhy() throws IOException {
    Path bank = folder.resolve("short.txt");
    Ran missing = search("--query-bank", bank.toString(), "a dog");
    assertEquals(ExitCode.WRONG_USAGE, missing.code());
    assertTrue(missing.err().contains("there is no query bank " + bank), missing.err());
    Files.writeString(bank, "a man\na woman\n");
    Ran few = search("--query-bank", bank.toString(), "a dog");
    assertEquals(ExitCode.WRONG_USAGE, few.code());
    assertTrue(few.err().contains("has 2 queries; give it 20 to 2000"), few.err());
    Files.write(bank, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertTrue(search("--query-bank", bank.toString(), "a dog").err().contains("no text in UTF-8"));
  }

  private static String[] with(String option, String value, String... others) {
    return Stream.concat(Stream.of(option, value), Stream.of(others)).toArray(String[]::new);
  }

  @Test
  void aMissingIndexSaysHowToMakeOne() {
    Path none = folder.resolve("none");
    Ran ran = Ran.with("search", "--index", none.toString(), "a dog");
    assertEquals(ExitCode.WRONG_USAGE, ran.code());
    assertTrue(ran.err().contains(none.toString()), ran.err());
    assertTrue(ran.err().contains("reelspace index"), ran.err());
  }

  @Test
  void nothingToSearchForIsWrongUsage() {
    for (String[] arguments : new String[][] {{}, {""}, {"  "}, {"a", "--queries", "x"}}) {
      Ran ran = search(arguments);
      assertEquals(ExitCode.WRONG_USAGE, ran.code(), String.join("|", arguments));
    }
    Ran missing = search("--queries", folder.resolve("no.jsonl").toString());
    assertEquals(ExitCode.WRONG_USAGE, missing.code());
    assertTrue(missing.err().contains("no.jsonl"), missing.err());
  }

  @Test
  void aReaderThatGoesAwayEndsTheSearchQuietly() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    int code = Ran.code(ENVIRONMENT, "", closed, err, "search", "--index", index, "a dog");
    assertEquals(ExitCode.DONE, code);
    assertEquals("", err.toString(UTF_8));
  }

  @Test
  void resultsThatCannotBeWrittenAreAFailure() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "the system has /dev/full");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (OutputStream out = new FileOutputStream(full.toFile())) {
      int code = Ran.code(ENVIRONMENT, "", out, err, "search", "--index", index, "a dog");
      assertEquals(ExitCode.FAILED, code);
    }
    assertTrue(err.toString(UTF_8).contains("No space left"), err.toString(UTF_8));
  }

  private static double score(JsonNode hits, int i) {
    return hits.path(i).path("score").asDouble();
  }

  private static Ran search(String... arguments) {
    String[] words = new String[arguments.length + 3];
    words[0] = "search";
    words[1] = "--index";
    words[2] = index;
    System.arraycopy(arguments, 0, words, 3, arguments.length);
    return Ran.with(words);
  }
}
