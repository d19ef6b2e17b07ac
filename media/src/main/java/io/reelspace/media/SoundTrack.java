package io.reelspace.media;

import java.util.OptionalDouble;
import java.util.Set;

/**
 * The sound stream of a file that is listened to: the default one, else the first.
 *
 * @param stream its number in the file
 * @param codec the codec's name, for example {@code aac}
 * @param start presentation time of its start in seconds
 * @param end presentation time of its end in seconds, where the header states it
 * @param otherCodecs those of the file's other streams: what their decoders complain about while
 *     the file is opened is no damage of the sound
 */
public record SoundTrack(
    int stream, String codec, double start, OptionalDouble end, Set<String> otherCodecs) {
  /** Keeps its own copy. */
  public SoundTrack {
    otherCodecs = Set.copyOf(otherCodecs);
  }
}
