package io.reelspace.media;

import java.util.OptionalDouble;

/**
 * The sound stream of a file that is listened to: the default one, else the first.
 *
 * @param stream its number in the file
 * @param codec the codec's name, for example {@code aac}
 * @param start presentation time of its start in seconds
 * @param end presentation time of its end in seconds, where the header states it
 */
public record SoundTrack(int stream, String codec, double start, OptionalDouble end) {}
