package io.reelspace.index;

/**
 * One result of a search: a moment of a video, or a whole video through its best moment.
 *
 * @param id identifier of the moment (or of the video, when results are grouped by video)
 * @param video the path under which the video was indexed
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param score cosine similarity of query and moment, -1 to 1
 */
public record Hit(String id, String video, double start, double end, double score) {}
