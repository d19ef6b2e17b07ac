package io.reelspace.index;

import java.io.IOException;

/** A segment or window of a store; equal ones are the same segment. */
public interface SegmentReference {

  /** Its number; neighbours in time within a video are neighbours in number. */
  int number();

  /** Where it lies; may be read only when it is asked for. */
  SegmentPlace place() throws IOException;
}
