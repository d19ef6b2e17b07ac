package io.reelspace.index;

import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Search by vector and by words, joined by the ranks in both lists (reciprocal rank fusion;
 * Cormack, Clarke and Buettcher, 2009): their scores cannot be compared, their orders can.
 */
public final class HybridSearch {

  /** Of the paper: how little the first ranks differ. */
  private static final int RANK_OFFSET = 60;

  /** What the vector finds takes part down to this rank, however few results are wanted. */
  private static final int LEAST_DEPTH = 100;

  private HybridSearch() {}

  /** One place of the archive, and its ranks from 1; 0 where a list does not have it. */
  private static final class Place {
    private final Candidate candidate;
    private Optional<FoundLine> line = Optional.empty();
    private int seenRank;
    private int saidRank;

    Place(Candidate candidate) {
      this.candidate = candidate;
    }

    double fused() {
      return reciprocal(seenRank) + reciprocal(saidRank);
    }

    private static double reciprocal(int rank) {
      return rank == 0 ? 0 : 1.0 / (RANK_OFFSET + rank);
    }

    Hit toHit(Grouping by) throws IOException {
      return toHit(candidate, by);
    }

    /** The result, which may stand for another interval than the segment's. */
    Hit toHit(Candidate result, Grouping by) throws IOException {
      return result.toHit(
          by, line.isEmpty() ? Optional.empty() : Optional.of(line.get().text().read()));
    }
  }

  /** Results by vector, and by words where these match, best first. */
  public static List<Hit> run(SegmentStore store, SearchRequest request) throws IOException {
    List<FoundLine> lines = lines(store, request);
    boolean required = request.words().filter(WordQuery::required).isPresent();
    if (lines.isEmpty()) {
      return required ? List.of() : hits(found(store, request), request);
    }
    SequencedMap<Object, Place> places = places(lines, request.by());
    if (required) {
      int rank = 0;
      for (Place place : inOrderOfVector(places)) {
        place.seenRank = ++rank;
      }
    } else {
      SearchRequest deeper = request.withTop(depth(request));
      int rank = 0;
      SearchRequest segments = deeper.withRanking(Ranking.SEGMENTS);
      for (Candidate seen : found(store, segments)) {
        places.computeIfAbsent(key(seen, request.by()), _ -> new Place(seen)).seenRank = ++rank;
      }
    }
    List<Place> best = new ArrayList<>(places.values());
    best.sort(
        Comparator.comparingDouble(Place::fused)
            .reversed()
            .thenComparing(place -> place.candidate, Candidate.BEST_FIRST));
    MomentSearch moments = new MomentSearch(store, request.vector(), request.ranking());
    List<Hit> hits = new ArrayList<>();
    for (Place place : best) {
      if (hits.size() == request.top()) {
        break;
      }
      Optional<Candidate> result =
          request.ranking().moments() ? moments.at(place.candidate) : Optional.of(place.candidate);
      if (result.isPresent()) {
        hits.add(place.toHit(result.get(), request.by()));
      }
    }
    return hits;
  }

  /** Some segments become one moment, and others of them are better than they looked. */
  private static int depth(SearchRequest request) {
    int wanted = request.ranking().moments() ? 2 * request.top() : request.top();
    return Math.min(Math.max(LEAST_DEPTH, wanted), SearchRequest.MAX_TOP);
  }

  /** The best by vector alone, in all modalities that are asked for. */
  private static List<Candidate> found(SegmentStore store, SearchRequest request)
      throws IOException {
    List<Candidate> seen =
        request.modalities().containsKey(Modality.VISUAL) ? seen(store, request) : List.of();
    return WindowSearch.join(seen, WindowSearch.run(store, request), request);
  }

  /** The best by the vectors of pictures, as segments or as moments. */
  private static List<Candidate> seen(SegmentStore store, SearchRequest request)
      throws IOException {
    if (!request.ranking().moments()) {
      return store.nearest(request, Modality.VISUAL);
    }
    // The frames that fit best may lie in a segment that does not fit well.
    int depth = depth(request);
    while (true) {
      SearchRequest deeper = request.withTop(depth).whateverScore();
      List<Candidate> segments = store.nearest(deeper, Modality.VISUAL);
      List<Candidate> moments =
          new MomentSearch(store, request.vector(), request.ranking()).of(segments);
      boolean all = segments.size() < depth || depth == SearchRequest.MAX_TOP;
      if (moments.size() >= request.top() || all) {
        return moments.stream()
            .filter(moment -> moment.score() >= request.minScore())
            .limit(request.top())
            .toList();
      }
      depth = Math.min(4 * depth, SearchRequest.MAX_TOP); // many segments became few moments
    }
  }

  /** Results by words alone, in the order of how well they match. */
  public static List<Hit> run(SegmentStore store, WordSearchRequest request) throws IOException {
    List<FoundLine> lines = store.lines(request.words(), false, Optional.empty());
    List<Hit> hits = new ArrayList<>();
    for (Place place : places(lines, request.by()).values()) {
      if (hits.size() == request.top()) {
        break;
      }
      Hit hit = place.toHit(request.by());
      double score = place.line.orElseThrow().score();
      hits.add(new Hit(hit.id(), hit.video(), hit.start(), hit.end(), score, hit.said()));
    }
    return hits;
  }

  private static List<FoundLine> lines(SegmentStore store, SearchRequest request)
      throws IOException {
    if (request.words().isEmpty()) {
      return List.of();
    }
    WordQuery words = request.words().get();
    return store.lines(words.words(), !words.required(), Optional.of(request.vector()));
  }

  private static List<Hit> hits(List<Candidate> candidates, SearchRequest request) {
    return candidates.stream().map(candidate -> candidate.toHit(request.by())).toList();
  }

  /** Where the lines were said, in their order; of several lines at a place the first. */
  private static SequencedMap<Object, Place> places(List<FoundLine> lines, Grouping by) {
    SequencedMap<Object, Place> places = new LinkedHashMap<>();
    for (FoundLine line : lines) {
      Candidate candidate = line.segment();
      Place place = places.computeIfAbsent(key(candidate, by), _ -> new Place(candidate));
      if (place.line.isEmpty()) {
        place.line = Optional.of(line);
        place.saidRank = places.size();
      }
    }
    return places;
  }

  private static List<Place> inOrderOfVector(Map<Object, Place> places) {
    return places.values().stream()
        .sorted(Comparator.comparing(place -> place.candidate, Candidate.BEST_FIRST))
        .toList();
  }

  private static Object key(Candidate candidate, Grouping by) {
    return switch (by) {
      case MOMENT -> candidate.segment();
      case VIDEO -> candidate.moment().videoId();
    };
  }
}
