package io.reelspace.index;

import io.reelspace.space.Modality;
import java.util.Optional;

/**
 * One result of a search: a moment of a video, or a whole video through its best moment.
 *
 * @param id identifier of the moment (or of the video, when results are grouped by video)
 * @param video the path under which the video was indexed
 * @param start presentation time in seconds
 * @param end presentation time in seconds, exclusive
 * @param score cosine similarity of query and moment, -1 to 1, of what is found by other means than
 *     its pictures brought to their scale; in a search for words alone how well they match (BM25),
 *     0 or more
 * @param said the line whose words matched, where words were looked for and did
 * @param modality what it was found by: its pictures, its sound
 */
public record Hit(
    String id,
    String video,
    double start,
    double end,
    double score,
    Optional<Said> said,
    Modality modality) {

  /** A result that was found by its pictures, or by words. */
  public Hit(String id, String video, double start, double end, double score, Optional<Said> said) {
    this(id, video, start, end, score, said, Modality.VISUAL);
  }

  /** A result that was not found by words. */
  public Hit(String id, String video, double start, double end, double score) {
    this(id, video, start, end, score, Optional.empty());
  }
}
