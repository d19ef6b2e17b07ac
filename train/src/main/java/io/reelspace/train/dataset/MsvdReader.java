package io.reelspace.train.dataset;

import io.reelspace.error.BadInputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * MSVD (Chen and Dolan, 2011): 1,970 clips of about 10 s with some 41 captions each, in the
 * official splits {@code train} (1,200), {@code val} (100) and {@code test} (670).
 *
 * @param annotations folder of {@code captions_msvd.json} ({@code {clip: [captions]}}) and {@code
 *     train_list.txt}, {@code val_list.txt}, {@code test_list.txt}
 * @param videos folder of the clips, named as in the lists with any extension
 */
public record MsvdReader(Path annotations, Path videos) implements DatasetReader {

  @Override
  public Dataset read() {
    MediaFolder folder = MediaFolder.list(videos);
    Path file = annotations.resolve("captions_msvd.json");
    Map<String, List<Caption>> captions = new HashMap<>();
    AnnotationFile.jsonEntries(
        file, row -> captions.put(row.key(), row.captions(row.json(), row.key())));
    DatasetBuilder dataset = new DatasetBuilder("MSVD");
    for (String split : List.of("train", "val", "test")) {
      Path list = annotations.resolve(split + "_list.txt");
      AnnotationFile.lines(
          list,
          (text, line) -> {
            String clip = text.strip();
            List<Caption> ofClip = captions.get(clip);
            if (ofClip == null) {
              throw new BadInputException(
                  "%s:%d names %s, but %s has no caption for it."
                      .formatted(list, line, clip, file.getFileName()));
            }
            dataset.addVideo(clip, folder.find(clip), folder, ofClip, List.of(), split);
          });
    }
    return dataset.build();
  }
}
