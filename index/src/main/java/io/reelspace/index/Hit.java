package io.reelspace.index;

import java.util.Optional;

/**
 * One result of a search: a moment of a video, or a whole video through its best moment.
 *
 * @param id identifier of the moment (or of the video, when results are grouped by video)
 * @param video the path under which the video was indexed
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param score cosine similarity of query and moment, -1 to 1; in a search for words alone how well
 *     they match (BM25), 0 or more
 * @param said the line whose words matched, where words were looked for and did
 */
public record Hit(
    String id, String video, double start, double end, double score, Optional<Said> said) {

  /** A result that was not found by words. */
  public Hit(String id, String video, double start, double end, double score) {
    this(id, video, start, end, score, Optional.empty());
  }
}
