package io.reelspace.milvus;

import io.reelspace.index.Candidate;
import io.reelspace.index.FoundLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SegmentPlace;
import io.reelspace.index.SegmentStore;
import io.reelspace.index.StoredVideo;
import io.reelspace.index.VideoFrames;
import io.reelspace.index.WordIndex;
import io.reelspace.index.filter.Filter;
import io.reelspace.space.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.util.VectorUtil;

/** {@link SegmentStore} on Milvus, for one search. */
final class MilvusSegments implements SegmentStore {

  private final Filter filter;
  private final Nearest nearest;
  private final Videos videos;
  private final StoredParts stored;
  private final WordsBeside words;
  private final int dimension;

  /** Candidates whose frames were not asked for yet; those of all are read at once. */
  private final Set<MilvusSegment> awaited = new HashSet<>();

  private final Neighbourhood neighbourhood = new Neighbourhood();

  /** Whether the segments around all candidates were read. */
  private boolean aroundRead;

  /** Empty where a segment has none. */
  private final Map<MilvusSegment, Optional<IndexedSegment>> frames = new HashMap<>();

  MilvusSegments(
      Filter filter,
      Reader reader,
      Videos videos,
      StoredParts stored,
      WordsBeside words,
      int dimension) {
    this.filter = filter;
    this.nearest = new Nearest(reader, videos);
    this.videos = videos;
    this.stored = stored;
    this.words = words;
    this.dimension = dimension;
  }

  @Override
  public List<Candidate> nearest(SearchRequest request, Modality modality) {
    List<Candidate> found = nearest.run(request, modality);
    if (modality == Modality.VISUAL && request.top() <= Reader.MOST / 8) {
      found.forEach(candidate -> await(candidate));
    }
    return found;
  }

  private void await(Candidate candidate) {
    MilvusSegment segment = (MilvusSegment) candidate.segment();
    await(segment);
    neighbourhood.add(segment);
    aroundRead = false;
  }

  private void await(MilvusSegment segment) {
    if (segment.isThere() && !frames.containsKey(segment)) {
      awaited.add(segment);
    }
  }

  @Override
  public List<FoundLine> lines(String text, boolean everyWord, Optional<float[]> vector) {
    List<WordIndex.Line> lines = words.lines(text, everyWord, filter);
    Set<String> ids = new HashSet<>();
    lines.forEach(line -> ids.add(line.videoId()));
    Map<String, Videos.Current> current = videos.find(ids);
    Map<WordIndex.Line, List<MilvusSegment>> during = new HashMap<>();
    Set<MilvusSegment> all = new HashSet<>();
    for (WordIndex.Line line : lines) {
      Videos.Current video = current.get(line.videoId());
      if (video == null || !Long.toString(video.version()).equals(line.version())) {
        continue; // replaced a moment ago
      }
      List<MilvusSegment> segments = new ArrayList<>();
      for (int i = 0; i < line.segments(); i++) {
        segments.add(
            new MilvusSegment(
                video.version(),
                Modality.VISUAL,
                line.firstSegment() + i,
                video.segments(),
                new SegmentPlace(line.videoId(), video.video().path(), 0, 0)));
      }
      during.put(line, segments);
      all.addAll(vector.isPresent() ? segments : segments.subList(0, 1));
    }
    Map<MilvusSegment, StoredParts.Placed> placed = stored.placed(all);
    List<FoundLine> found = new ArrayList<>();
    for (WordIndex.Line line : lines) {
      best(during.getOrDefault(line, List.of()), placed, vector)
          .ifPresent(best -> {
            await(best);
            found.add(new FoundLine(best, line.score(), line::said));
          });
    }
    return found;
  }

  private static Optional<Candidate> best(
      List<MilvusSegment> segments,
      Map<MilvusSegment, StoredParts.Placed> placed,
      Optional<float[]> vector) {
    Optional<Candidate> best = Optional.empty();
    for (MilvusSegment segment : segments) {
      StoredParts.Placed there = placed.get(segment);
      if (there == null) {
        continue;
      }
      float score =
          vector.map(query -> VectorUtil.dotProduct(query, there.embedding())).orElse(-1f);
      if (best.isEmpty() || score > best.get().score()) {
        best = Optional.of(new Candidate(there.segment(), score));
      }
    }
    return best;
  }

  @Override
  public VideoFrames frames(Candidate candidate) {
    MilvusSegment of = (MilvusSegment) candidate.segment();
    return new VideoFrames() {
      @Override
      public Optional<IndexedSegment> segment(int number) {
        return framesOf(of.segment(number));
      }

      @Override
      public Optional<float[]> mean() {
        return videos
            .find(of.place().videoId())
            .flatMap(video ->
                new StoredVideo(video.video(), stored.segments(of.version()), List.of(), List.of())
                    .mean(dimension));
      }
    };
  }

  private Optional<IndexedSegment> framesOf(MilvusSegment segment) {
    if (!segment.isThere()) {
      return Optional.empty();
    }
    if (!frames.containsKey(segment)) {
      boolean isCandidate = awaited.contains(segment);
      awaited.add(segment);
      if (!isCandidate && aroundRead) {
        boolean forward = frames.containsKey(segment.segment(segment.number() - 1));
        neighbourhood.onFrom(segment, forward ? 1 : -1).forEach(each -> await(each));
      } else if (!isCandidate) { // where one neighbour is looked at, those of others will be, too
        neighbourhood.around().forEach(each -> await(each));
        aroundRead = true;
      }
      Map<MilvusSegment, IndexedSegment> read = stored.frames(awaited);
      awaited.forEach(each -> frames.put(each, Optional.ofNullable(read.get(each))));
      awaited.clear();
    }
    return frames.get(segment);
  }
}
