package io.reelspace.train.features;

import io.reelspace.encode.ClipEncoder;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.Clip;
import io.reelspace.media.ClipTrack;
import io.reelspace.media.Excerpt;
import io.reelspace.media.Framing;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.FileHashes;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.features.FeatureExtraction.Report;
import io.reelspace.train.features.FeatureExtraction.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Videos through a clip encoder, one after another: decoding runs ahead in its child process, and
 * the network takes nearly all of the time.
 */
record ClipExtraction(
    ClipEncoder encoder,
    MediaReader media,
    Sampler sampler,
    FeatureWriter writer,
    FeatureExtraction.Progress progress) {

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
        if (java.nio.file.Files.isReadable(medium.file())) {
          throw e; // not the source, but the features
        }
        skipped.add(new Skipped(medium.file(), e.getMessage()));
      }
      progress.at(++done, sources.size());
    }
    return new Report(extracted, reused, skipped);
  }

  private FeatureRow row(String id, String checksum, Medium medium) {
    List<Float> times = new ArrayList<>();
    List<float[]> features = new ArrayList<>();
    if (medium.kind() == Medium.Kind.VIDEO) {
      Optional<ClipTrack> track =
          Optional.of(new ClipTrack(encoder.sampler(), encoder.inputSize()));
      try (SegmentStream segments =
          media.segments(
              medium.file(),
              Excerpt.WHOLE,
              sampler,
              new Framing.Stretched(encoder.inputSize()),
              track)) {
        for (Optional<Segment> s = segments.next(); s.isPresent(); s = segments.next()) {
          List<Clip> clips = s.get().clips();
          features.addAll(List.of(encoder.encode(clips)));
          clips.forEach(clip -> times.add((float) ((clip.start() + clip.end()) / 2)));
        }
      }
    }
    float[] seconds = new float[times.size()];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = times.get(i);
    }
    return new FeatureRow(id, 0, checksum, seconds, features.toArray(float[][]::new));
  }
}
