package io.reelspace.index;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * How a video and its segments lie in Lucene: one block of documents, the segments in the order of
 * time and the video last.
 *
 * <p>A segment carries all that a hit shows in doc values, so that a search reads no stored fields;
 * a video keeps its metadata in stored fields.
 */
final class Documents {

  /** Identifier of the video, on its own document and those of its segments. */
  static final String VIDEO = "video";

  /** Embedding of a segment. */
  static final String EMBEDDING = "embedding";

  /** Mean of the embeddings, on the video's document. */
  static final String MEAN = "mean";

  /** Path, on the video's document. */
  static final String FILE = "file";

  /** Identifier, on the video's document. */
  static final String ID = "id";

  /** Tells the documents of videos, which alone have it, from those of segments. */
  static final String KIND = "kind";

  static final String KIND_VIDEO = "video";

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

  static List<Document> block(IndexedVideo video, List<IndexedSegment> segments, int dimension) {
    List<Document> block = new ArrayList<>(segments.size() + 1);
    segments.stream()
        .sorted(Comparator.comparingDouble(IndexedSegment::start))
        .forEach(segment -> block.add(segmentDocument(video, segment)));
    Document document = videoDocument(video);
    Embeddings.mean(segments, dimension).ifPresent(mean -> document.add(vectorField(MEAN, mean)));
    block.add(document);
    return block;
  }

  private static Document segmentDocument(IndexedVideo video, IndexedSegment segment) {
    Document document = new Document();
    addVideoId(document, video.id());
    document.add(new SortedDocValuesField(PATH, new BytesRef(video.path())));
    document.add(new NumericDocValuesField(START, Double.doubleToRawLongBits(segment.start())));
    document.add(new NumericDocValuesField(END, Double.doubleToRawLongBits(segment.end())));
    document.add(vectorField(EMBEDDING, segment.embedding()));
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
    document.add(new StoredField(MODIFIED, video.modified().toString()));
    document.add(new StoredField(ADDED, video.added().toString()));
    document.add(new StoredField(WIDTH, video.width()));
    document.add(new StoredField(HEIGHT, video.height()));
    document.add(new StoredField(SAMPLER, video.sampler()));
    for (String warning : video.warnings()) {
      document.add(new StoredField(WARNING, warning));
    }
    return document;
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
        List.of(stored.getValues(WARNING)));
  }

  private static Number number(Document stored, String field) {
    return stored.getField(field).numericValue();
  }

  /** The moment that a segment's document stands for. */
  static Moment moment(LeafReader leaf, int document) throws IOException {
    return new Moment(
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
    NumericDocValues values = DocValues.getNumeric(leaf, field);
    if (!values.advanceExact(document)) {
      throw new IllegalStateException("segment without " + field);
    }
    return Double.longBitsToDouble(values.longValue());
  }

  /** Where a segment lies. */
  record Moment(String videoId, String path, double start, double end) {}
}
