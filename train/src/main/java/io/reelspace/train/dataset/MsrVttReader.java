package io.reelspace.train.dataset;

import io.reelspace.error.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * MSR-VTT (Xu et al., 2016): 10,000 videos of 10 to 30 s with 20 captions each.
 *
 * <p>Splits, of which a video may be in several, so that one is named here: {@code full-train}
 * (6,513 videos), {@code full-val} (497), {@code full-test} (2,990); {@code 1k-A-train} (9,000,
 * also known as JSFusion or Training-9K) and {@code 7k-train} with {@code 1k-A-test} (1,000, one
 * caption each, from {@code MSRVTT_JSFUSION_test.csv}); {@code 1k-B-test} (Miech's 1,000).
 *
 * <p>Captions come from {@code MSRVTT_data.json} (or {@code MSRVTT_v2.json}, or the challenge's
 * {@code train_val_videodatainfo.json} and {@code test_videodatainfo.json}); {@code 1k-A-test}
 * needs only its csv.
 *
 * @param annotations folder of the annotation files
 * @param videos folder of {@code video0.mp4} and so on
 * @param split the name of the split to read
 */
public record MsrVttReader(Path annotations, Path videos, String split) implements DatasetReader {

  private static final String TEST_1K_A = "1k-A-test";

  /** The files that list a split's videos, first found. */
  private static final Map<String, List<String>> LISTS =
      Map.of(
          "full-train",
          List.of("train_list_full.txt"),
          "full-val",
          List.of("val_list_full.txt"),
          "full-test",
          List.of("test_list_full.txt"),
          "1k-A-train",
          List.of("MSRVTT_train.9k.csv", "train_list_jsfusion.txt"),
          "7k-train",
          List.of("MSRVTT_train.7k.csv"),
          TEST_1K_A,
          List.of("MSRVTT_JSFUSION_test.csv"),
          "1k-B-test",
          List.of("test_list_miech.txt"));

  private static final List<String> CAPTIONS =
      List.of(
          "MSRVTT_data.json",
          "MSRVTT_v2.json",
          "train_val_videodatainfo.json",
          "test_videodatainfo.json");

  /** Refuses a split that does not exist. */
  public MsrVttReader {
    if (!LISTS.containsKey(split)) {
      throw new BadInputException(
          "MSR-VTT has no split \"%s\"; it has %s."
              .formatted(split, String.join(", ", LISTS.keySet().stream().sorted().toList())));
    }
  }

  /** The split that most papers report on, {@code 1k-A-test}. */
  public MsrVttReader(Path annotations, Path videos) {
    this(annotations, videos, TEST_1K_A);
  }

  @Override
  public Dataset read() {
    MediaFolder folder = MediaFolder.list(videos);
    Path list = listFile();
    DatasetBuilder dataset = new DatasetBuilder("MSR-VTT " + split);
    Map<String, List<Caption>> captions =
        split.equals(TEST_1K_A) ? captionsOfCsv(list) : captionsOfJson(videosOf(list), list);
    captions.forEach((video, texts) ->
        dataset.addVideo(video, folder.find(video), folder, texts, List.of(), split));
    return dataset.build();
  }

  private Path listFile() {
    List<String> names = LISTS.get(split);
    return names.stream()
        .map(annotations::resolve)
        .filter(Files::exists)
        .findFirst()
        .orElse(annotations.resolve(names.getFirst())); // whose absence is then reported
  }

  private static Map<String, List<Caption>> captionsOfCsv(Path file) {
    Map<String, List<Caption>> captions = new LinkedHashMap<>();
    AnnotationFile.csv(
        file,
        row ->
            captions
                .computeIfAbsent(row.text("video_id"), id -> new ArrayList<>())
                .add(row.caption("sentence")));
    return captions;
  }

  private static Set<String> videosOf(Path list) {
    Set<String> videos = new LinkedHashSet<>();
    if (list.toString().endsWith(".csv")) {
      AnnotationFile.csv(list, row -> videos.add(row.text("video_id")));
    } else {
      videos.addAll(AnnotationFile.list(list));
    }
    return videos;
  }

  private Map<String, List<Caption>> captionsOfJson(Set<String> wanted, Path list) {
    Map<String, List<Caption>> captions = new LinkedHashMap<>();
    wanted.forEach(video -> captions.put(video, new ArrayList<>()));
    List<Path> files = CAPTIONS.stream().map(annotations::resolve).filter(Files::exists).toList();
    if (files.isEmpty()) {
      throw new BadInputException(
          "The captions of MSR-VTT %s are in %s, of which %s holds none: put one there."
              .formatted(split, String.join(", ", CAPTIONS), annotations));
    }
    for (Path file : files) {
      AnnotationFile.jsonArray(
          file,
          "sentences",
          row -> {
            List<Caption> ofVideo = captions.get(row.text("video_id"));
            if (ofVideo != null) {
              ofVideo.add(row.caption("caption"));
            }
          });
    }
    captions.forEach((video, texts) -> {
      if (texts.isEmpty()) {
        throw new BadInputException(
            "%s names %s, but %s has no caption for it."
                .formatted(list.getFileName(), video, files.getFirst()));
      }
    });
    return captions;
  }
}
