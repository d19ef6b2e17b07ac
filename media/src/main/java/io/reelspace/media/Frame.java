package io.reelspace.media;

/**
 * A decoded picture with its presentation time.
 *
 * @param pts presentation time in seconds, exactly as the container states it (what {@code ffprobe
 *     -show_frames} calls {@code pts_time})
 * @param image the picture, upright, scaled to the size that was asked for
 */
public record Frame(double pts, RgbImage image) {}
