package io.reelspace.spark;

import io.reelspace.index.Hit;
import io.reelspace.index.Identifiers;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * An index of the whole cluster as the ingest of one task sees it: videos of other machines and
 * file systems under the paths of their copies here.
 *
 * <p>Content that the index has at another path is not looked for: that a path is not there says
 * nothing of a video that another machine can see. Files are put together once, by the driver, at
 * the end of all.
 */
class ListedIndex implements VideoIndex {

  private final VideoIndex shared;

  /** By the path and the identifier that an ingest on this machine knows. */
  private final Map<String, LocalVideo> byPath = new HashMap<>();

  private final Map<String, LocalVideo> byId = new HashMap<>();

  /**
   * @param shared not owned
   * @param videos of the task
   */
  ListedIndex(VideoIndex shared, Iterable<LocalVideo> videos) {
    this.shared = shared;
    for (LocalVideo video : videos) {
      byPath.put(video.path().toString(), video);
      byId.put(Identifiers.video(video.path()), video);
    }
  }

  private String listed(String id) {
    return Optional.ofNullable(byId.get(id)).map(LocalVideo::id).orElse(id);
  }

  @Override
  public SpaceIdentity space() {
    return shared.space();
  }

  @Override
  public void requireSpace(SpaceIdentity space) {
    shared.requireSpace(space);
  }

  @Override
  public void upsert(
      IndexedVideo video,
      List<IndexedSegment> segments,
      List<IndexedWindow> windows,
      List<IndexedLine> lines) {
    put(new StoredVideo(byPath.get(video.path()).listed(video), segments, windows, lines));
  }

  /** Takes a video under its listed name. */
  void put(StoredVideo stored) {
    shared.upsert(stored.video(), stored.segments(), stored.windows(), stored.lines());
  }

  @Override
  public boolean delete(String videoId) {
    return shared.delete(listed(videoId));
  }

  @Override
  public void commit() {
    shared.commit();
  }

  @Override
  public void compact(BooleanSupplier stop) {
    // The driver does it.
  }

  @Override
  public void refresh() {
    shared.refresh();
  }

  @Override
  public Optional<IndexedVideo> video(String videoId) {
    LocalVideo local = byId.get(videoId);
    return local == null ? shared.video(videoId) : shared.video(local.id()).map(local::here);
  }

  @Override
  public List<IndexedSegment> segments(String videoId) {
    return shared.segments(listed(videoId));
  }

  @Override
  public List<IndexedWindow> windows(String videoId) {
    return shared.windows(listed(videoId));
  }

  @Override
  public List<IndexedLine> lines(String videoId) {
    return shared.lines(listed(videoId));
  }

  @Override
  public List<IndexedVideo> videos(Filter filter) {
    return shared.videos(filter);
  }

  @Override
  public void forEach(Consumer<StoredVideo> visitor) {
    shared.forEach(visitor);
  }

  @Override
  public List<IndexedVideo> videosUnder(String fileOrFolder) {
    LocalVideo local = byPath.get(fileOrFolder);
    return local == null ? List.of() : shared.video(local.id()).map(local::here).stream().toList();
  }

  @Override
  public List<IndexedVideo> videosOfSize(Set<Long> bytes) {
    return List.of();
  }

  @Override
  public List<Hit> search(SearchRequest request) {
    return shared.search(request);
  }

  @Override
  public List<Hit> search(WordSearchRequest request) {
    return shared.search(request);
  }

  @Override
  public SimilarityDistribution similarities(float[] vector, Modality modality) {
    return shared.similarities(vector, modality);
  }

  @Override
  public IndexStats stats() {
    return shared.stats();
  }

  @Override
  public void close() {
    // The executor's index stays open for the tasks that follow.
  }
}
