package io.reelspace.train.dataset;

import io.reelspace.evaluate.TimeWindow;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A video or image with its captions.
 *
 * @param id unique within its data set
 * @param captions at least one; several describe the same thing, or, from speech, weakly what is
 *     seen around them
 * @param moments the windows of the medium that the captions speak of, in seconds, where the data
 *     set is one of moments; empty when they speak of all of it
 * @param split the name under which the data set files it, for example {@code train}
 */
public record Example(
    String id, Medium medium, List<Caption> captions, List<TimeWindow> moments, String split) {

  /** Keeps its own copies; refuses an example without captions. */
  public Example {
    captions = List.copyOf(captions);
    moments = List.copyOf(moments);
    if (captions.isEmpty()) {
      throw new IllegalArgumentException(id + " has no caption");
    }
  }

  /** The captions' texts. */
  public List<String> texts() {
    return captions.stream().map(Caption::text).toList();
  }

  /**
   * One example for each moment, which shows nothing but that moment; itself when it has none. So a
   * data set of moments trains a space of clips.
   */
  public List<Example> atMoments() {
    if (moments.isEmpty()) {
      return List.of(this);
    }
    return IntStream.range(0, moments.size())
        .mapToObj(i ->
            new Example(
                moments.size() == 1 ? id : id + "@" + i,
                medium.withPart(moments.get(i)),
                captions,
                List.of(),
                split))
        .toList();
  }
}
