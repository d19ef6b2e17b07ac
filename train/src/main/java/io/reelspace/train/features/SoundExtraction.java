package io.reelspace.train.features;

import io.reelspace.encode.SoundEncoder;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.Excerpt;
import io.reelspace.media.MediaReader;
import io.reelspace.media.SoundStream;
import io.reelspace.media.SoundWindow;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.FileHashes;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.features.FeatureExtraction.Report;
import io.reelspace.train.features.FeatureExtraction.Skipped;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sound of videos through an encoder, one video after another. */
record SoundExtraction(
    SoundEncoder encoder,
    MediaReader media,
    FeatureWriter writer,
    FeatureExtraction.Progress progress) {

  /** Windows that go through the network together. */
  private static final int BATCH = 8;

  Report run(Dataset dataset) {
    Map<String, Medium> sources = FrameExtraction.sources(dataset);
    List<Skipped> skipped = new ArrayList<>();
    int reused = 0;
    int extracted = 0;
    int done = 0;
    for (Map.Entry<String, Medium> source : sources.entrySet()) {
      Medium medium = source.getValue();
      try {
        String checksum = FileHashes.sha256(medium.file());
        if (writer.holds(source.getKey(), 0, checksum)) {
          reused++;
        } else {
          writer.add(row(source.getKey(), checksum, medium));
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

  /** Without steps where nothing is to be heard: the modality is missing then. */
  private FeatureRow row(String id, String checksum, Medium medium) {
    List<Float> times = new ArrayList<>();
    List<float[]> features = new ArrayList<>();
    Optional<SoundStream> sound =
        medium.kind() == Medium.Kind.VIDEO
            ? media.sound(medium.file(), Excerpt.WHOLE, encoder.format())
            : Optional.empty();
    if (sound.isPresent()) {
      try (SoundStream stream = sound.get()) {
        hear(stream, times, features);
      }
    }
    float[] seconds = new float[times.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = times.get(i);
    }
    return new FeatureRow(id, 0, checksum, seconds, features.toArray(float[][]::new));
  }

  private void hear(SoundStream stream, List<Float> times, List<float[]> features) {
    List<SoundWindow> batch = new ArrayList<>();
    while (true) {
      Optional<SoundWindow> next = stream.next();
      next.filter(window -> !window.isSilent()).ifPresent(batch::add);
      if (batch.size() == BATCH || (next.isEmpty() && !batch.isEmpty())) {
        features.addAll(List.of(encoder.encode(batch)));
        batch.forEach(window -> times.add((float) ((window.start() + window.end()) / 2)));
        batch.clear();
      }
      if (next.isEmpty()) {
        return;
      }
    }
  }
}
