package io.reelspace.index;

import java.util.Optional;

/**
 * One line of the words of a video: of its subtitles, its transcript, its title or description.
 *
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param text on one line
 * @param language ISO 639 code, where it is stated
 */
public record IndexedLine(double start, double end, String text, Optional<String> language) {}
