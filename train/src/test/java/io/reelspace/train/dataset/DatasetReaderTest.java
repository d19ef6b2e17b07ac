package io.reelspace.train.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.TimeWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files in the published layouts, with what they say worked out by hand. */
class DatasetReaderTest {

  @TempDir Path folder;

  @BeforeEach
  void twoVideos() throws IOException {
    Files.createFile(folder.resolve("one.mp4"));
    Files.createFile(folder.resolve("v_two.webm"));
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void givesAClipOfHowTo100MTheTextsNearestInTime() throws IOException {
    Path json =
        write(
            "caption.json",
            """
            {"one": {"start": [0, 10, 12, 30], "end": [8, 12, 20, 31],
                     "text": ["first cut the onion", "then the garlic", "fry both", "serve"]},
             "absent": {"start": [0], "end": [1], "text": ["nothing"]}}
            """);
    Dataset dataset = new HowTo100MReader(json, folder, 2, 5).read();
    assertEquals(List.of("absent"), dataset.missing().stream().map(Dataset.Missing::id).toList());
    assertEquals(
        List.of(
            List.of("first cut the onion", "then the garlic"), // middles 4 and 11
            List.of("then the garlic", "fry both"), // 11 and 16, not 4
            List.of("fry both", "then the garlic"), // 16 and 11, not 30.5
            List.of("serve", "fry both")),
        dataset.examples().stream().map(Example::texts).toList());
    assertEquals(
        List.of(
            new TimeWindow(0, 8),
            new TimeWindow(8.5, 13.5), // 2 s widened to 5
            new TimeWindow(12, 20),
            new TimeWindow(28, 33)),
        dataset.examples().stream().map(e -> e.medium().part().orElseThrow()).toList());
    assertEquals(
        new TimeWindow(10, 12),
        dataset.examples().get(1).captions().getFirst().time().orElseThrow());
  }

  @Test
  void readsHowTo100MFromOneCsvAVideo() throws IOException {
    Path captions = Files.createDirectory(folder.resolve("captions"));
    Files.writeString(
        captions.resolve("one.csv"),
        "start,end,text\n0.5,3,\"well, hello\"\n3,9.25,\n3,9,now stir\n");
    Dataset dataset = HowTo100MReader.of(captions, folder).read();
    assertEquals(
        List.of(List.of("well, hello", "now stir"), List.of("now stir", "well, hello")),
        dataset.examples().stream().map(Example::texts).toList());
    // 2.5 s cannot be widened before 0
    assertEquals(new TimeWindow(0, 5), dataset.examples().getFirst().medium().part().orElseThrow());
  }

  @Test
  void readsActivityNetAsMomentsAndAsParagraphs() throws IOException {
    Path json =
        write(
            "val_1.json",
            """
            {"v_one": {"duration": 82.7, "timestamps": [[0.83, 19.86], [60.81, 17.37]],
                       "sentences": ["A woman is running.", " She turns. "]},
             "v_two": {"duration": 9, "timestamps": [[0, 9]], "sentences": ["A dog."]}}
            """);
    Dataset moments = new ActivityNetReader(json, folder, ActivityNetReader.Form.MOMENTS).read();
    assertEquals(
        List.of("v_one#0", "v_one#1", "v_two#0"),
        moments.examples().stream().map(Example::id).toList());
    assertEquals(folder.resolve("one.mp4"), moments.examples().getFirst().medium().file());
    assertEquals(List.of(new TimeWindow(17.37, 60.81)), moments.examples().get(1).moments());
    assertEquals("val_1", moments.examples().getFirst().split());

    Dataset paragraphs =
        new ActivityNetReader(json, folder, ActivityNetReader.Form.PARAGRAPHS).read();
    assertEquals(
        List.of("A woman is running. She turns."), paragraphs.examples().getFirst().texts());
    assertEquals(2, paragraphs.examples().size());
  }

  @Test
  void takesTheMomentThatMostPeopleMarkedInDiDeMo() throws IOException {
    Path json =
        write(
            "val_data.json",
            """
            [{"annotation_id": 17, "video": "one.mov", "description": "the cat jumps",
              "times": [[1, 1], [0, 1], [1, 1], [2, 2]], "num_segments": 6},
             {"annotation_id": 18, "video": "absent.avi", "description": "x", "times": [[0, 0]]}]
            """);
    Dataset dataset = new DiDeMoReader(json, folder).read();
    assertEquals(List.of(new TimeWindow(5, 10)), dataset.examples().getFirst().moments());
    assertEquals("one.mov#17", dataset.examples().getFirst().id());
    assertEquals(folder.resolve("one.mp4"), dataset.examples().getFirst().medium().file());
    assertEquals("absent.avi#18", dataset.missing().getFirst().id());
    assertEquals("val", dataset.missing().getFirst().split());
  }

  @Test
  void readsAllThatAManifestMaySay() throws IOException {
    Path manifest =
        write(
            "set.jsonl",
            """
            {"video": "one.mp4", "captions": ["a", "b"], "split": "train", "start": 1, "end": 2.5}

            {"video": "one.mp4", "captions": [{"text": "said", "start": 3, "end": 4}]}
            {"video": "v_two.webm", "label": "tench", "moments": [[1, 2], [4, 5]], "note": "x"}
            {"image": "gone.png", "captions": ["x"], "split": "test"}
            """);
    Dataset dataset = Manifest.of(manifest).read();
    assertEquals(
        List.of("one.mp4@1.0-2.5", "one.mp4", "v_two.webm"),
        dataset.examples().stream().map(Example::id).toList());
    assertEquals(
        new TimeWindow(3, 4), dataset.examples().get(1).captions().getFirst().time().orElseThrow());
    assertEquals(
        List.of("v_two.webm@0", "v_two.webm@1"),
        dataset.examples().get(2).atMoments().stream().map(Example::id).toList());
    assertEquals(
        List.of(new Dataset.Missing("gone.png", folder.resolve("gone.png").toString(), "test")),
        dataset.missing());
    BadInputException unknown = assertThrows(BadInputException.class, () -> dataset.split("dev"));
    assertTrue(unknown.getMessage().contains("it has all, test, train"), unknown.getMessage());

    Path copy = folder.resolve("copy.jsonl");
    Manifest.write(dataset, copy, folder);
    assertEquals(dataset.examples(), Manifest.of(copy).read().examples());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"captions\": [\"a\"]} | needs a file",
        "{\"video\": \"one.mp4\", \"image\": \"x.png\", \"captions\": [\"a\"]} | needs a file",
        "{\"video\": \"one.mp4\"} | has no \"captions\"",
        "{\"video\": \"one.mp4\", \"captions\": []} | at least one caption",
        "{\"video\": \"one.mp4\", \"captions\": [\" \"]} | needs texts in \"captions\"",
        "{\"video\": \"one.mp4\", \"captions\": [7]} | needs texts in \"captions\"",
        "{\"video\": \"\", \"captions\": [\"a\"]} | needs a text in \"video\"",
        "{\"video\": \"one.mp4\", \"captions\": [\"a\"], \"start\": 3} | has no \"end\"",
        "{\"video\": \"one.mp4\", \"captions\": [\"a\"], \"start\": 3, \"end\": 2} | has a window",
        "{\"video\": \"one.mp4\", \"captions\": [\"a\"], \"start\": \"x\", \"end\": 2} | number",
        "[1, 2] | is not a JSON object",
        "{\"video\": | is not JSON"
      })
  void namesFileAndLineOfAMalformedRow(String row, String what) throws IOException {
    Path manifest =
        write("bad.jsonl", "{\"video\": \"one.mp4\", \"captions\": [\"fine\"]}\n\n" + row + "\n");
    assertRefused(Manifest.of(manifest), "bad.jsonl:3 ", what);
  }

  @Test
  void namesFileAndLineInEveryForm() throws IOException {
    Path msrvtt = Files.createDirectory(folder.resolve("msrvtt"));
    Files.writeString(
        msrvtt.resolve("MSRVTT_JSFUSION_test.csv"),
        "key,vid_key,video_id,sentence\nret0,msr1,video1,a cat\nret1,msr2,video2,\n");
    assertRefused(new MsrVttReader(msrvtt, folder), "MSRVTT_JSFUSION_test.csv:3 ", "sentence");
    Files.writeString(
        msrvtt.resolve("MSRVTT_data.json"),
        "{\"sentences\": [\n{\"caption\": \"x\", \"video_id\": \"video1\"},\n{\"caption\": 3}]}");
    Files.writeString(msrvtt.resolve("train_list_full.txt"), "video1\n");
    assertRefused(
        new MsrVttReader(msrvtt, folder, "full-train"), "MSRVTT_data.json:3 ", "video_id");

    Path json = write("train.json", "{\"v_one\": {\"sentences\": [\"a\"], \"timestamps\": []},\n");
    assertRefused(
        DatasetReader.of(DatasetReader.Format.ACTIVITYNET, json, folder),
        "train.json:1 ",
        "1 sentences but 0 timestamps");
    json = write("train.json", "{\"v_one\":\n {\"sentences\": [\"a\"],\n \"timestamps\": }}");
    assertRefused(
        DatasetReader.of(DatasetReader.Format.ACTIVITYNET, json, folder),
        "train.json:3 ",
        "is not JSON");
    Path how = write("how.json", "{\n\"one\": {\"start\": [0], \"end\": [], \"text\": [\"a\"]}}");
    assertRefused(HowTo100MReader.of(how, folder), "how.json:2 ", "1 texts, 1 starts and 0 ends");
    Path tokens = write("tokens.txt", "a.jpg#0\tfine\na.jpg 1 oops\n");
    assertRefused(FlickrReader.of(tokens, folder), "tokens.txt:2 ", "a tab and a caption");
    Path moments = write("val.jsonl", "{\"qid\": 1, \"query\": \"x\", \"relevant_windows\": []}");
    assertRefused(new QvHighlightsReader(moments, folder), "val.jsonl:1 ", "no window");
    assertRefused(
        new DiDeMoReader(folder.resolve("none.json"), folder), "none.json", "no annotation");
  }

  private static void assertRefused(DatasetReader reader, String place, String what) {
    BadInputException refused = assertThrows(BadInputException.class, reader::read);
    assertTrue(refused.getMessage().contains(place), refused.getMessage());
    assertTrue(refused.getMessage().contains(what), refused.getMessage());
  }
}
