package io.reelspace.train.dataset;

import io.reelspace.evaluate.TimeWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * QVHighlights (Lei et al., 2021): clips of 150 s, each query with one or several windows. One JSON
 * lines file is one split, named as the file: {@code train}, {@code val}, {@code test}, with or
 * without {@code highlight_} before and {@code _release} behind. Saliency scores are read by {@link
 * io.reelspace.evaluate.QvHighlights}.
 *
 * @param file rows {@code {"qid", "query", "duration", "vid", "relevant_windows": [[start, end]]}}
 * @param videos folder of the clips, named by {@code vid}
 */
public record QvHighlightsReader(Path file, Path videos) implements DatasetReader {

  @Override
  public Dataset read() {
    MediaFolder folder = MediaFolder.list(videos);
    String split =
        file.getFileName()
            .toString()
            .replaceFirst("\\.jsonl$", "")
            .replaceFirst("^highlight_", "")
            .replaceFirst("_release$", "");
    DatasetBuilder dataset = new DatasetBuilder("QVHighlights " + split);
    AnnotationFile.jsonLines(
        file,
        row -> {
          List<TimeWindow> windows = new ArrayList<>();
          row.required("relevant_windows")
              .forEach(pair -> windows.add(row.window(pair, "relevant_windows")));
          if (windows.isEmpty()) {
            throw row.malformed("has no window in \"relevant_windows\"");
          }
          String video = row.text("vid");
          dataset.addVideo(
              row.required("qid").asText(),
              folder.find(video),
              folder,
              List.of(row.caption("query")),
              windows,
              split);
        });
    return dataset.build();
  }
}
