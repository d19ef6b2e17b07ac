package io.reelspace.index;

/** What one result of a search stands for. */
public enum Grouping {
  /** Every matching moment is a result of its own. */
  MOMENT,
  /** Each video is one result, at its best moment. */
  VIDEO
}
