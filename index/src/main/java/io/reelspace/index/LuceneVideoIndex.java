package io.reelspace.index;

import io.reelspace.error.ReelspaceException;
import io.reelspace.index.filter.Filter;
import io.reelspace.space.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/** {@link VideoIndex} in Lucene files on this machine; see {@link Documents} for their layout. */
final class LuceneVideoIndex implements VideoIndex {

  private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Query ALL_VIDEOS =
      new TermQuery(new Term(Documents.KIND, Documents.KIND_VIDEO));
  private static final Query ALL_LINES =
      new TermQuery(new Term(Documents.KIND, Documents.KIND_LINE));

  private static final Query ALL_WINDOWS =
      new TermQuery(new Term(Documents.KIND, Documents.KIND_WINDOW));

  private final Path folder;
  private final Directory directory;
  private final SpaceIdentity space;
  private final Optional<IndexWriter> writer;
  private final SearcherManager searchers;
  private final SearchEffort effort;
  private final AtomicLong refreshed = new AtomicLong(System.nanoTime());
  private final Map<Modality, SegmentSample> samples = new ConcurrentHashMap<>();
  private final ReentrantLock changes = new ReentrantLock();

  /** Videos changed since the last commit, and whether they are there now. */
  private final Map<String, Boolean> uncommitted = new HashMap<>();

  LuceneVideoIndex(
      Path folder,
      Directory directory,
      SpaceIdentity space,
      Optional<IndexWriter> writer,
      SearcherManager searchers,
      SearchEffort effort) {
    this.folder = folder;
    this.directory = directory;
    this.space = space;
    this.writer = writer;
    this.searchers = searchers;
    this.effort = effort;
  }

  @Override
  public SpaceIdentity space() {
    return space;
  }

  @Override
  public void requireSpace(SpaceIdentity given) {
    IndexHeader.requireSame(folder, space, given);
  }

  @Override
  public void upsert(
      IndexedVideo video,
      List<IndexedSegment> segments,
      List<IndexedWindow> windows,
      List<IndexedLine> lines) {
    new StoredVideo(video, segments, windows, lines).requireFits(space, folder.toString());
    change(writing -> {
      writing.updateDocuments(
          new Term(Documents.VIDEO, video.id()),
          Documents.block(video, segments, windows, lines, space.dimension()));
      return uncommitted.put(video.id(), true);
    });
  }

  @Override
  public boolean delete(String videoId) {
    return change(writing -> {
      Boolean changed = uncommitted.get(videoId);
      boolean there = changed == null ? video(videoId).isPresent() : changed;
      writing.deleteDocuments(new Term(Documents.VIDEO, videoId));
      uncommitted.put(videoId, false);
      return there;
    });
  }

  @Override
  public void commit() {
    change(writing -> {
      writing.commit();
      uncommitted.clear();
      searchers.maybeRefreshBlocking();
      return true;
    });
  }

  @Override
  public void compact(BooleanSupplier stop) {
    try {
      if (!stop.getAsBoolean()
          && Compaction.isWorthwhile(SegmentInfos.readLatestCommit(directory), effort)
          && Compaction.run(writing(), stop)) {
        commit();
      }
    } catch (IOException e) {
      throw StorageFailures.of(folder, "could not be compacted", e);
    }
  }

  @Override
  public Optional<IndexedVideo> video(String videoId) {
    return read(searcher -> {
      Query query = new TermQuery(new Term(Documents.ID, videoId));
      return videos(searcher, query).stream().findFirst();
    });
  }

  @Override
  public List<IndexedSegment> segments(String videoId) {
    return read(searcher -> StoredSegments.of(searcher, videoId));
  }

  @Override
  public Optional<IndexedSegment> segment(String videoId, double start) {
    return read(searcher ->
        StoredSegments.of(searcher, videoId, begins -> begins == start).stream().findFirst());
  }

  @Override
  public List<IndexedWindow> windows(String videoId) {
    return read(searcher -> windows(searcher, videoId));
  }

  static List<IndexedWindow> windows(IndexSearcher searcher, String videoId) throws IOException {
    List<IndexedWindow> windows = new ArrayList<>();
    forEach(
        searcher,
        partsOf(videoId, ALL_WINDOWS),
        (leaf, doc) -> windows.add(Documents.window(leaf.reader(), doc)));
    return windows;
  }

  @Override
  public List<IndexedLine> lines(String videoId) {
    return read(searcher -> lines(searcher, videoId));
  }

  static List<IndexedLine> lines(IndexSearcher searcher, String videoId) throws IOException {
    List<IndexedLine> lines = new ArrayList<>();
    forEach(
        searcher,
        partsOf(videoId, ALL_LINES),
        (leaf, doc) -> lines.add(Documents.line(leaf.reader(), doc)));
    return lines;
  }

  private static Query partsOf(String videoId, Query kind) {
    return new BooleanQuery.Builder()
        .add(new TermQuery(new Term(Documents.VIDEO, videoId)), BooleanClause.Occur.FILTER)
        .add(kind, BooleanClause.Occur.FILTER)
        .build();
  }

  @Override
  public void forEach(Consumer<StoredVideo> visitor) {
    read(searcher -> {
      StoredVideos.forEach(searcher, visitor);
      return true;
    });
  }

  @Override
  public List<IndexedVideo> videos(Filter filter) {
    return read(searcher -> videos(searcher, FilterQueries.of(filter)));
  }

  @Override
  public List<IndexedVideo> videosUnder(String fileOrFolder) {
    String separator = folder.getFileSystem().getSeparator();
    String prefix = fileOrFolder.endsWith(separator) ? fileOrFolder : fileOrFolder + separator;
    Query query =
        new BooleanQuery.Builder()
            .add(new TermQuery(new Term(Documents.FILE, fileOrFolder)), BooleanClause.Occur.SHOULD)
            .add(new PrefixQuery(new Term(Documents.FILE, prefix)), BooleanClause.Occur.SHOULD)
            .build();
    return read(searcher -> videos(searcher, query));
  }

  @Override
  public List<IndexedVideo> videosOfSize(Set<Long> bytes) {
    Query query = LongPoint.newSetQuery(Documents.SIZE, bytes);
    return read(searcher -> videos(searcher, query));
  }

  @Override
  public List<Hit> search(SearchRequest request) {
    requireDimension(request.vector());
    return read(searcher ->
        HybridSearch.run(LuceneSegments.of(searcher, request.filter(), effort), request));
  }

  @Override
  public List<Hit> search(WordSearchRequest request) {
    return read(searcher ->
        HybridSearch.run(LuceneSegments.of(searcher, request.filter(), effort), request));
  }

  @Override
  public SimilarityDistribution similarities(float[] vector, Modality modality) {
    requireDimension(vector);
    return read(searcher -> {
      SegmentSample known = samples.get(modality);
      if (known == null || !known.reader().equals(searcher.getIndexReader())) {
        known = SegmentSample.of(searcher, modality);
        samples.put(modality, known); // of two threads that come at once both draw the same
      }
      return known.similarities(vector);
    });
  }

  @Override
  public IndexStats stats() {
    return read(searcher -> {
      long videos = searcher.count(ALL_VIDEOS);
      long lines = searcher.count(ALL_LINES);
      long windows = searcher.count(ALL_WINDOWS);
      long segments = searcher.getIndexReader().numDocs() - videos - lines - windows;
      return new IndexStats(
          videos, segments, space.name(), space.fingerprint(), space.dimension(), lines, windows);
    });
  }

  @Override
  public void close() {
    try {
      // Rolling back rather than closing: what was not committed is not to appear later.
      IOUtils.close(writer.isPresent() ? writer.get()::rollback : null, searchers, directory);
    } catch (IOException e) {
      throw StorageFailures.of(folder, "could not be closed", e);
    }
  }

  private void requireDimension(float[] vector) {
    StoredVideo.requireDimension(space, folder.toString(), vector);
  }

  private static List<IndexedVideo> videos(IndexSearcher searcher, Query query) throws IOException {
    List<IndexedVideo> videos = new ArrayList<>();
    forEach(
        searcher,
        query,
        (leaf, doc) -> videos.add(Documents.video(leaf.reader().storedFields(), doc)));
    videos.sort(Comparator.comparing(IndexedVideo::path));
    return videos;
  }

  interface Visit {
    void accept(LeafReaderContext leaf, int document) throws IOException;
  }

  static void forEach(IndexSearcher searcher, Query query, Visit visit) throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue; // nothing in this leaf matches
      }
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator matches = scorer.iterator();
      for (int doc = matches.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = matches.nextDoc()) {
        if (live == null || live.get(doc)) {
          visit.accept(leaf, doc);
        }
      }
    }
  }

  private interface Change<T> {
    T apply(IndexWriter writer) throws IOException;
  }

  private IndexWriter writing() {
    return writer.orElseThrow(
        () -> new UnsupportedOperationException("index " + folder + " is open read-only"));
  }

  private <T> T change(Change<T> change) {
    IndexWriter writing = writing();
    changes.lock();
    try {
      return change.apply(writing);
    } catch (IOException | IllegalStateException e) {
      // After a failure that it cannot undo, Lucene closes its writer and refuses all else in ways
      // that say little; the first failure is what to report.
      Throwable first = writing.getTragicException();
      if (first == null && e instanceof IllegalStateException misuse) {
        throw misuse;
      }
      throw StorageFailures.of(folder, "could not be written", first == null ? e : first);
    } finally {
      changes.unlock();
    }
  }

  @Override
  public void refresh() {
    try {
      searchers.maybeRefreshBlocking();
    } catch (IOException e) {
      throw StorageFailures.of(folder, "could not be read", e);
    }
  }

  interface Reading<T> {
    T apply(IndexSearcher searcher) throws IOException;
  }

  /** Reads one state of the index. */
  <T> T read(Reading<T> reading) {
    try {
      refreshIfDue();
      IndexSearcher searcher = searchers.acquire();
      try {
        return reading.apply(searcher);
      } catch (ReelspaceException | UncheckedIOException e) {
        throw e;
      } catch (RuntimeException e) {
        requireIntact(searcher); // a damaged file may show as any failure
        throw e;
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw StorageFailures.of(folder, "could not be read", e);
    } catch (UncheckedIOException e) {
      throw StorageFailures.of(folder, "could not be read", e.getCause());
    }
  }

  /** A writer refreshes when it commits; a reader looks now and then what others committed. */
  private void refreshIfDue() throws IOException {
    long last = refreshed.get();
    long now = System.nanoTime();
    if (writer.isEmpty() && now - last > REFRESH_NANOS && refreshed.compareAndSet(last, now)) {
      searchers.maybeRefresh();
    }
  }

  private static void requireIntact(IndexSearcher searcher) throws IOException {
    for (LeafReaderContext leaf : searcher.getLeafContexts()) {
      leaf.reader().checkIntegrity();
    }
  }
}
