package io.reelspace.plan;

/**
 * What the videos of an archive are like.
 *
 * @param shotsPerHour cuts and transitions, and the beginning of each video
 * @param longestSegment in seconds; longer shots are divided
 * @param minutesOfVideo length of a video on the mean
 * @param linesPerHour lines of subtitles or transcripts
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param pictureRate pictures a second of the video itself
 * @param megabits bits a second of the file, in millions
 */
public record Material(
    double shotsPerHour,
    double longestSegment,
    double minutesOfVideo,
    double linesPerHour,
    int width,
    int height,
    double pictureRate,
    double megabits) {

  private static final double SECONDS_OF_HOUR = 3600;
  private static final double MINUTES_OF_HOUR = 60;

  /** Like the clips that were measured, in videos of ten minutes of 720p without words. */
  public static final Material DEFAULT =
      new Material(Figures.SHOTS_PER_HOUR.value(), 10, 10, 0, 1280, 720, 30, 4);

  /** Refuses what no video is like. */
  public Material {
    if (!(shotsPerHour >= 0
        && longestSegment > 0
        && minutesOfVideo > 0
        && linesPerHour >= 0
        && width > 0
        && height > 0
        && pictureRate > 0
        && megabits > 0)) {
      throw new IllegalArgumentException("impossible videos");
    }
  }

  /**
   * Segments of an hour. A shot of length l becomes ceil(l / longest) of them; with shots of chance
   * lengths (exponentially distributed) that is shots / (1 - exp(-longest / mean length)). It lies
   * above both the number of shots and an hour divided by the longest segment.
   */
  public double segmentsPerHour() {
    double longestInHours = longestSegment / SECONDS_OF_HOUR;
    double none = 1 / longestInHours;
    double exponent = shotsPerHour * longestInHours;
    // Without cuts the limit; expm1 keeps what is left of a difference from one.
    return exponent < 1e-9 ? none : shotsPerHour / -Math.expm1(-exponent);
  }

  /** Pixels of the pictures of a second. */
  double pixelsPerSecond() {
    return pictureRate * width * height;
  }

  /**
   * What so many hours become.
   *
   * @param framesPerSecond frames that are kept for a second of video; a segment keeps at least one
   */
  public Counts counts(double hours, double framesPerSecond) {
    double segments = hours * segmentsPerHour();
    double frames = hours * SECONDS_OF_HOUR * framesPerSecond;
    double videos = hours * MINUTES_OF_HOUR / minutesOfVideo;
    return new Counts(segments, Math.max(frames, segments), videos, hours * linesPerHour);
  }

  /** The same with other shots. */
  public Material withShotsPerHour(double other) {
    return new Material(
        other, longestSegment, minutesOfVideo, linesPerHour, width, height, pictureRate, megabits);
  }

  /** The same with another longest segment, in seconds. */
  public Material withLongestSegment(double other) {
    return new Material(
        shotsPerHour, other, minutesOfVideo, linesPerHour, width, height, pictureRate, megabits);
  }
}
