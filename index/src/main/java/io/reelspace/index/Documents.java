package io.reelspace.index;

import io.reelspace.space.Modality;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * How a video and its segments lie in Lucene: one block of documents, the segments in the order of
 * time, then the lines of its words, the windows of its sound, and the video last.
 *
 * <p>A segment carries all that a hit shows in doc values, so that a search reads no stored fields;
 * a video keeps its metadata in stored fields.
 */
final class Documents {

  /** Identifier of the video, on its own document and those of its segments. */
  static final String VIDEO = "video";

  /** Embedding of a segment. */
  static final String EMBEDDING = "embedding";

  /** The field of a modality's embeddings. */
  static String embedding(Modality modality) {
    return modality == Modality.VISUAL
        ? EMBEDDING
        : EMBEDDING + "." + modality.name().toLowerCase(Locale.ROOT);
  }

  /** Embeddings of a segment's frames, see {@link QuantisedFrames}. */
  static final String FRAMES = "frames";

  /** Mean of the embeddings, on the video's document. */
  static final String MEAN = "mean";

  /** Path, on the video's document. */
  static final String FILE = "file";

  /** Identifier, on the video's document. */
  static final String ID = "id";

  /** Tells the documents of videos, which alone have it, from those of segments. */
  static final String KIND = "kind";

  static final String KIND_VIDEO = "video";

  /** The kind of a line of words. */
  static final String KIND_LINE = "line";

  /** The kind of a stretch of sound, and of others that are embedded beside the pictures. */
  static final String KIND_WINDOW = "window";

  /** Documents of the video's block before its own. */
  static final String BLOCK = "block";

  /** Segments among them, which come first. */
  static final String SEGMENTS = "segments";

  /** How many windows are among them. */
  static final String WINDOWS = "windows";

  private static final String MODALITY = "modality";
  private static final String FIRST_SEGMENT = "first";
  private static final String SEGMENT_COUNT = "count";
  private static final String LANGUAGE = "language";
  private static final String RECORDED = "recorded";
  private static final String TAG = "tag";
  private static final String SOURCES = "sources";
  private static final String WORDS_WARNING = "words-warning";
  private static final String CONTENT = "content";

  /** Bytes of the video's file, to be searched for. */
  static final String SIZE = "size";

  private static final String PATH = "path";
  private static final String START = "start";
  private static final String END = "end";
  private static final String DURATION = "duration";
  private static final String BYTES = "bytes";
  private static final String MODIFIED = "modified";
  private static final String ADDED = "added";
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String SAMPLER = "sampler";
  private static final String WARNING = "warning";

  private Documents() {}

  static List<Document> block(
      IndexedVideo video,
      List<IndexedSegment> segments,
      List<IndexedWindow> windows,
      List<IndexedLine> lines,
      int dimension) {
    List<Document> block = new ArrayList<>(segments.size() + windows.size() + lines.size() + 1);
    List<IndexedSegment> ordered =
        segments.stream().sorted(Comparator.comparingDouble(IndexedSegment::start)).toList();
    ordered.forEach(segment -> block.add(segmentDocument(video, segment)));
    if (!ordered.isEmpty()) { // words without a moment have no place to be found at
      lines.forEach(line -> block.add(lineDocument(video, line, ordered, block.size())));
    }
    windows.forEach(window -> block.add(windowDocument(video, window)));
    Document document = videoDocument(video);
    document.add(new NumericDocValuesField(WINDOWS, windows.size()));
    document.add(new NumericDocValuesField(BLOCK, block.size()));
    document.add(new NumericDocValuesField(SEGMENTS, segments.size()));
    Embeddings.mean(segments, dimension).ifPresent(mean -> document.add(vectorField(MEAN, mean)));
    block.add(document);
    return block;
  }

  private static Document placed(IndexedVideo video, double start, double end) {
    Document document = new Document();
    addVideoId(document, video.id());
    document.add(new SortedDocValuesField(PATH, new BytesRef(video.path())));
    document.add(new NumericDocValuesField(START, Double.doubleToRawLongBits(start)));
    document.add(new NumericDocValuesField(END, Double.doubleToRawLongBits(end)));
    return document;
  }

  private static Document windowDocument(IndexedVideo video, IndexedWindow window) {
    Document document = placed(video, window.start(), window.end());
    document.add(new StringField(KIND, KIND_WINDOW, Field.Store.NO));
    document.add(new StoredField(MODALITY, window.modality().name()));
    document.add(vectorField(embedding(window.modality()), window.embedding()));
    return document;
  }

  /** The window that a document stands for. */
  static IndexedWindow window(LeafReader leaf, int document) throws IOException {
    Modality modality = Modality.valueOf(leaf.storedFields().document(document).get(MODALITY));
    FloatVectorValues vectors = leaf.getFloatVectorValues(embedding(modality));
    KnnVectorValues.DocIndexIterator position = vectors.iterator();
    position.advance(document);
    return new IndexedWindow(
        modality,
        seconds(leaf, START, document),
        seconds(leaf, END, document),
        vectors.vectorValue(position.index()).clone());
  }

  private static Document segmentDocument(IndexedVideo video, IndexedSegment segment) {
    Document document = placed(video, segment.start(), segment.end());
    document.add(vectorField(EMBEDDING, segment.embedding()));
    if (!segment.frames().isEmpty()) {
      QuantisedFrames frames = QuantisedFrames.of(segment.frames(), segment.embedding());
      document.add(new BinaryDocValuesField(FRAMES, frames.bytes()));
    }
    return document;
  }

  /**
   * A line knows during which segments it is said, as a distance within the block, which stays the
   * same for as long as the block does.
   */
  private static Document lineDocument(
      IndexedVideo video, IndexedLine given, List<IndexedSegment> segments, int position) {
    IndexedLine line = given.within(segments);
    Document document = new Document();
    document.add(new StringField(VIDEO, video.id(), Field.Store.NO));
    document.add(new StringField(KIND, KIND_LINE, Field.Store.NO));
    double start = line.start();
    double end = line.end();
    document.add(new NumericDocValuesField(START, Double.doubleToRawLongBits(start)));
    document.add(new NumericDocValuesField(END, Double.doubleToRawLongBits(end)));
    int first = 0;
    while (first < segments.size() - 1 && segments.get(first).end() <= start) {
      first++;
    }
    int last = first;
    while (last < segments.size() - 1 && segments.get(last + 1).start() < end) {
      last++;
    }
    document.add(new NumericDocValuesField(FIRST_SEGMENT, position - first));
    document.add(new NumericDocValuesField(SEGMENT_COUNT, last - first + 1));
    document.add(new TextField(WordAnalysis.PLAIN, line.text(), Field.Store.YES));
    line.language()
        .ifPresent(language -> {
          document.add(new StoredField(LANGUAGE, language));
          String field = WordAnalysis.field(language);
          if (!field.equals(WordAnalysis.PLAIN)) {
            document.add(new TextField(field, line.text(), Field.Store.NO));
          }
        });
    return document;
  }

  private static Document videoDocument(IndexedVideo video) {
    Document document = new Document();
    addVideoId(document, video.id());
    document.add(new StringField(ID, video.id(), Field.Store.YES));
    document.add(new StringField(KIND, KIND_VIDEO, Field.Store.NO));
    document.add(new StringField(FILE, video.path(), Field.Store.YES));
    document.add(new StoredField(DURATION, video.duration()));
    document.add(new StoredField(BYTES, video.bytes()));
    document.add(new LongPoint(SIZE, video.bytes()));
    video.content().ifPresent(hash -> document.add(new StoredField(CONTENT, hash)));
    document.add(new StoredField(MODIFIED, video.modified().toString()));
    document.add(new StoredField(ADDED, video.added().toString()));
    document.add(new StoredField(WIDTH, video.width()));
    document.add(new StoredField(HEIGHT, video.height()));
    document.add(new StoredField(SAMPLER, video.sampler()));
    for (String warning : video.warnings()) {
      document.add(new StoredField(WARNING, warning));
    }
    document.add(new StoredField(SOURCES, video.words().sources()));
    video.recorded().ifPresent(time -> document.add(new StoredField(RECORDED, time.toString())));
    video.tags().forEach(tag -> document.add(new StoredField(TAG, tag)));
    video.words().languages().forEach(code -> document.add(new StoredField(LANGUAGE, code)));
    for (String warning : video.words().warnings()) {
      document.add(new StoredField(WORDS_WARNING, warning));
    }
    addFiltered(document, video);
    return document;
  }

  /** The name of what a filter asks for. */
  static String filtered(io.reelspace.index.filter.Field field) {
    return field == io.reelspace.index.filter.Field.PATH ? FILE : "filter." + field.word();
  }

  private static void addFiltered(Document document, IndexedVideo video) {
    for (io.reelspace.index.filter.Field field : io.reelspace.index.filter.Field.values()) {
      String name = filtered(field);
      switch (field) {
        case PATH -> {} // is there already
        case NAME -> document.add(new StringField(name, name(video.path()), Field.Store.NO));
        case DURATION -> document.add(new DoubleField(name, video.duration(), Field.Store.NO));
        case WIDTH -> document.add(new IntField(name, video.width(), Field.Store.NO));
        case HEIGHT -> document.add(new IntField(name, video.height(), Field.Store.NO));
        case RESOLUTION ->
            document.add(
                new IntField(name, Math.min(video.width(), video.height()), Field.Store.NO));
        case ADDED ->
            document.add(new LongField(name, video.added().toEpochMilli(), Field.Store.NO));
        case RECORDED ->
            video
                .recorded()
                .ifPresent(
                    time -> document.add(new LongField(name, time.toEpochMilli(), Field.Store.NO)));
        case LANGUAGE ->
            video
                .words()
                .languages()
                .forEach(code -> document.add(new StringField(name, code, Field.Store.NO)));
        case TAG ->
            video.tags().forEach(tag -> document.add(new StringField(name, tag, Field.Store.NO)));
      }
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static void addVideoId(Document document, String id) {
    document.add(new StringField(VIDEO, id, Field.Store.NO));
    document.add(new SortedDocValuesField(VIDEO, new BytesRef(id)));
  }

  private static Field vectorField(String name, float[] vector) {
    return new KnnFloatVectorField(name, vector, VectorSimilarityFunction.DOT_PRODUCT);
  }

  static IndexedVideo video(StoredFields storedFields, int document) throws IOException {
    Document stored = storedFields.document(document);
    return new IndexedVideo(
        stored.get(ID),
        stored.get(FILE),
        number(stored, DURATION).doubleValue(),
        number(stored, BYTES).longValue(),
        Instant.parse(stored.get(MODIFIED)),
        Instant.parse(stored.get(ADDED)),
        number(stored, WIDTH).intValue(),
        number(stored, HEIGHT).intValue(),
        stored.get(SAMPLER),
        List.of(stored.getValues(WARNING)),
        Optional.ofNullable(stored.get(RECORDED)).map(Instant::parse),
        Set.of(stored.getValues(TAG)),
        new IndexedWords(
            Optional.ofNullable(stored.get(SOURCES)).orElse(""),
            Set.of(stored.getValues(LANGUAGE)),
            List.of(stored.getValues(WORDS_WARNING))),
        Optional.ofNullable(stored.get(CONTENT)));
  }

  /** The line that a document stands for. */
  static IndexedLine line(LeafReader leaf, int document) throws IOException {
    Document stored = leaf.storedFields().document(document);
    return new IndexedLine(
        seconds(leaf, START, document),
        seconds(leaf, END, document),
        stored.get(WordAnalysis.PLAIN),
        Optional.ofNullable(stored.get(LANGUAGE)));
  }

  /** The segments during which a line is said. */
  static Segments segments(LeafReader leaf, int line) throws IOException {
    return new Segments(
        line - (int) number(leaf, FIRST_SEGMENT, line), (int) number(leaf, SEGMENT_COUNT, line));
  }

  /**
   * Segments one after another.
   *
   * @param first number of the document within the leaf
   */
  record Segments(int first, int count) {}

  private static Number number(Document stored, String field) {
    return stored.getField(field).numericValue();
  }

  /** The moment that a segment's document stands for. */
  static SegmentPlace moment(LeafReader leaf, int document) throws IOException {
    return new SegmentPlace(
        sorted(leaf, VIDEO, document),
        sorted(leaf, PATH, document),
        seconds(leaf, START, document),
        seconds(leaf, END, document));
  }

  private static String sorted(LeafReader leaf, String field, int document) throws IOException {
    SortedDocValues values = DocValues.getSorted(leaf, field);
    if (!values.advanceExact(document)) {
      throw new IllegalStateException("segment without " + field);
    }
    return values.lookupOrd(values.ordValue()).utf8ToString();
  }

  private static double seconds(LeafReader leaf, String field, int document) throws IOException {
    return Double.longBitsToDouble(number(leaf, field, document));
  }

  private static long number(LeafReader leaf, String field, int document) throws IOException {
    NumericDocValues values = DocValues.getNumeric(leaf, field);
    if (!values.advanceExact(document)) {
      throw new IllegalStateException("document without " + field);
    }
    return values.longValue();
  }
}
