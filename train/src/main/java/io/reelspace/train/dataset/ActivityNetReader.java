package io.reelspace.train.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.evaluate.TimeWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * ActivityNet Captions (Krishna et al., 2017): videos of two minutes with a sentence for each of
 * some four moments. One JSON file is one split: {@code train.json}, {@code val_1.json}, {@code
 * val_2.json}, {@code {video: {"duration", "timestamps": [[start, end]], "sentences": [...]}}}; the
 * split is named as the file.
 *
 * @param file one of the JSON files
 * @param videos folder of the videos, named as in the file, with or without {@code v_}
 * @param form what one example is
 */
public record ActivityNetReader(Path file, Path videos, Form form) implements DatasetReader {

  /** What one example is. */
  public enum Form {
    /** A sentence and its window, for moment retrieval. */
    MOMENTS,
    /** A whole video and all its sentences as one text, for paragraph to video retrieval. */
    PARAGRAPHS
  }

  @Override
  public Dataset read() {
    MediaFolder folder = MediaFolder.list(videos);
    String name = file.getFileName().toString();
    String split = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    DatasetBuilder dataset = new DatasetBuilder("ActivityNet " + split);
    AnnotationFile.jsonEntries(file, row -> read(row, split, folder, dataset));
    return dataset.build();
  }

  private void read(Row row, String split, MediaFolder folder, DatasetBuilder dataset) {
    List<Caption> sentences = row.captions("sentences");
    List<TimeWindow> windows = new ArrayList<>();
    row.required("timestamps").forEach(pair -> windows.add(window(row, pair.get(0), pair.get(1))));
    if (windows.size() != sentences.size()) {
      throw row.malformed(
          "(%s) has %d sentences but %d timestamps"
              .formatted(row.key(), sentences.size(), windows.size()));
    }
    var found =
        folder
            .find(row.key())
            .or(() -> folder.find(row.key().startsWith("v_") ? row.key().substring(2) : row.key()));
    if (form == Form.PARAGRAPHS) {
      String paragraph = sentences.stream().map(Caption::text).collect(Collectors.joining(" "));
      dataset.addVideo(row.key(), found, folder, List.of(Caption.of(paragraph)), List.of(), split);
      return;
    }
    for (int i = 0; i < windows.size(); i++) {
      dataset.addVideo(
          row.key() + "#" + i,
          found,
          folder,
          List.of(sentences.get(i)),
          List.of(windows.get(i)),
          split);
    }
  }

  /** A few of the published windows run backwards; their ends are put in order. */
  private static TimeWindow window(Row row, JsonNode a, JsonNode b) {
    if (a == null || b == null) {
      throw row.malformed("(" + row.key() + ") needs pairs of seconds in \"timestamps\"");
    }
    double start = row.number(a, "timestamps");
    double end = row.number(b, "timestamps");
    return row.window(Math.min(start, end), Math.max(start, end), "timestamps");
  }
}
