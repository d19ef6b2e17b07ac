package io.reelspace.index;

import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.media.Excerpt;
import io.reelspace.media.ImageSize;
import io.reelspace.media.MediaProbe;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundStream;
import io.reelspace.media.SoundWindow;
import io.reelspace.media.Tracks;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Decodes one video after another; several threads may run it at once on the same videos. */
final class DecodeStage {

  private final VideoIndex index;
  private final MediaReader media;
  private final IngestOptions options;
  private final Tracks tracks;
  private final Optional<SoundFormat> soundFormat;
  private final Iterator<VideoInProgress> videos;
  private final DecodedQueue decoded;
  private final IngestProgress progress;
  private final Cancellation cancellation;
  private final boolean wholeOnly;

  DecodeStage(
      VideoIndex index,
      MediaReader media,
      IngestOptions options,
      Tracks tracks,
      Optional<SoundFormat> soundFormat,
      Iterator<VideoInProgress> videos,
      DecodedQueue decoded,
      IngestProgress progress,
      Cancellation cancellation,
      boolean wholeOnly) {
    this.index = index;
    this.media = media;
    this.options = options;
    this.tracks = tracks;
    this.soundFormat = soundFormat;
    this.videos = videos;
    this.decoded = decoded;
    this.progress = progress;
    this.cancellation = cancellation;
    this.wholeOnly = wholeOnly;
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
        if (wholeOnly && !video.get().isAsFound()) {
          continue; // it is still being written, and will be found again
        }
        progress.failed(video.get().path(), e);
      }
    }
  }

  private Optional<VideoInProgress> next() {
    synchronized (videos) {
      boolean goesOn = !cancellation.isFinishing() && !Thread.currentThread().isInterrupted();
      return goesOn && videos.hasNext() ? Optional.of(videos.next()) : Optional.empty();
    }
  }

  private void decode(VideoInProgress video) throws InterruptedException {
    progress.started(video.path());
    Optional<IndexedVideo> pictures = video.known().pictures();
    if (pictures.isPresent() && take(video, pictures.get())) {
      IndexedVideo taken = pictures.get();
      complete(video);
      if (isUnfinished(video)) {
        return;
      }
      ImageSize size = new ImageSize(taken.width(), taken.height());
      decoded.put(new DecodedQueue.End(video, size, taken.warnings()));
      return;
    }
    Excerpt excerpt = options.excerpt();
    try (SegmentStream stream = media.segments(video.path(), excerpt, options.sampler(), tracks)) {
      int count = 0;
      double end = 0;
      for (Optional<Segment> next = stream.next(); next.isPresent(); next = stream.next()) {
        Segment segment = next.get();
        decoded.put(new DecodedQueue.Part(video, segment));
        count++;
        end = segment.end();
        progress.progressed(video.path(), count, segment.end(), stream.probe().duration());
      }
      if (count == 0 && !excerpt.isBeginning()) {
        video.abandon(); // all that is shown is of a shot that began before
        return;
      }
      if (count == 0) {
        throw new UnreadableMediaException(video.path() + ": holds no picture");
      }
      List<String> warnings = new ArrayList<>(stream.warnings());
      if (!excerpt.isEnd()) {
        video.goOn();
      }
      if (excerpt.isBeginning()) {
        double heard = excerpt.isEnd() ? end : Double.POSITIVE_INFINITY;
        warnings.addAll(listen(video, stream.probe(), heard));
        complete(video);
      }
      if (isUnfinished(video)) {
        return;
      }
      decoded.put(new DecodedQueue.End(video, stream.probe().size(), warnings));
    }
  }

  /**
   * Hands on the sound of a video, up to the end of its pictures: what is heard later cannot be
   * shown. A fault of the sound is none of the video.
   *
   * @return what was wrong with it
   */
  private List<String> listen(VideoInProgress video, MediaProbe probe, double end)
      throws InterruptedException {
    if (soundFormat.isEmpty() || probe.sound().isEmpty() || end <= probe.sound().get().start()) {
      return List.of();
    }
    Excerpt shown = Excerpt.of(Double.NEGATIVE_INFINITY, end);
    try (SoundStream sound =
        media.sound(video.path(), probe.sound().get(), shown, soundFormat.get())) {
      for (Optional<SoundWindow> next = sound.next(); next.isPresent(); next = sound.next()) {
        if (!next.get().isSilent()) {
          decoded.put(new DecodedQueue.Sound(video, next.get()));
        }
      }
      return sound.warnings();
    } catch (UnreadableMediaException e) {
      return List.of("it is indexed without its sound: " + e.getMessage());
    }
  }

  /** Gives up a file that was written to meanwhile, where only whole ones are wanted. */
  private boolean isUnfinished(VideoInProgress video) {
    boolean unfinished = wholeOnly && !video.isAsFound();
    if (unfinished) {
      video.abandon();
    }
    return unfinished;
  }

  /** Takes segments from the index; false when these were replaced since they were looked up. */
  private boolean take(VideoInProgress video, IndexedVideo from) {
    List<IndexedSegment> segments = index.segments(from.id());
    List<IndexedWindow> windows = index.windows(from.id());
    if (!isStillThere(from)) {
      return false;
    }
    video.take(from, segments, windows);
    return true;
  }

  private boolean isStillThere(IndexedVideo video) {
    return index.video(video.id()).equals(Optional.of(video));
  }

  /** Adds all but the pictures. The words of a still picture, which are none, are not asked for. */
  private void complete(VideoInProgress video) {
    video.identify();
    Optional<IndexedVideo> known = video.known().words();
    if (known.isPresent()) {
      List<IndexedLine> lines = index.lines(known.get().id());
      if (isStillThere(known.get())) {
        video.takeWords(known.get(), lines);
        return;
      }
    }
    if (!MediaNames.isPicture(video.path())) {
      video.add(media.text(video.path(), video.sidecars()));
    }
  }
}
