package io.reelspace.train.features;

import io.reelspace.encode.ImageEncoder;
import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.Excerpt;
import io.reelspace.media.Frame;
import io.reelspace.media.Framing;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.RgbImage;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.train.dataset.Dataset;
import io.reelspace.train.dataset.Example;
import io.reelspace.train.dataset.FileHashes;
import io.reelspace.train.dataset.Medium;
import io.reelspace.train.features.FeatureExtraction.Report;
import io.reelspace.train.features.FeatureExtraction.Skipped;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Media through an image encoder. Images are hashed and decoded ahead by a few threads while
 * earlier ones are encoded; videos are decoded by their child process and stream through, so that
 * memory does not grow with their length.
 */
final class FrameExtraction implements AutoCloseable {

  private static final int AHEAD = 32;

  /** Pictures that are prepared before they are encoded. */
  private static final int BATCH = 32;

  private final ImageEncoder encoder;
  private final MediaReader media;
  private final FeatureExtraction.Settings settings;
  private final FeatureWriter writer;
  private final FeatureExtraction.Progress progress;
  private final Framing framing;
  private final ExecutorService decoders =
      Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
  private final List<Skipped> skipped = new ArrayList<>();
  private int extracted;
  private int reused;

  FrameExtraction(
      ImageEncoder encoder,
      MediaReader media,
      FeatureExtraction.Settings settings,
      FeatureWriter writer,
      FeatureExtraction.Progress progress) {
    this.encoder = encoder;
    this.media = media;
    this.settings = settings;
    this.writer = writer;
    this.progress = progress;
    this.framing = settings.views().count() > 1 ? larger(encoder.inputSize()) : encoder.framing();
  }

  /** Crops are taken from frames a little larger than what the network sees. */
  private static Framing larger(ImageSize input) {
    return new Framing.Stretched(new ImageSize(input.width() * 8 / 7, input.height() * 8 / 7));
  }

  Report run(Dataset dataset) {
    Map<String, Medium> sources = sources(dataset);
    Iterator<Map.Entry<String, Medium>> rest = sources.entrySet().iterator();
    Deque<Future<Source>> ahead = new ArrayDeque<>();
    int done = 0;
    while (rest.hasNext() || !ahead.isEmpty()) {
      while (rest.hasNext() && ahead.size() < AHEAD) {
        Map.Entry<String, Medium> next = rest.next();
        ahead.add(decoders.submit(() -> prepare(next.getKey(), next.getValue())));
      }
      process(Futures.get(ahead.remove()));
      progress.at(++done, sources.size());
    }
    return new Report(extracted, reused, skipped);
  }

  /** The media of a data set by their ids, each once. */
  static Map<String, Medium> sources(Dataset dataset) {
    Map<String, Medium> sources = new LinkedHashMap<>();
    for (Example example : dataset.examples()) {
      Medium medium = example.medium();
      Medium known = sources.putIfAbsent(FeatureExtraction.sourceId(medium), medium);
      if (known != null && !known.file().equals(medium.file())) {
        throw new BadInputException(
            "%s and %s have the same name and the same folder name; rename one of the folders."
                .formatted(known.file(), medium.file()));
      }
    }
    return sources;
  }

  /** A source on its way: hashed, and decoded when it is an image that needs to be. */
  private record Source(
      String id, Medium medium, String checksum, Optional<RgbImage> image, String failure) {}

  private Source prepare(String id, Medium medium) {
    String checksum;
    try {
      checksum = FileHashes.sha256(medium.file());
    } catch (StorageException e) {
      return new Source(id, medium, "", Optional.empty(), e.getMessage());
    }
    if (medium.kind() == Medium.Kind.VIDEO || holdsAll(id, checksum)) {
      return new Source(id, medium, checksum, Optional.empty(), "");
    }
    try {
      RgbImage image =
          StillImage.read(medium.file()).orElseGet(() -> firstFrame(medium.file()).image());
      return new Source(id, medium, checksum, Optional.of(image), "");
    } catch (UnreadableMediaException e) {
      return new Source(id, medium, checksum, Optional.empty(), e.getMessage());
    }
  }

  private Frame firstFrame(Path file) {
    try (SegmentStream segments =
        media.segments(file, Excerpt.WHOLE, settings.sampler(), framing, Optional.empty())) {
      return segments
          .next()
          .map(segment -> segment.frames().getFirst())
          .orElseThrow(() -> new UnreadableMediaException(file + " holds no picture."));
    }
  }

  private boolean holdsAll(String id, String checksum) {
    for (int view = 0; view < settings.views().count(); view++) {
      synchronized (writer) {
        if (!writer.holds(id, view, checksum)) {
          return false;
        }
      }
    }
    return true;
  }

  private void process(Source source) {
    if (!source.failure().isEmpty()) {
      skipped.add(new Skipped(source.medium().file(), source.failure()));
    } else if (holdsAll(source.id(), source.checksum())) {
      reused++;
    } else {
      try {
        ViewFeatures features = new ViewFeatures(source.id());
        if (source.image().isPresent()) {
          features.add(List.of(new Frame(0, source.image().get())));
        } else {
          addVideo(source.medium().file(), features);
        }
        features.write(source.checksum());
        extracted++;
      } catch (UnreadableMediaException e) {
        skipped.add(new Skipped(source.medium().file(), e.getMessage()));
      }
    }
  }

  private void addVideo(Path file, ViewFeatures features) {
    try (SegmentStream segments =
        media.segments(file, Excerpt.WHOLE, settings.sampler(), framing, Optional.empty())) {
      for (Optional<Segment> next = segments.next(); next.isPresent(); next = segments.next()) {
        features.add(next.get().frames());
      }
    }
  }

  @Override
  public void close() {
    decoders.shutdownNow();
  }

  /** Features of one source as they come, in all views. */
  private final class ViewFeatures {
    private final String id;
    private final List<Float> times = new ArrayList<>();
    private final List<List<float[]>> views = new ArrayList<>();

    ViewFeatures(String id) {
      this.id = id;
      for (int view = 0; view < settings.views().count(); view++) {
        views.add(new ArrayList<>());
      }
    }

    void add(List<Frame> frames) {
      int count = views.size();
      int together = Math.max(1, BATCH / count);
      for (int from = 0; from < frames.size(); from += together) {
        List<RgbImage> pictures = new ArrayList<>();
        for (Frame frame : frames.subList(from, Math.min(frames.size(), from + together))) {
          times.add((float) frame.pts());
          for (int view = 0; view < count; view++) {
            pictures.add(settings.views().view(frame.image(), id, view));
          }
        }
        float[][] features = encoder.encode(pictures);
        for (int i = 0; i < features.length; i++) {
          views.get(i % count).add(features[i]);
        }
      }
    }

    void write(String checksum) {
      if (times.isEmpty()) {
        throw new UnreadableMediaException(id + " holds no picture that can be decoded.");
      }
      float[] seconds = new float[times.size()];
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] = times.get(i);
      }
      for (int view = 0; view < views.size(); view++) {
        synchronized (writer) {
          writer.add(
              new FeatureRow(id, view, checksum, seconds, views.get(view).toArray(float[][]::new)));
        }
      }
    }
  }
}
