package io.reelspace.train.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.reelspace.evaluate.TimeWindow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * DiDeMo (Hendricks et al., 2017): videos of up to 30 s in segments of 5 s; several people marked
 * the segments that a description speaks of. The moment is what most of them marked, the first of
 * these where they disagree. One JSON file is one split: {@code train_data.json}, {@code
 * val_data.json}, {@code test_data.json}, elements {@code {"annotation_id", "video", "description",
 * "times": [[first, last]], "num_segments"}}.
 *
 * @param file one of the JSON files
 * @param videos folder of the videos, named as in the file with any extension
 */
public record DiDeMoReader(Path file, Path videos) implements DatasetReader {

  private static final double SEGMENT_SECONDS = 5;

  @Override
  public Dataset read() {
    MediaFolder folder = MediaFolder.list(videos);
    String split = file.getFileName().toString().replaceFirst("(_data)?\\.json$", "");
    DatasetBuilder dataset = new DatasetBuilder("DiDeMo " + split);
    AnnotationFile.jsonEntries(
        file,
        row -> {
          String video = row.text("video");
          dataset.addVideo(
              video + "#" + row.required("annotation_id").asText(),
              folder.findAnyExtension(video),
              folder,
              List.of(row.caption("description")),
              List.of(moment(row)),
              split);
        });
    return dataset.build();
  }

  private static TimeWindow moment(Row row) {
    Map<TimeWindow, Integer> votes = new LinkedHashMap<>();
    for (JsonNode pair : row.required("times")) {
      TimeWindow marked = row.window(pair, "times");
      votes.merge(
          new TimeWindow(marked.start() * SEGMENT_SECONDS, (marked.end() + 1) * SEGMENT_SECONDS),
          1,
          Integer::sum);
    }
    int most = votes.values().stream().max(Integer::compare).orElse(0);
    return votes.entrySet().stream()
        .filter(entry -> entry.getValue() == most)
        .findFirst()
        .orElseThrow(() -> row.malformed("has no window in \"times\""))
        .getKey();
  }
}
