package io.reelspace.milvus;

/** Names of the fields in the three collections of an index. */
final class Fields {

  /** Primary key, in all three. */
  static final String KEY = "pk";

  /** Of a video, the same in all its rows; never given twice. */
  static final String VERSION = "version";

  /** Identifier of a video, in all three. */
  static final String VIDEO = "video";

  // What filters ask for, on vectors and videos.
  static final String PATH = "path";
  static final String NAME = "name";
  static final String DURATION = "duration";
  static final String WIDTH = "width";
  static final String HEIGHT = "height";
  static final String RESOLUTION = "resolution";

  /** Milliseconds since 1970. */
  static final String ADDED = "added";

  /** The same; {@link #UNKNOWN} where it is not known. */
  static final String RECORDED = "recorded";

  static final String LANGUAGES = "languages";
  static final String TAGS = "tags";

  // Vectors.
  static final String MODALITY = "modality";
  static final String NUMBER = "number";
  static final String START = "start_time";
  static final String END = "end_time";

  /** A number by chance, evenly spread, by which a sample is taken. */
  static final String SPREAD = "spread";

  static final String EMBEDDING = "embedding";

  // Videos.
  static final String BYTES = "bytes";
  static final String SEGMENTS = "segments";
  static final String WINDOWS = "windows";
  static final String LINES = "lines";
  static final String ABOUT = "about";

  // Parts: frames, lines, and what is being written.
  static final String KIND = "kind";
  static final String CHUNK = "chunk";
  static final String CHUNKS = "chunks";
  static final String TEXT = "text";

  /** Every collection must have a vector. */
  static final String NONE = "none";

  static final String KIND_FRAMES = "frames";
  static final String KIND_LINE = "line";
  static final String KIND_PENDING = "pending";

  /** No time of recording. */
  static final long UNKNOWN = Long.MIN_VALUE + 1;

  private Fields() {}
}
