package io.reelspace.milvus;

import io.reelspace.error.RemoteException;
import io.reelspace.error.SpaceMismatchException;
import io.reelspace.index.Hit;
import io.reelspace.index.HybridSearch;
import io.reelspace.index.IndexStats;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.IndexedWindow;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SimilarityDistribution;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoIndex;
import io.reelspace.index.WordSearchRequest;
import io.reelspace.index.filter.Filter;
import io.reelspace.space.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** {@link VideoIndex} on a Milvus server; see {@link Tables} and {@link Writer}. */
final class MilvusVideoIndex implements VideoIndex {

  private final Connection server;
  private final SpaceIdentity space;
  private final Reader reader;
  private final Videos videos;
  private final StoredParts stored;
  private final Surplus surplus;
  private final Sample sample;
  private final WordsBeside words;
  private final Optional<Writer> writer;
  private final ReentrantLock changes = new ReentrantLock();

  MilvusVideoIndex(
      Connection server, SpaceIdentity space, MilvusSettings settings, boolean writable) {
    this.server = server;
    this.space = space;
    Tables tables = Tables.of(server.address());
    this.reader = new Reader(server, tables);
    this.videos = new Videos(reader);
    this.stored = new StoredParts(reader, space.dimension());
    this.surplus = new Surplus(reader, videos);
    this.sample = new Sample(reader, surplus);
    Address address = server.address();
    String name = (address.host() + "_" + address.port()).replaceAll("[^A-Za-z0-9_.-]", "-");
    this.words =
        new WordsBeside(
            settings
                .cache()
                .resolve("words")
                .resolve(name + "_" + address.collection() + "-" + space.fingerprint()),
            reader,
            videos,
            stored);
    this.writer =
        writable
            ? Optional.of(
                new Writer(server, tables, reader, videos, surplus, settings.manyWriters()))
            : Optional.empty();
    reader.catchUp();
    writer.ifPresent(Writer::recover);
  }

  @Override
  public SpaceIdentity space() {
    return space;
  }

  @Override
  public void requireSpace(SpaceIdentity given) {
    requireSame(server.address(), space, given);
  }

  static void requireSame(Address address, SpaceIdentity indexed, SpaceIdentity given) {
    if (!indexed.comparableTo(given)) {
      throw new SpaceMismatchException(
          ("%s: the index is of space %s, not %s;"
                  + " use that space, or index into another collection")
              .formatted(address, indexed, given));
    }
  }

  private <T> T change(Function<Writer, T> change) {
    Writer writing =
        writer.orElseThrow(() ->
            new UnsupportedOperationException("index " + server.address() + " is open read-only"));
    changes.lock();
    try {
      return change.apply(writing);
    } finally {
      changes.unlock();
    }
  }

  @Override
  public void upsert(
      IndexedVideo video,
      List<IndexedSegment> segments,
      List<IndexedWindow> windows,
      List<IndexedLine> lines) {
    StoredVideo given = new StoredVideo(video, segments, windows, lines);
    given.requireFits(space, server.address().toString());
    change(writing -> {
      writing.upsert(given);
      return true;
    });
  }

  @Override
  public boolean delete(String videoId) {
    return change(writing -> {
      boolean there = writing.isThere(videoId);
      if (there) {
        writing.delete(videoId);
      }
      return there;
    });
  }

  @Override
  public void commit() {
    change(writing -> {
      writing.commit();
      return true;
    });
    sample.outdated();
    words.outdated();
  }

  @Override
  public void compact(BooleanSupplier stop) {
    if (!stop.getAsBoolean()) {
      change(writing -> {
        writing.flush();
        return true;
      });
    }
  }

  @Override
  public void refresh() {
    reader.catchUp();
    sample.outdated();
    words.outdated();
  }

  @Override
  public Optional<IndexedVideo> video(String videoId) {
    return videos.find(videoId).map(Videos.Current::video);
  }

  private <T> List<T> parts(String videoId, Function<Long, List<T>> read) {
    return videos.find(videoId).map(video -> read.apply(video.version())).orElse(List.of());
  }

  @Override
  public List<IndexedSegment> segments(String videoId) {
    return parts(videoId, stored::segments);
  }

  @Override
  public List<IndexedWindow> windows(String videoId) {
    return parts(videoId, stored::windows);
  }

  @Override
  public List<IndexedLine> lines(String videoId) {
    return parts(videoId, stored::lines);
  }

  @Override
  public List<IndexedVideo> videos(Filter filter) {
    return videos.all(filter);
  }

  @Override
  public void forEach(Consumer<StoredVideo> visitor) {
    List<String> ids = videos.all(Filter.all()).stream().map(IndexedVideo::id).toList();
    for (String id : ids) {
      videos
          .find(id)
          .ifPresent(video ->
              visitor.accept(
                  new StoredVideo(
                      video.video(),
                      stored.segments(video.version()),
                      stored.windows(video.version()),
                      stored.lines(video.version()))));
    }
  }

  @Override
  public List<IndexedVideo> videosUnder(String fileOrFolder) {
    String folder = fileOrFolder.endsWith("/") ? fileOrFolder : fileOrFolder + "/";
    return videos.all(Texts.beginsWith(Fields.PATH, fileOrFolder)).stream()
        .map(Videos.Current::video)
        .filter(video -> video.path().equals(fileOrFolder) || video.path().startsWith(folder))
        .toList();
  }

  @Override
  public List<IndexedVideo> videosOfSize(Set<Long> bytes) {
    return bytes.isEmpty()
        ? List.of()
        : videos.all(Texts.oneOfNumbers(Fields.BYTES, bytes)).stream()
            .map(Videos.Current::video)
            .toList();
  }

  private MilvusSegments segments(Filter filter) {
    return new MilvusSegments(filter, reader, videos, stored, words, space.dimension());
  }

  @Override
  public List<Hit> search(SearchRequest request) {
    StoredVideo.requireDimension(space, server.address().toString(), request.vector());
    try {
      return HybridSearch.run(segments(request.filter()), request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Hit> search(WordSearchRequest request) {
    try {
      return HybridSearch.run(segments(request.filter()), request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public SimilarityDistribution similarities(float[] vector, Modality modality) {
    StoredVideo.requireDimension(space, server.address().toString(), vector);
    return SimilarityDistribution.of(vector, sample.of(modality));
  }

  @Override
  public IndexStats stats() {
    String rest = Surplus.rest(surplus.unfinished());
    Tables tables = reader.tables();
    String isSegment = Fields.MODALITY + " == " + Texts.quoted(Modality.VISUAL.name());
    String isLine = Fields.KIND + " == " + Texts.quoted(Fields.KIND_LINE);
    return new IndexStats(
        reader.count(tables.videos(), rest),
        reader.count(tables.vectors(), Texts.and(isSegment, rest)),
        space.name(),
        space.fingerprint(),
        space.dimension(),
        reader.count(tables.parts(), Texts.and(Texts.and(isLine, Fields.CHUNK + " == 0"), rest)),
        reader.count(tables.vectors(), Texts.and("not (" + isSegment + ")", rest)));
  }

  @Override
  public void close() {
    try (Connection _ = server;
        WordsBeside _ = words) {
      writer.ifPresent(Writer::rollback);
    } catch (RemoteException e) {
      // What was sent and not committed is marked as such, and a later writer takes it away.
      LoggerFactory.getLogger(MilvusVideoIndex.class).warn("closed without the server", e);
    }
  }
}
