package io.reelspace.train.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.TimeWindow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * HowTo100M (Miech et al., 2019): narrated videos whose captions are recognised speech with times.
 * What is said is only weakly aligned with what is seen, so each clip gets the few texts nearest in
 * time (as MIL-NCE samples them, Miech et al., 2020), for a loss that picks among them.
 *
 * <p>All examples are of split {@code train}. Captions of videos that are not there are not kept.
 *
 * @param captions one JSON file {@code {video: {"start": [...], "end": [...], "text": [...]}}}
 *     ({@code raw_caption.json}, {@code caption.json}), or a folder of one csv for each video with
 *     the columns {@code start,end,text}
 * @param videos folder of the videos, named by their id
 * @param textsPerClip texts of one clip, nearest first; the clip's own is the first
 * @param shortestClip seconds; shorter ones are widened evenly on both sides
 */
public record HowTo100MReader(Path captions, Path videos, int textsPerClip, double shortestClip)
    implements DatasetReader {

  private static final String SPLIT = "train";

  /** Refuses impossible settings. */
  public HowTo100MReader {
    if (textsPerClip < 1 || !(shortestClip >= 0)) {
      throw new IllegalArgumentException(textsPerClip + " texts, clips of " + shortestClip + " s");
    }
  }

  /** Five texts a clip, clips of at least 5 s. */
  public static HowTo100MReader of(Path captions, Path videos) {
    return new HowTo100MReader(captions, videos, 5, 5);
  }

  @Override
  public Dataset read() {
    MediaFolder folder = MediaFolder.list(videos);
    DatasetBuilder dataset = new DatasetBuilder("HowTo100M");
    if (Files.isDirectory(captions)) {
      for (Path csv : csvFiles()) {
        String name = csv.getFileName().toString();
        List<Caption> speech = new ArrayList<>();
        AnnotationFile.csv(
            csv,
            row ->
                addSpeech(
                    row,
                    row.number("start"),
                    row.number("end"),
                    row.optional("text").map(JsonNode::asText).orElse(""),
                    speech));
        add(name.substring(0, name.length() - ".csv".length()), speech, folder, dataset);
      }
    } else {
      AnnotationFile.jsonEntries(captions, row -> add(row.key(), speech(row), folder, dataset));
    }
    return dataset.build();
  }

  private List<Path> csvFiles() {
    try (Stream<Path> files = Files.list(captions)) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    } catch (IOException e) {
      throw new BadInputException("Cannot list the folder of captions " + captions + ".", e);
    }
  }

  private static List<Caption> speech(Row row) {
    int count = row.required("text").size();
    if (row.required("start").size() != count || row.required("end").size() != count) {
      throw row.malformed(
          "(%s) has %d texts, %d starts and %d ends"
              .formatted(
                  row.key(), count, row.required("start").size(), row.required("end").size()));
    }
    List<Caption> speech = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addSpeech(
          row,
          row.number(row.required("start").get(i), "start"),
          row.number(row.required("end").get(i), "end"),
          row.required("text").get(i).asText(),
          speech);
    }
    return speech;
  }

  /** Recognised speech has blanks, which say nothing and are no error. */
  private static void addSpeech(Row row, double start, double end, String text, List<Caption> to) {
    if (!text.isBlank()) {
      to.add(new Caption(text.strip(), Optional.of(row.window(start, end, "start"))));
    }
  }

  private void add(String video, List<Caption> speech, MediaFolder folder, DatasetBuilder dataset) {
    Optional<Path> file = folder.find(video);
    if (file.isEmpty()) {
      dataset.addMissing(video, video + " in " + folder.folder(), SPLIT);
      return;
    }
    for (int i = 0; i < speech.size(); i++) {
      TimeWindow clip = widened(speech.get(i).time().orElseThrow());
      dataset.add(
          new Example(
              video + "@" + i,
              new Medium(Medium.Kind.VIDEO, file.get(), Optional.of(clip)),
              nearest(speech, i),
              List.of(),
              SPLIT));
    }
  }

  private TimeWindow widened(TimeWindow window) {
    double lacking = Math.max(0, shortestClip - window.length());
    double start = Math.max(0, window.start() - lacking / 2);
    return new TimeWindow(start, Math.max(window.end(), start + window.length() + lacking));
  }

  /** Those whose middle is nearest in time; the clip's own is first. */
  private List<Caption> nearest(List<Caption> speech, int clip) {
    int from = Math.max(0, clip - textsPerClip);
    int to = Math.min(speech.size(), clip + textsPerClip + 1);
    double middle = middle(speech.get(clip));
    return IntStream.range(from, to)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> i != clip)
                .thenComparingDouble(i -> Math.abs(middle(speech.get(i)) - middle)))
        .limit(textsPerClip)
        .map(speech::get)
        .toList();
  }

  private static double middle(Caption caption) {
    TimeWindow time = caption.time().orElseThrow();
    return (time.start() + time.end()) / 2;
  }
}
