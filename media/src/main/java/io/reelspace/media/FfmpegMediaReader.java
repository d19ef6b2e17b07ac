package io.reelspace.media;

import io.reelspace.error.BadInputException;
import io.reelspace.error.UnreadableMediaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads media files with the bundled programs, each file in a child process of its own. */
final class FfmpegMediaReader implements MediaReader {
  private final Ffmpeg ffmpeg;
  private final DecodeLimits limits;
  private final ShotDetection shots;

  FfmpegMediaReader(Ffmpeg ffmpeg, DecodeLimits limits) {
    this(ffmpeg, limits, ShotDetection.BUILT_IN);
  }

  FfmpegMediaReader(Ffmpeg ffmpeg, DecodeLimits limits, ShotDetection shots) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
    this.shots = shots;
  }

  @Override
  public String shots() {
    return shots.name();
  }

  @Override
  public MediaProbe probe(Path file) {
    return header(file).probe();
  }

  @Override
  public SegmentStream segments(Path file, Sampler sampler, ImageSize frameSize) {
    return segments(file, Excerpt.WHOLE, sampler, frameSize);
  }

  @Override
  public SegmentStream segments(Path file, Excerpt excerpt, Sampler sampler, ImageSize frameSize) {
    return segments(file, excerpt, sampler, new Framing.Stretched(frameSize), Optional.empty());
  }

  @Override
  public SegmentStream segments(
      Path file, Excerpt excerpt, Sampler sampler, Framing framing, Optional<ClipTrack> clips) {
    VideoHeader header = header(file);
    ImageSize source =
        excerpt
            .region()
            .map(region -> new ImageSize(region.width(), region.height()))
            .orElse(header.probe().size());
    Segmenter segments =
        new Segmenter(
            frames(file, header, excerpt.decoded(), sampler, framing, clips),
            sampler,
            framing.scaled(source),
            framing.framed(source),
            shots.start(),
            clips);
    if (excerpt.wholeShots()) {
      segments.keepShots(excerpt.from(), excerpt.to());
    }
    return segments;
  }

  @Override
  public MediaText text(Path file, List<Sidecar> sidecars) {
    return new MediaTextReader(
            file, new Ffprobe(ffmpeg, limits), new SubtitleConversion(ffmpeg, limits))
        .read(sidecars);
  }

  @Override
  public Optional<SoundStream> sound(Path file, Excerpt excerpt, SoundFormat format) {
    requireFile(file);
    Ffprobe.Answer answer = new Ffprobe(ffmpeg, limits).ask(file, SoundTracks.FIELDS);
    if (!answer.json().has("format") || answer.json().path("streams").isEmpty()) {
      throw new UnreadableMediaException(
          MediaProblems.sentence(file, MediaProblems.reason(answer.complaints())));
    }
    return SoundTracks.of(answer.json()).map(track -> sound(file, track, excerpt, format));
  }

  @Override
  public SoundStream sound(Path file, SoundTrack track, Excerpt excerpt, SoundFormat format) {
    SoundCommand command = new SoundCommand(track, excerpt, format.sampleRate());
    return new FfmpegSoundStream(file, command, format, ffmpeg, limits);
  }

  /** Starts to decode every picture of a file. */
  DecodedStream frames(Path file, Sampler sampler, ImageSize frameSize) {
    Framing framing = new Framing.Stretched(frameSize);
    return frames(file, header(file), Excerpt.WHOLE, sampler, framing, Optional.empty());
  }

  private DecodedStream frames(
      Path file,
      VideoHeader header,
      Excerpt excerpt,
      Sampler sampler,
      Framing framing,
      Optional<ClipTrack> clips) {
    excerpt
        .region()
        .filter(region -> !region.isWithin(header.probe().size()))
        .ifPresent(region -> {
          throw new BadInputException(
              "the region %s does not lie within %s, whose pictures are %d x %d pixels"
                  .formatted(
                      region,
                      MediaProblems.shown(file),
                      header.probe().size().width(),
                      header.probe().size().height()));
        });
    DecodeCommand command =
        new DecodeCommand(
            header,
            excerpt,
            framing,
            1 / Segmenter.samplingStep(sampler),
            shots.pictureSize(),
            clips);
    return new FfmpegDecodedStream(file, command, ffmpeg, limits);
  }

  private VideoHeader header(Path file) {
    return header(file, ffmpeg, limits);
  }

  static VideoHeader header(Path file, Ffmpeg ffmpeg, DecodeLimits limits) {
    requireFile(file);
    return VideoHeaderReader.read(file, new Ffprobe(ffmpeg, limits));
  }

  private static void requireFile(Path file) {
    if (!Files.exists(file)) {
      throw new BadInputException(
          "no such file: " + MediaProblems.shown(file) + "; check the path");
    }
    if (Files.isDirectory(file)) {
      throw new BadInputException(
          MediaProblems.shown(file) + " is a folder; name a media file in it");
    }
    try {
      if (Files.isRegularFile(file) && Files.size(file) == 0) {
        throw new UnreadableMediaException(
            MediaProblems.sentence(file, "the file is empty (0 bytes); copy it again"));
      }
    } catch (IOException _) {
      // the decoder says better why it cannot be read
    }
  }
}
