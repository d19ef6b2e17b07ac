package io.reelspace.train.features;

import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.FileHashes;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.features.FeatureExtraction.Report;
import io.reelspace.train.features.FeatureExtraction.Skipped;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Goes through the media of a data set, one after another, and writes a row for each new one. */
record EachMedium(FeatureWriter writer, FeatureExtraction.Progress progress) {

  /**
   * Encodes what is not there yet, or whose file changed.
   *
   * @param steps encodes one medium; what it cannot decode is skipped and named in the report
   */
  Report write(Dataset dataset, Function<Medium, Steps> steps) {
    Map<String, Medium> sources = FrameExtraction.sources(dataset);
    List<Skipped> skipped = new ArrayList<>();
    int reused = 0;
    int extracted = 0;
    int done = 0;
    for (Map.Entry<String, Medium> source : sources.entrySet()) {
      String id = source.getKey();
      Medium medium = source.getValue();
      try {
        String checksum = FileHashes.sha256(medium.file());
        if (writer.holds(id, 0, checksum)) {
          reused++;
        } else {
          writer.add(steps.apply(medium).row(id, checksum));
          extracted++;
        }
      } catch (UnreadableMediaException e) {
        skipped.add(new Skipped(medium.file(), e.getMessage()));
      } catch (StorageException e) {
        if (Files.isReadable(medium.file())) {
          throw e; // not the source, but the features
        }
        skipped.add(new Skipped(medium.file(), e.getMessage()));
      }
      progress.at(++done, sources.size());
    }
    return new Report(extracted, reused, skipped);
  }

  /** Features of one medium as they come, each with its time in seconds. */
  static final class Steps {
    private final List<Float> times = new ArrayList<>();
    private final List<float[]> features = new ArrayList<>();

    /** What was seen or heard from start to end, in seconds: its time is the middle. */
    void add(double start, double end, float[] step) {
      times.add((float) ((start + end) / 2));
      features.add(step);
    }

    private FeatureRow row(String id, String checksum) {
      float[] seconds = new float[times.size()];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = times.get(i);
      }
      return new FeatureRow(id, 0, checksum, seconds, features.toArray(float[][]::new));
    }
  }
}
