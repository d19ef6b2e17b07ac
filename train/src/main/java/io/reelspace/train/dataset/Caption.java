package io.reelspace.train.dataset;

import io.reelspace.evaluate.TimeWindow;
import java.util.Optional;

/**
 * A text that goes with a video or an image.
 *
 * @param text not blank
 * @param time when it was spoken, where it comes from speech; empty for a description
 */
public record Caption(String text, Optional<TimeWindow> time) {

  /** Refuses a blank text. */
  public Caption {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a caption must not be blank");
    }
  }

  /** A description. */
  public static Caption of(String text) {
    return new Caption(text, Optional.empty());
  }
}
