package io.reelspace.media;

/**
 * How a clip is cut.
 *
 * @param copy whether the streams are copied as they are: fast and without loss, but the clip holds
 *     what lies between its start and the key frame before, which players are told to pass over
 * @param overwrite whether a file that is there already is replaced
 */
public record ClipOptions(boolean copy, boolean overwrite) {

  /** Encoded anew, exact to the frame; nothing is overwritten. */
  public static final ClipOptions DEFAULT = new ClipOptions(false, false);
}
