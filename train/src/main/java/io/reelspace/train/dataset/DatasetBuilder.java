package io.reelspace.train.dataset;

import io.reelspace.evaluate.TimeWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects examples, and what is missing for others. */
final class DatasetBuilder {

  private final String name;
  private final List<Example> examples = new ArrayList<>();
  private final List<Dataset.Missing> missing = new ArrayList<>();

  DatasetBuilder(String name) {
    this.name = name;
  }

  void add(Example example) {
    examples.add(example);
  }

  /** Adds an example of a whole video when its file is there, else lists it as missing. */
  void addVideo(
      String id,
      Optional<Path> file,
      MediaFolder folder,
      List<Caption> captions,
      List<TimeWindow> moments,
      String split) {
    file.ifPresentOrElse(
        found ->
            add(
                new Example(
                    id,
                    new Medium(Medium.Kind.VIDEO, found, Optional.empty()),
                    captions,
                    moments,
                    split)),
        () -> addMissing(id, id + " in " + folder.folder(), split));
  }

  void addMissing(String id, String file, String split) {
    missing.add(new Dataset.Missing(id, file, split));
  }

  Dataset build() {
    return new Dataset(name, examples, missing);
  }
}
