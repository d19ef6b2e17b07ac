package io.reelspace.media;

import io.reelspace.error.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads media files with the bundled programs, each file in a child process of its own. */
final class FfmpegMediaReader implements MediaReader {
  private final Ffmpeg ffmpeg;
  private final DecodeLimits limits;

  FfmpegMediaReader(Ffmpeg ffmpeg, DecodeLimits limits) {
    this.ffmpeg = ffmpeg;
    this.limits = limits;
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
    return segments(file, excerpt, sampler, new Framing.Stretched(frameSize));
  }

  @Override
  public SegmentStream segments(Path file, Excerpt excerpt, Sampler sampler, Framing framing) {
    VideoHeader header = header(file);
    ImageSize source =
        excerpt
            .region()
            .map(region -> new ImageSize(region.width(), region.height()))
            .orElse(header.probe().size());
    return new Segmenter(
        frames(file, header, excerpt, sampler, framing),
        sampler,
        framing.scaled(source),
        framing.framed(source));
  }

  @Override
  public MediaText text(Path file, List<Sidecar> sidecars) {
    return new MediaTextReader(
            file, new Ffprobe(ffmpeg, limits), new SubtitleConversion(ffmpeg, limits))
        .read(sidecars);
  }

  /** Starts to decode every picture of a file. */
  DecodedStream frames(Path file, Sampler sampler, ImageSize frameSize) {
    return frames(file, header(file), Excerpt.WHOLE, sampler, new Framing.Stretched(frameSize));
  }

  private DecodedStream frames(
      Path file, VideoHeader header, Excerpt excerpt, Sampler sampler, Framing framing) {
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
        new DecodeCommand(header, excerpt, framing, 1 / Segmenter.samplingStep(sampler));
    return new FfmpegDecodedStream(file, command, ffmpeg, limits);
  }

  private VideoHeader header(Path file) {
    return header(file, ffmpeg, limits);
  }

  static VideoHeader header(Path file, Ffmpeg ffmpeg, DecodeLimits limits) {
    if (!Files.exists(file)) {
      throw new BadInputException(
          "no such file: " + MediaProblems.shown(file) + "; check the path");
    }
    if (Files.isDirectory(file)) {
      throw new BadInputException(
          MediaProblems.shown(file) + " is a folder; name a media file in it");
    }
    return VideoHeaderReader.read(file, new Ffprobe(ffmpeg, limits));
  }
}
