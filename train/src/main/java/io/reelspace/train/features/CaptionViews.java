package io.reelspace.train.features;

import java.util.SplittableRandom;
import java.util.StringJoiner;

/**
 * How many views of each text are encoded: view 0 is the text as it is; of the others each word is
 * left out with a probability (word dropout, Iyyer et al. 2015), one at least stays. As encoders of
 * sentences are frozen, words are left out before them. A view follows from the seed, the text and
 * the view's number alone.
 *
 * @param count at least 1
 * @param wordDropout the probability, in {@code [0, 1)}; above 0 where there are several views
 * @param seed of the random draws
 */
public record CaptionViews(int count, double wordDropout, long seed) {

  /** The text as it is, and nothing else. */
  public static final CaptionViews ORIGINAL = new CaptionViews(1, 0, 0);

  /** Refuses no view at all, several equal ones, and what is no probability. */
  public CaptionViews {
    if (count < 1 || !(wordDropout >= 0 && wordDropout < 1) || (count > 1 && wordDropout == 0)) {
      throw new IllegalArgumentException(count + " views with word dropout " + wordDropout);
    }
  }

  /** One view of a text. */
  String view(String text, int view) {
    String[] words = text.strip().split("\\s+", -1);
    if (view == 0 || words.length < 2) {
      return text;
    }
    SplittableRandom random = new SplittableRandom(Views.mixed(seed, text, view));
    int staying = random.nextInt(words.length);
    StringJoiner kept = new StringJoiner(" ");
    for (int i = 0; i < words.length; i++) {
      boolean stays = random.nextDouble() >= wordDropout;
      if (stays || i == staying) {
        kept.add(words[i]);
      }
    }
    return kept.toString();
  }

  /** Says how texts are changed, for the features' format. */
  String description() {
    return count == 1
        ? ""
        : "%d views, word dropout %s, seed %d".formatted(count, wordDropout, seed);
  }
}
