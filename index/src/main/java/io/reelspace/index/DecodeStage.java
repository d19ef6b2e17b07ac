package io.reelspace.index;

import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Decodes one video after another; several threads may run it at once on the same videos. */
final class DecodeStage {

  private final VideoIndex index;
  private final MediaReader media;
  private final Sampler sampler;
  private final ImageSize frameSize;
  private final Iterator<VideoInProgress> videos;
  private final DecodedQueue decoded;
  private final IngestProgress progress;

  DecodeStage(
      VideoIndex index,
      MediaReader media,
      Sampler sampler,
      ImageSize frameSize,
      Iterator<VideoInProgress> videos,
      DecodedQueue decoded,
      IngestProgress progress) {
    this.index = index;
    this.media = media;
    this.sampler = sampler;
    this.frameSize = frameSize;
    this.videos = videos;
    this.decoded = decoded;
    this.progress = progress;
  }

  /** Returns when no video is left or the thread was interrupted. */
  void run() {
    for (Optional<VideoInProgress> video = next(); video.isPresent(); video = next()) {
      try {
        decode(video.get());
      } catch (InterruptedException | CancellationException e) {
        video.get().abandon();
        return;
      } catch (StorageException | MissingModelException e) {
        throw e; // not the fault of this video, and no other would fare better
      } catch (RuntimeException e) {
        video.get().abandon();
        progress.failed(video.get().path(), e);
      }
    }
  }

  private Optional<VideoInProgress> next() {
    synchronized (videos) {
      return videos.hasNext() && !Thread.currentThread().isInterrupted()
          ? Optional.of(videos.next())
          : Optional.empty();
    }
  }

  private void decode(VideoInProgress video) throws InterruptedException {
    progress.started(video.path());
    if (video.kept().isPresent()) {
      IndexedVideo kept = video.kept().get();
      index.segments(kept.id()).forEach(video::add);
      readWords(video);
      ImageSize size = new ImageSize(kept.width(), kept.height());
      decoded.put(new DecodedQueue.End(video, size, kept.warnings()));
      return;
    }
    try (SegmentStream stream = media.segments(video.path(), sampler, frameSize)) {
      int count = 0;
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        Segment segment = next.get();
        decoded.put(new DecodedQueue.Part(video, segment));
        count++;
        progress.progressed(video.path(), count, segment.end(), stream.probe().duration());
      }
      if (count == 0) {
        throw new UnreadableMediaException(video.path() + ": holds no picture");
      }
      readWords(video);
      decoded.put(new DecodedQueue.End(video, stream.probe().size(), stream.warnings()));
    }
  }

  /** The words of a still picture, which are none, are not asked for. */
  private void readWords(VideoInProgress video) {
    if (!MediaNames.isPicture(video.path())) {
      video.add(media.text(video.path(), video.sidecars()));
    }
  }
}
