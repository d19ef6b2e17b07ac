package io.reelspace.index;

import java.util.List;

/**
 * All that an index keeps of one video.
 *
 * @param video the video itself
 * @param segments its segments with their embeddings, in the order of time
 * @param windows its sound, and what else is embedded beside pictures
 * @param lines its words, in the order of time
 */
public record StoredVideo(
    IndexedVideo video,
    List<IndexedSegment> segments,
    List<IndexedWindow> windows,
    List<IndexedLine> lines) {}
