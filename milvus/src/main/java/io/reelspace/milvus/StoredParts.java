package io.reelspace.milvus;

import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedWindow;
import io.reelspace.index.SegmentPlace;
import io.reelspace.space.Modality;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the rows of videos back. */
final class StoredParts {

  private static final int VECTORS_OF_A_PAGE = 1_000;
  private static final int PARTS_OF_A_PAGE = 400;

  private final Reader reader;
  private final int dimension;
  private final float[] unknown;
  private final KeptFrames kept;

  StoredParts(Reader reader, int dimension) {
    this.reader = reader;
    this.dimension = dimension;
    this.unknown = new float[dimension];
    this.kept = new KeptFrames(unknown);
  }

  private static String of(long version) {
    return Fields.VERSION + " == " + version;
  }

  private static String isSegment() {
    return Fields.MODALITY + " == " + Texts.quoted(Modality.VISUAL.name());
  }

  /** The segments of a version in the order of time, with embeddings and frames. */
  List<IndexedSegment> segments(long version) {
    Map<Integer, String> frames = texts(version, Fields.KIND_FRAMES);
    List<IndexedSegment> segments = new ArrayList<>();
    reader.scan(
        reader.tables().vectors(),
        Texts.and(of(version), isSegment()),
        VECTORS_OF_A_PAGE,
        row -> {
          float[] embedding = row.vector(Fields.EMBEDDING);
          String text = frames.get((int) row.number(Fields.NUMBER));
          segments.add(
              text == null
                  ? new IndexedSegment(row.real(Fields.START), row.real(Fields.END), embedding)
                  : Rows.frames(text, embedding));
        },
        Fields.NUMBER,
        Fields.START,
        Fields.END,
        Fields.EMBEDDING);
    segments.sort(Comparator.comparingDouble(IndexedSegment::start));
    return segments;
  }

  /** When the segments of a version are, in the order of time; without what they show. */
  List<IndexedSegment> times(long version) {
    List<IndexedSegment> segments = new ArrayList<>();
    reader.scan(
        reader.tables().vectors(),
        Texts.and(of(version), isSegment()),
        Reader.MOST / 2,
        row ->
            segments.add(
                new IndexedSegment(
                    row.real(Fields.START), row.real(Fields.END), new float[dimension])),
        Fields.START,
        Fields.END);
    return segments;
  }

  List<IndexedWindow> windows(long version) {
    List<IndexedWindow> windows = new ArrayList<>();
    reader.scan(
        reader.tables().vectors(),
        Texts.and(of(version), "not (" + isSegment() + ")"),
        VECTORS_OF_A_PAGE,
        row ->
            windows.add(
                new IndexedWindow(
                    Modality.valueOf(row.text(Fields.MODALITY)),
                    row.real(Fields.START),
                    row.real(Fields.END),
                    row.vector(Fields.EMBEDDING))),
        Fields.MODALITY,
        Fields.START,
        Fields.END,
        Fields.EMBEDDING);
    return windows;
  }

  List<IndexedLine> lines(long version) {
    return texts(version, Fields.KIND_LINE).values().stream().map(Rows::line).toList();
  }

  /** By number, the texts of a kind, put together from their chunks. */
  private Map<Integer, String> texts(long version, String kind) {
    Map<Integer, String> texts = new TreeMap<>();
    reader.scan(
        reader.tables().parts(),
        Texts.and(of(version), Fields.KIND + " == " + Texts.quoted(kind)),
        PARTS_OF_A_PAGE,
        row -> texts.merge((int) row.number(Fields.NUMBER), row.text(Fields.TEXT), String::concat),
        Fields.NUMBER,
        Fields.TEXT);
    return texts;
  }

  /** Those of some segments that have frames; only where these need it with its embedding. */
  Map<MilvusSegment, IndexedSegment> frames(Collection<MilvusSegment> wanted) {
    Map<MilvusSegment, IndexedSegment> found = kept.find(wanted);
    List<MilvusSegment> missing =
        wanted.stream().filter(segment -> !found.containsKey(segment)).toList();
    Map<MilvusSegment, String> texts = texts(missing);
    List<MilvusSegment> alone =
        texts.keySet().stream().filter(each -> Rows.needsEmbedding(texts.get(each))).toList();
    Map<MilvusSegment, float[]> embeddings = embeddings(alone);
    Map<MilvusSegment, IndexedSegment> read = new HashMap<>();
    texts.forEach((segment, text) ->
        read.put(segment, Rows.frames(text, embeddings.getOrDefault(segment, unknown))));
    kept.keep(read);
    found.putAll(read);
    return found;
  }

  /** The texts of frames, put together from their chunks. */
  private Map<MilvusSegment, String> texts(Collection<MilvusSegment> wanted) {
    Map<String, MilvusSegment> byKey = new HashMap<>();
    for (MilvusSegment segment : wanted) {
      byKey.put(partKey(segment, 0), segment);
    }
    Map<MilvusSegment, String> texts = new HashMap<>();
    Map<String, MilvusSegment> rest = new HashMap<>();
    read(byKey, texts, rest);
    read(rest, texts, new HashMap<>());
    return texts;
  }

  private static String partKey(MilvusSegment segment, int chunk) {
    return Rows.partKey(segment.version(), Fields.KIND_FRAMES, segment.number(), chunk);
  }

  /**
   * Appends chunks to texts.
   *
   * @param rest is given the keys of the chunks that follow
   */
  private void read(
      Map<String, MilvusSegment> byKey,
      Map<MilvusSegment, String> texts,
      Map<String, MilvusSegment> rest) {
    List<String> keys = byKey.keySet().stream().sorted().toList(); // chunks in their order
    for (int from = 0; from < keys.size(); from += PARTS_OF_A_PAGE) {
      List<String> batch = keys.subList(from, Math.min(from + PARTS_OF_A_PAGE, keys.size()));
      Map<String, Reader.Row> rows = new TreeMap<>();
      reader
          .byKeys(reader.tables().parts(), batch, Fields.CHUNKS, Fields.TEXT)
          .forEach(row -> rows.put(row.text(Fields.KEY), row));
      rows.forEach((key, row) -> {
        MilvusSegment segment = byKey.get(key);
        texts.merge(segment, row.text(Fields.TEXT), String::concat);
        for (int chunk = 1; chunk < row.number(Fields.CHUNKS); chunk++) {
          rest.put(partKey(segment, chunk), segment);
        }
      });
    }
  }

  /**
   * A segment that was read.
   *
   * @param segment with its true place
   */
  @SuppressWarnings("ArrayRecordComponent") // an embedding is handed on, not compared
  record Placed(MilvusSegment segment, float[] embedding) {}

  private Map<MilvusSegment, float[]> embeddings(Collection<MilvusSegment> wanted) {
    Map<MilvusSegment, float[]> embeddings = new HashMap<>();
    placed(wanted).forEach((segment, placed) -> embeddings.put(segment, placed.embedding()));
    return embeddings;
  }

  /** Some segments with their times and embeddings, as far as they are there. */
  Map<MilvusSegment, Placed> placed(Collection<MilvusSegment> wanted) {
    Map<String, MilvusSegment> byKey = new HashMap<>();
    for (MilvusSegment segment : wanted) {
      byKey.put(Rows.vectorKey(segment.version(), segment.modality(), segment.number()), segment);
    }
    List<String> keys = List.copyOf(byKey.keySet());
    Map<MilvusSegment, Placed> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += VECTORS_OF_A_PAGE) {
      List<String> batch = keys.subList(from, Math.min(from + VECTORS_OF_A_PAGE, keys.size()));
      for (Reader.Row row :
          reader.byKeys(
              reader.tables().vectors(), batch, Fields.START, Fields.END, Fields.EMBEDDING)) {
        MilvusSegment segment = byKey.get(row.text(Fields.KEY));
        found.put(segment, placed(segment, row));
      }
    }
    return found;
  }

  private static Placed placed(MilvusSegment segment, Reader.Row row) {
    SegmentPlace place =
        new SegmentPlace(
            segment.place().videoId(),
            segment.place().path(),
            row.real(Fields.START),
            row.real(Fields.END));
    return new Placed(segment.at(place), row.vector(Fields.EMBEDDING));
  }
}
