package io.reelspace.train.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.TimeWindow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published annotation files; expected counts are those of wc and of Python's csv and json. */
class AnnotatedDatasetsTest {

  private static final Path DATA = Path.of(System.getProperty("reelspace.data"));
  private static final Path ANNOTATIONS = DATA.resolve("annotations");

  @TempDir Path videos;

  @BeforeEach
  void requireData() {
    assumeTrue(Files.exists(ANNOTATIONS), "skipped: no " + ANNOTATIONS);
  }

  /** Whether a video is there is all that a reader looks at. */
  private void putVideo(String name) throws IOException {
    Files.createFile(videos.resolve(name));
  }

  @Test
  void readsTheTestSplitThatPapersReportOn() throws IOException {
    putVideo("video7202.mp4");
    putVideo("video8331.mp4");
    putVideo("video176.mp4"); // of the training split
    Dataset dataset = new MsrVttReader(ANNOTATIONS.resolve("msrvtt"), videos).read();

    assertEquals(
        Set.of("video7202", "video8331"),
        new TreeSet<>(dataset.examples().stream().map(Example::id).toList()));
    assertEquals(998, dataset.missing().size());
    assertEquals("video9770 in " + videos, dataset.missing().getFirst().file());
    assertEquals(List.of(1, 1), dataset.examples().stream().map(e -> e.captions().size()).toList());
    assertEquals(Set.of("1k-A-test"), dataset.splits());
  }

  @ParameterizedTest
  @CsvSource({
    "full-train,6513",
    "full-val,497",
    "full-test,2990",
    "1k-A-train,9000",
    "7k-train,7010",
    "1k-B-test,1000"
  })
  void readsEveryOfficialSplitOfMsrVtt(String split, int size, @TempDir Path annotations)
      throws IOException {
    // the lists are the real ones; the captions' JSON, which is not here, has one for each video
    try (var files = Files.list(ANNOTATIONS.resolve("msrvtt"))) {
      for (Path file : files.toList()) {
        Files.copy(file, annotations.resolve(file.getFileName()));
      }
    }
    StringBuilder json = new StringBuilder("{\"info\": {\"year\": 2016}, \"sentences\": [");
    for (int i = 0; i < 10_000; i++) {
      json.append(i == 0 ? "\n" : ",\n")
          .append("{\"caption\": \"caption of %d\", \"video_id\": \"video%d\"}".formatted(i, i));
    }
    Files.writeString(annotations.resolve("MSRVTT_data.json"), json.append("]}"));
    putVideo("video9880.mp4");

    Dataset dataset = new MsrVttReader(annotations, videos, split).read();
    assertEquals(size, dataset.examples().size() + dataset.missing().size());
    // in the full test split and in the 9k training split, as its lists say
    boolean holds = Set.of("full-test", "1k-A-train", "1k-B-test").contains(split);
    assertEquals(
        holds ? List.of(List.of("caption of 9880")) : List.of(),
        dataset.examples().stream().map(Example::texts).toList());
  }

  @Test
  void namesTheSplitsAndTheFileThatIsNeeded() {
    BadInputException unknown =
        assertThrows(BadInputException.class, () -> new MsrVttReader(ANNOTATIONS, videos, "1k-C"));
    assertTrue(unknown.getMessage().contains("1k-A-test, 1k-A-train"), unknown.getMessage());
    MsrVttReader train = new MsrVttReader(ANNOTATIONS.resolve("msrvtt"), videos, "full-train");
    BadInputException absent = assertThrows(BadInputException.class, train::read);
    assertTrue(absent.getMessage().contains("MSRVTT_data.json"), absent.getMessage());
  }

  @Test
  void readsMsvdWithAllItsCaptions() throws IOException {
    List<String> train = Files.readAllLines(ANNOTATIONS.resolve("msvd/train_list.txt"));
    for (String clip : train) {
      Files.createFile(videos.resolve(clip.strip() + ".avi"));
    }
    Dataset dataset = new MsvdReader(ANNOTATIONS.resolve("msvd"), videos).read();
    assertEquals(1200, dataset.split("train").examples().size());
    assertEquals(
        48_774, dataset.examples().stream().mapToInt(example -> example.captions().size()).sum());
    assertEquals(100, dataset.split("val").missing().size());
    assertEquals(670, dataset.split("test").missing().size());
    assertEquals(
        "a squirrel is eating a peanut in it s shell",
        dataset.examples().getFirst().texts().getFirst());
    BadInputException incomplete = assertThrows(BadInputException.class, dataset::requireComplete);
    assertTrue(incomplete.getMessage().startsWith("770 of 1970 files"), incomplete.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"val,1550,2803,1519", "test,1542,2761,1529"})
  void readsMomentsOfQvHighlights(String split, int queries, int windows, int clips)
      throws IOException {
    Path file = ANNOTATIONS.resolve("qvhighlights/" + split + ".jsonl");
    Set<String> ids = new TreeSet<>();
    AnnotationFile.jsonLines(file, row -> ids.add(row.text("vid")));
    assertEquals(clips, ids.size());
    for (String id : ids) {
      Files.createFile(videos.resolve(id + ".mp4"));
    }
    Dataset dataset = new QvHighlightsReader(file, videos).read().requireComplete();
    assertEquals(queries, dataset.examples().size());
    assertEquals(windows, dataset.atMoments().examples().size());
    assertEquals(Set.of(split), dataset.splits());
    if (split.equals("val")) {
      Example first = dataset.examples().getFirst();
      assertEquals("2579", first.id());
      assertEquals(List.of(new TimeWindow(82, 150)), first.moments());
      assertEquals(
          new TimeWindow(82, 150), first.atMoments().getFirst().medium().part().orElseThrow());
    }
  }

  @Test
  void readsTheProjectsManifests() {
    Dataset photos = Manifest.of(DATA.resolve("flickr8k/captions.jsonl")).read().requireComplete();
    assertEquals(5997, photos.split("train").examples().size());
    assertEquals(1000, photos.split("dev").examples().size());
    assertEquals(92, photos.split("unlisted").examples().size());
    assertTrue(photos.examples().stream().allMatch(e -> e.captions().size() == 5));
    assertEquals("flickr8k/captions.jsonl", photos.name());

    Dataset clips = Manifest.of(DATA.resolve("clips/captions.jsonl")).read().requireComplete();
    assertEquals(65, clips.examples().size());
    assertEquals(Set.of("all"), clips.splits());

    Dataset coco = Manifest.of(DATA.resolve("coco-dev/captions.jsonl")).read().requireComplete();
    assertEquals(252, coco.split("test").examples().size());

    Dataset named = Manifest.of(DATA.resolve("imagenet-dev/captions.jsonl")).read();
    assertEquals(List.of("tench"), named.examples().getFirst().texts());
    assertEquals(500, named.requireComplete().examples().size());
  }

  @Test
  void seesThatTheRealSplitsDoNotOverlap() {
    Dataset photos = Manifest.of(DATA.resolve("flickr8k/captions.jsonl")).read();
    Dataset coco = Manifest.of(DATA.resolve("coco-dev/captions.jsonl")).read();
    Dataset training = photos.split("train", "unlisted");
    assertEquals(List.of(), SplitOverlap.between(training, photos.split("dev")).pairs());
    assertEquals(List.of(), SplitOverlap.between(training, coco).pairs());
    assertEquals(6089, SplitOverlap.between(training, training).pairs().size());
  }

  @Test
  void refusesATestSplitThatHoldsACopyOfATrainingPhoto(@TempDir Path test) throws IOException {
    Dataset photos = Manifest.of(DATA.resolve("flickr8k/captions.jsonl")).read();
    Path original = photos.split("train").examples().getFirst().medium().file();
    Files.copy(original, test.resolve("renamed.jpg"));
    Files.writeString(
        test.resolve("captions.jsonl"),
        "{\"image\": \"renamed.jpg\", \"captions\": [\"a child\"]}");
    Dataset copies = Manifest.of(test.resolve("captions.jsonl")).read();
    BadInputException refused =
        assertThrows(
            BadInputException.class, () -> SplitOverlap.requireNone(photos.split("train"), copies));
    assertTrue(refused.getMessage().contains("renamed.jpg (the same as"), refused.getMessage());
    assertTrue(refused.getMessage().contains("share 1 file"), refused.getMessage());
  }

  @Test
  void readsTheSamePhotosFromEveryFormOfFlickr(@TempDir Path folder) throws IOException {
    Path images = DATA.resolve("flickr8k/images");
    Path manifest = DATA.resolve("flickr8k/captions.jsonl");
    Dataset expected = Manifest.of(manifest).read().split("dev");
    StringBuilder tokens = new StringBuilder();
    StringBuilder csv = new StringBuilder("image,caption\n");
    StringBuilder karpathy = new StringBuilder("{\"images\": [");
    StringBuilder list = new StringBuilder();
    for (Example example : expected.examples()) {
      list.append(example.id()).append('\n');
      karpathy
          .append(karpathy.charAt(karpathy.length() - 1) == '[' ? "" : ",")
          .append(
              "\n{\"filename\": \"" + example.id() + "\", \"split\": \"dev\", \"sentences\": [");
      for (int i = 0; i < 5; i++) {
        String text = example.texts().get(i);
        tokens.append(example.id() + "#" + i + "\t" + text + "\n");
        csv.append(example.id() + ",\"" + text.replace("\"", "\"\"") + "\"\n");
        karpathy
            .append(i == 0 ? "" : ", ")
            .append("{\"raw\": \"" + text.replace("\"", "\\\"") + "\", \"tokens\": [\"x\"]}");
      }
      karpathy.append("]}");
    }
    Files.writeString(folder.resolve("token.txt"), tokens);
    Files.writeString(folder.resolve("captions.txt"), csv);
    Files.writeString(folder.resolve("dataset.json"), karpathy.append("], \"dataset\": \"x\"}"));
    Files.writeString(folder.resolve("dev.txt"), list);
    Map<String, Path> splits = Map.of("dev", folder.resolve("dev.txt"));

    for (FlickrReader reader :
        List.of(
            new FlickrReader(folder.resolve("token.txt"), images, splits),
            new FlickrReader(folder.resolve("captions.txt"), images, splits),
            FlickrReader.of(folder.resolve("dataset.json"), images))) {
      assertEquals(expected.examples(), reader.read().split("dev").examples());
    }
  }

  @Test
  void writesAnyDatasetAsManifest(@TempDir Path folder) throws IOException {
    Path file = ANNOTATIONS.resolve("qvhighlights/val.jsonl");
    AnnotationFile.jsonLines(
        file,
        row -> {
          try {
            Files.write(videos.resolve(row.text("vid") + ".mp4"), new byte[0]);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    Dataset moments = new QvHighlightsReader(file, videos).read();
    Manifest.write(moments, folder.resolve("moments.jsonl"), videos);
    Dataset back = new Manifest(folder.resolve("moments.jsonl"), videos).read();
    assertEquals(1550, back.examples().size());
    for (int i = 0; i < 1550; i++) {
      assertEquals(moments.examples().get(i).moments(), back.examples().get(i).moments());
      assertEquals(moments.examples().get(i).captions(), back.examples().get(i).captions());
      assertEquals(
          moments.examples().get(i).medium().file(), back.examples().get(i).medium().file());
    }
  }
}
