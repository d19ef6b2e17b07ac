package io.reelspace.benchmarks.moments;

import io.reelspace.encode.Lazy;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.index.filter.Filter;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.query.Archive;
import io.reelspace.space.Space;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Indexes of films in a folder. */
record FilmIndexes(Path work, Space space, MediaReader media) {

  /** Longest segment of the index that knows no cuts, in seconds. */
  static final double WINDOW = 10;

  /** The films as {@code index} takes them in; kept. */
  Path index(Films films, String name) {
    Path folder = work.resolve(name);
    try (VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      List<Path> files = films.moments().stream().map(Films.Moment::film).distinct().toList();
      new Ingest(index, space, media, IngestOptions.DEFAULT, IngestListener.SILENT).run(files);
    }
    return folder;
  }

  /**
   * The same frames in windows of equal length, as if the detection of shots found nothing.
   *
   * @param keepFrames whether the windows carry the embeddings of their frames
   */
  Path windows(Path cut, String name, boolean keepFrames) {
    Path folder = work.resolve(name);
    try (VideoIndex from = VideoIndex.openReadOnly(cut);
        VideoIndex to = VideoIndex.open(folder, from.space())) {
      for (IndexedVideo video : from.videos(Filter.all())) {
        double end = from.segments(video.id()).getLast().end();
        Map<Integer, List<IndexedFrame>> frames = new LinkedHashMap<>();
        for (IndexedFrame frame : from.frames(video.id())) {
          int window = (int) (frame.time() / WINDOW);
          frames.computeIfAbsent(window, _ -> new ArrayList<>()).add(frame);
        }
        List<IndexedSegment> segments = new ArrayList<>();
        frames.forEach((window, shown) ->
            segments.add(
                new IndexedSegment(
                    window * WINDOW,
                    Math.min(end, (window + 1) * WINDOW),
                    mean(shown),
                    keepFrames ? shown : List.of())));
        to.upsert(video, segments);
      }
      to.commit();
    }
    return folder;
  }

  /** What the towers of the bundled spaces make of frames: the direction of their mean. */
  private static float[] mean(List<IndexedFrame> frames) {
    double[] sum = new double[frames.getFirst().embedding().length];
    for (IndexedFrame frame : frames) {
      float[] embedding = frame.embedding();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += embedding[i];
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return mean;
  }

  /** To be closed. */
  Archive open(Path folder) {
    Lazy<Space> shared = new Lazy<>(() -> new Shared(space));
    return Archive.of(VideoIndex.openReadOnly(folder), shared, () -> media, Sampler.DEFAULT);
  }
}
