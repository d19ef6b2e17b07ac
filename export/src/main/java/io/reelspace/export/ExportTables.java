package io.reelspace.export;

import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.IndexedWindow;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.StoredVideo;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The tables and the array of an export, written together, video by video. */
final class ExportTables implements AutoCloseable {

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ArrowTable videos;
  private final ArrowTable segments;
  private final ArrowTable frames;
  private final ArrowTable windows;
  private final ArrowTable words;
  private final NpyFile embeddings;

  ExportTables(FolderInProgress folder, SpaceIdentity space) throws IOException {
    boolean whole = false;
    try {
      videos = table(folder, "videos", space, videoColumns());
      segments =
          table(
              folder,
              "segments",
              space,
              List.of(
                  Columns.text("id"),
                  Columns.text("video"),
                  Columns.seconds("start"),
                  Columns.seconds("end"),
                  Columns.embedding(space.dimension(), FloatingPointPrecision.SINGLE)));
      frames =
          table(
              folder,
              "frames",
              space,
              List.of(
                  Columns.integer("segment", Long.SIZE),
                  Columns.seconds("time"),
                  Columns.embedding(space.dimension(), FloatingPointPrecision.HALF)));
      windows =
          table(
              folder,
              "windows",
              space,
              List.of(
                  Columns.text("video"),
                  Columns.text("modality"),
                  Columns.seconds("start"),
                  Columns.seconds("end"),
                  Columns.embedding(space.dimension(), FloatingPointPrecision.SINGLE)));
      words =
          table(
              folder,
              "words",
              space,
              List.of(
                  Columns.text("video"),
                  Columns.seconds("start"),
                  Columns.seconds("end"),
                  Columns.text("text"),
                  Columns.optionalText("language")));
      embeddings = new NpyFile(folder.file("embeddings.npy"), space.dimension());
      opened.push(embeddings);
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private static List<Field> videoColumns() {
    return List.of(
        Columns.text("id"),
        Columns.text("video"),
        Columns.seconds("duration"),
        Columns.integer("width", Integer.SIZE),
        Columns.integer("height", Integer.SIZE),
        Columns.integer("bytes", Long.SIZE),
        Columns.time("modified"),
        Columns.time("added"),
        Columns.optionalTime("recorded"),
        Columns.texts("tags"),
        Columns.texts("languages"),
        Columns.texts("warnings"),
        Columns.texts("words_warnings"),
        Columns.text("sampler"),
        Columns.optionalText("content"),
        Columns.integer("first_segment", Long.SIZE),
        Columns.integer("segments", Integer.SIZE));
  }

  private ArrowTable table(
      FolderInProgress folder, String name, SpaceIdentity space, List<Field> columns)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(); // in the same order in every export
    metadata.put("reelspace.space", space.name());
    metadata.put("reelspace.fingerprint", space.fingerprint());
    ArrowTable table = new ArrowTable(folder.file(name + ".arrow"), new Schema(columns, metadata));
    opened.push(table);
    return table;
  }

  void add(StoredVideo stored) throws IOException {
    addVideo(stored.video(), stored.segments().size());
    for (IndexedSegment segment : stored.segments()) {
      addSegment(stored.video(), segment);
    }
    for (IndexedWindow window : stored.windows()) {
      addWindow(stored.video(), window);
    }
    for (IndexedLine line : stored.lines()) {
      addLine(stored.video(), line);
    }
  }

  private void addVideo(IndexedVideo video, int count) throws IOException {
    int row = videos.next();
    set(videos, "id", row, video.id());
    set(videos, "video", row, video.path());
    set(videos, "duration", row, video.duration());
    videos.column("width", IntVector.class).setSafe(row, video.width());
    videos.column("height", IntVector.class).setSafe(row, video.height());
    videos.column("bytes", BigIntVector.class).setSafe(row, video.bytes());
    TimeStampMicroTZVector recorded = videos.column("recorded", TimeStampMicroTZVector.class);
    videos
        .column("modified", TimeStampMicroTZVector.class)
        .setSafe(row, Columns.micros(video.modified()));
    videos
        .column("added", TimeStampMicroTZVector.class)
        .setSafe(row, Columns.micros(video.added()));
    video.recorded().ifPresent(time -> recorded.setSafe(row, Columns.micros(time)));
    Columns.setSorted(videos.column("tags", ListVector.class), row, video.tags());
    Columns.setSorted(videos.column("languages", ListVector.class), row, video.words().languages());
    Columns.set(videos.column("warnings", ListVector.class), row, video.warnings());
    Columns.set(videos.column("words_warnings", ListVector.class), row, video.words().warnings());
    set(videos, "sampler", row, video.sampler());
    video.content().ifPresent(hash -> set(videos, "content", row, hash));
    videos.column("first_segment", BigIntVector.class).setSafe(row, segments.rows());
    videos.column("segments", IntVector.class).setSafe(row, count);
  }

  private void addSegment(IndexedVideo video, IndexedSegment segment) throws IOException {
    long number = segments.rows();
    int row = segments.next();
    set(segments, "id", row, Identifiers.moment(video.id(), segment.start()));
    set(segments, "video", row, video.path());
    set(segments, "start", row, segment.start());
    set(segments, "end", row, segment.end());
    Columns.set(segments.column("embedding", FixedSizeListVector.class), row, segment.embedding());
    embeddings.add(segment.embedding());
    for (IndexedFrame frame : segment.frames()) {
      int frameRow = frames.next();
      frames.column("segment", BigIntVector.class).setSafe(frameRow, number);
      set(frames, "time", frameRow, frame.time());
      Columns.set(
          frames.column("embedding", FixedSizeListVector.class), frameRow, frame.embedding());
    }
  }

  private void addWindow(IndexedVideo video, IndexedWindow window) throws IOException {
    int row = windows.next();
    set(windows, "video", row, video.path());
    set(windows, "modality", row, window.modality().name().toLowerCase(Locale.ROOT));
    set(windows, "start", row, window.start());
    set(windows, "end", row, window.end());
    Columns.set(windows.column("embedding", FixedSizeListVector.class), row, window.embedding());
  }

  private void addLine(IndexedVideo video, IndexedLine line) throws IOException {
    int row = words.next();
    set(words, "video", row, video.path());
    set(words, "start", row, line.start());
    set(words, "end", row, line.end());
    set(words, "text", row, line.text());
    line.language().ifPresent(code -> set(words, "language", row, code));
  }

  private static void set(ArrowTable table, String column, int row, String text) {
    table.column(column, VarCharVector.class).setSafe(row, Columns.bytes(text));
  }

  private static void set(ArrowTable table, String column, int row, double seconds) {
    table.column(column, Float8Vector.class).setSafe(row, seconds);
  }

  ExportSummary summary() {
    return new ExportSummary(
        videos.rows(), segments.rows(), frames.rows(), windows.rows(), words.rows());
  }

  void finish() throws IOException {
    videos.finish();
    segments.finish();
    frames.finish();
    windows.finish();
    words.finish();
    embeddings.finish();
  }

  @Override
  public void close() throws IOException {
    IOException first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        IOException failure = e instanceof IOException io ? io : new IOException(e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
