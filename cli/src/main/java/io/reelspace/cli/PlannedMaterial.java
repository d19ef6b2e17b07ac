package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.plan.Material;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options that say what the videos of a planned archive are like. */
final class PlannedMaterial {

  private static final Pattern VIDEO =
      Pattern.compile("(\\d{1,5})x(\\d{1,5})(?:@(\\d{1,4}(?:\\.\\d+)?))?");

  private static final Material USUAL = Material.DEFAULT;

  @Option(
      names = "--shots-per-hour",
      paramLabel = "N",
      description =
          "Cuts, and beginnings of videos, in an hour (default ${DEFAULT-VALUE}, of joined clips;"
              + " films have 300 to 1500, cameras that stand still 0).")
  private double shots = USUAL.shotsPerHour();

  @Option(
      names = "--longest-segment",
      paramLabel = "SECONDS",
      description = "Longer shots are divided (default ${DEFAULT-VALUE}, as index does).")
  private double longest = USUAL.longestSegment();

  @Option(
      names = "--video-minutes",
      paramLabel = "N",
      description = "Length of a video on the mean (default ${DEFAULT-VALUE}).")
  private double minutes = USUAL.minutesOfVideo();

  @Option(
      names = "--lines-per-hour",
      paramLabel = "N",
      description = "Lines of subtitles or transcripts in an hour (default ${DEFAULT-VALUE}).")
  private double lines = USUAL.linesPerHour();

  @Option(
      names = "--video",
      paramLabel = "WIDTHxHEIGHT[@RATE]",
      description = "Pictures of the videos (default 1280x720@30).")
  private String video = "1280x720@30";

  @Option(
      names = "--megabits",
      paramLabel = "N",
      description = "Megabits of a second of the files (default ${DEFAULT-VALUE}).")
  private double megabits = USUAL.megabits();

  /**
   * What they say.
   *
   * @throws BadInputException when a value is not possible
   */
  Material material() {
    Matcher pictures = VIDEO.matcher(video);
    if (!pictures.matches()) {
      throw new BadInputException(
          "--video is '" + Printable.of(video) + "'; it must be like 1920x1080@25.");
    }
    String rate = pictures.group(3);
    return new Material(
        PlanNumbers.within("--shots-per-hour", shots, 0, 100_000),
        PlanNumbers.within("--longest-segment", longest, 0.1, 3600),
        PlanNumbers.within("--video-minutes", minutes, 0.01, 10_000),
        PlanNumbers.within("--lines-per-hour", lines, 0, 1_000_000),
        (int) PlanNumbers.within("--video, width,", Integer.parseInt(pictures.group(1)), 16, 16384),
        (int)
            PlanNumbers.within("--video, height,", Integer.parseInt(pictures.group(2)), 16, 16384),
        PlanNumbers.within(
            "--video, rate,",
            rate == null ? USUAL.pictureRate() : Double.parseDouble(rate),
            1,
            1000),
        PlanNumbers.within("--megabits", megabits, 0.001, 10_000));
  }
}
