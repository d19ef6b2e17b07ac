package io.reelspace.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads media files: what they are, and their segments. Safe for use by several threads. */
public interface MediaReader {

  /** A reader that decodes with the bundled programs, each file in a child process of its own. */
  static MediaReader using(Ffmpeg ffmpeg, DecodeLimits limits) {
    return using(ffmpeg, limits, ShotDetection.BUILT_IN);
  }

  /**
   * The same with another way to find shots.
   *
   * @param shots not owned
   */
  static MediaReader using(Ffmpeg ffmpeg, DecodeLimits limits, ShotDetection shots) {
    return new FfmpegMediaReader(ffmpeg, limits, shots);
  }

  /**
   * Reads the header of a file.
   *
   * @throws io.reelspace.error.UnreadableMediaException when it holds no picture that can be
   *     decoded
   */
  MediaProbe probe(Path file);

  /**
   * Starts to decode a file.
   *
   * @param frameSize the size to which frames are scaled, without regard to their aspect ratio
   * @throws io.reelspace.error.UnreadableMediaException when it holds no picture that can be
   *     decoded
   */
  SegmentStream segments(Path file, Sampler sampler, ImageSize frameSize);

  /**
   * Starts to decode a part of a file, divided and sampled as the whole would be. An excerpt in
   * which no frame begins holds no picture; one of whole shots in which none begins has no segment.
   *
   * @param frameSize the size to which frames, or the region of them, are scaled
   * @throws io.reelspace.error.UnreadableMediaException when it holds no picture that can be
   *     decoded
   * @throws io.reelspace.error.BadInputException when the region is not within its pictures
   */
  SegmentStream segments(Path file, Excerpt excerpt, Sampler sampler, ImageSize frameSize);

  /**
   * The same with pictures brought to their size in another way than by stretching, in which
   * segments also have clips where a track for them is given, from the same decode.
   *
   * @param framing how frames, or the region of them, come to their size
   */
  default SegmentStream segments(
      Path file, Excerpt excerpt, Sampler sampler, Framing framing, Optional<ClipTrack> clips) {
    if (clips.isPresent()) {
      throw new UnsupportedOperationException("this reader makes no clips");
    }
    ImageSize source =
        excerpt
            .region()
            .map(region -> new ImageSize(region.width(), region.height()))
            .orElseGet(() -> probe(file).size());
    return segments(file, excerpt, sampler, framing.framed(source));
  }

  /**
   * The same with all that is wanted of a file, its sound included. Sound that cannot be decoded is
   * a warning.
   */
  default SegmentStream segments(Path file, Excerpt excerpt, Sampler sampler, Tracks tracks) {
    SegmentStream pictures = segments(file, excerpt, sampler, tracks.framing(), tracks.clips());
    return tracks.sound().isEmpty()
        ? pictures
        : SegmentsWithSound.of(pictures, this, file, excerpt, tracks.sound().get());
  }

  /** Name of the way in which shots are found, see {@link ShotDetection#name}. */
  default String shots() {
    return "";
  }

  /**
   * Starts to decode the sound of a file; empty where it has none. Sound that cannot be decoded is
   * found out by {@link SoundStream#next}.
   *
   * @param excerpt the part of it, by time
   * @throws io.reelspace.error.UnreadableMediaException when it is no media file
   */
  default Optional<SoundStream> sound(Path file, Excerpt excerpt, SoundFormat format) {
    return Optional.empty();
  }

  /**
   * Starts to decode a sound stream that a probe named.
   *
   * @param excerpt the part of it, by time
   */
  default SoundStream sound(Path file, SoundTrack track, Excerpt excerpt, SoundFormat format) {
    throw new UnsupportedOperationException("this reader decodes no sound");
  }

  /**
   * Reads the words of a file: subtitle streams, chapters, title and description, and the files
   * beside it. What cannot be read is a warning, never a failure.
   *
   * @param sidecars files with words that belong to it
   * @throws io.reelspace.error.UnreadableMediaException when its header takes too long to read
   */
  default MediaText text(Path file, List<Sidecar> sidecars) {
    return MediaText.NONE;
  }
}
