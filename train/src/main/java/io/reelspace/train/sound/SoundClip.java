package io.reelspace.train.sound;

/**
 * A labelled recording as the network's front end hears it.
 *
 * @param name of its file
 * @param label its number among the labels of the data
 * @param fold of the data set
 * @param power mel power spectrogram, {@code [frames, bands]} in row-major order
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
public record SoundClip(String name, int label, int fold, float[] power) {}
