package io.reelspace.export;

/**
 * What an export holds.
 *
 * @param videos rows of {@code videos.arrow}
 * @param segments rows of {@code segments.arrow} and of {@code embeddings.npy}
 * @param frames rows of {@code frames.arrow}
 * @param windows rows of {@code windows.arrow}
 * @param lines rows of {@code words.arrow}
 */
public record ExportSummary(long videos, long segments, long frames, long windows, long lines) {}
