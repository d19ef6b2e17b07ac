package io.reelspace.train.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.train.dataset.DatasetReader.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFormatsTest {

  private static final Path DATA = Path.of(System.getProperty("reelspace.data"));

  @TempDir private Path folder;

  @Test
  void recognisesTheFilesThatAreAtHand() {
    assumeTrue(Files.exists(DATA.resolve("annotations")), "skipped: no " + DATA);
    Map<String, Format> formats =
        Map.of(
            "annotations/msrvtt",
            Format.MSRVTT,
            "annotations/msvd",
            Format.MSVD,
            "annotations/qvhighlights/val.jsonl",
            Format.QVHIGHLIGHTS,
            "flickr8k/captions.jsonl",
            Format.MANIFEST,
            "clips/captions.jsonl",
            Format.MANIFEST);
    formats.forEach(
        (path, format) -> assertEquals(format, DatasetFormats.detect(DATA.resolve(path)), path));
    assertTrue(DatasetFormats.holdsLabels(DATA.resolve("imagenet-dev/captions.jsonl")));
    assertFalse(DatasetFormats.holdsLabels(DATA.resolve("clips/captions.jsonl")));
  }

  @Test
  void recognisesFormsByWhatTheyHold() throws IOException {
    Map<String, String> files =
        Map.of(
            "train.json",
            "{\"v_a\": {\"duration\": 9, \"timestamps\": [[0, 3]], \"sentences\": [\"x\"]}}",
            "val_data.json",
            "[{\"annotation_id\": 1, \"video\": \"a.avi\", \"description\": \"x\", \"times\": [[0, 0]]}]",
            "dataset_coco.json",
            "{\"images\": [{\"filename\": \"a.jpg\", \"sentences\": [{\"raw\": \"x\"}]}]}",
            "raw_caption.json",
            "{\"abc\": {\"start\": [0], \"end\": [2], \"text\": [\"x\"]}}",
            "tokens",
            "a.jpg#0\tA dog .\n");
    Map<String, Format> formats =
        Map.of(
            "train.json",
            Format.ACTIVITYNET,
            "val_data.json",
            Format.DIDEMO,
            "dataset_coco.json",
            Format.FLICKR,
            "raw_caption.json",
            Format.HOWTO100M,
            "tokens",
            Format.FLICKR);
    for (var file : files.entrySet()) {
      Path path = Files.writeString(folder.resolve(file.getKey()), file.getValue());
      assertEquals(formats.get(file.getKey()), DatasetFormats.detect(path), file.getKey());
    }
  }

  @Test
  void whatIsNotThereOrOfNoFormIsSaidWithWhatToDo() throws IOException {
    Path letter = Files.writeString(folder.resolve("letter"), "Dear reader,\n");
    assertTrue(
        assertThrows(BadInputException.class, () -> DatasetFormats.detect(letter))
            .getMessage()
            .contains("--format"));
    Path none = folder.resolve("none.jsonl");
    assertTrue(
        assertThrows(BadInputException.class, () -> DatasetFormats.detect(none))
            .getMessage()
            .contains("There is no data set " + none));
  }
}
