package io.reelspace.index;

import java.io.IOException;
import java.util.Optional;

/** The segments of one video with their frames, read one by one as they are asked for. */
public interface VideoFrames {

  /** The segment of a number; empty where it is none, of another video, or has no frames. */
  Optional<IndexedSegment> segment(int number) throws IOException;

  /** The direction of the mean of its segments' embeddings; empty where these cancel out. */
  Optional<float[]> mean() throws IOException;
}
