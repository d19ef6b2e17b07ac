package io.reelspace.query;

import io.reelspace.index.LinearScale;
import io.reelspace.space.Modality;
import java.util.Map;

/**
 * How the similarities of one query become scores.
 *
 * @param scores makes scores of similarities by which results are ordered
 * @param modalities the modalities in which the query is looked for, and how the similarities of
 *     each become such by which results are ordered
 */
record Scales(ScoreScale scores, Map<Modality, LinearScale> modalities) {

  static Scales ofPictures(ScoreScale scores) {
    return new Scales(scores, Map.of(Modality.VISUAL, LinearScale.IDENTITY));
  }

  static Scales ofSounds(ScoreScale scores) {
    return new Scales(scores, Map.of(Modality.AUDIO, LinearScale.IDENTITY));
  }

  /** Of the pictures and the sound of a moment the better counts. */
  static Scales ofBoth(ScoreScale pictures, ScoreScale sounds) {
    return new Scales(
        pictures,
        Map.of(Modality.VISUAL, LinearScale.IDENTITY, Modality.AUDIO, sounds.onto(pictures)));
  }
}
