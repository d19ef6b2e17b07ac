package io.reelspace.index;

import io.reelspace.index.filter.Filter;
import io.reelspace.space.Modality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.VectorUtil;

/**
 * Search by vector and by words, joined by the ranks in both lists (reciprocal rank fusion;
 * Cormack, Clarke and Buettcher, 2009): their scores cannot be compared, their orders can.
 */
final class HybridSearch {

  /** Of the paper: how little the first ranks differ. */
  private static final int RANK_OFFSET = 60;

  /** What the vector finds takes part down to this rank, however few results are wanted. */
  private static final int LEAST_DEPTH = 100;

  private HybridSearch() {}

  /** One place of the archive, and its ranks from 1; 0 where a list does not have it. */
  private static final class Place {
    private final Candidate candidate;
    private Optional<WordSearch.Line> line = Optional.empty();
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
      return result.toHit(by, line.isEmpty() ? Optional.empty() : said(line.get()));
    }
  }

  /** Results by vector, and by words where these match. */
  static List<Hit> run(IndexSearcher searcher, SearchRequest request, SearchEffort effort)
      throws IOException {
    Optional<FilteredBlocks> filter = filter(searcher, request.filter());
    List<WordSearch.Line> lines = lines(searcher, request, filter);
    boolean required = request.words().filter(WordQuery::required).isPresent();
    if (lines.isEmpty()) {
      return required ? List.of() : hits(found(searcher, request, effort, filter), request);
    }
    SequencedMap<Object, Place> places = places(lines, Optional.of(request.vector()), request.by());
    if (required) {
      int rank = 0;
      for (Place place : inOrderOfVector(places)) {
        place.seenRank = ++rank;
      }
    } else {
      SearchRequest deeper = request.withTop(depth(request));
      int rank = 0;
      SearchRequest segments = deeper.withRanking(Ranking.SEGMENTS);
      for (Candidate seen : found(searcher, segments, effort, filter)) {
        places.computeIfAbsent(key(seen, request.by()), _ -> new Place(seen)).seenRank = ++rank;
      }
    }
    List<Place> best = new ArrayList<>(places.values());
    best.sort(
        Comparator.comparingDouble(Place::fused)
            .reversed()
            .thenComparing(place -> place.candidate, Candidate.BEST_FIRST));
    MomentSearch moments = new MomentSearch(request.vector(), request.ranking());
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
  private static List<Candidate> found(
      IndexSearcher searcher,
      SearchRequest request,
      SearchEffort effort,
      Optional<FilteredBlocks> filter)
      throws IOException {
    List<Candidate> seen =
        request.modalities().containsKey(Modality.VISUAL)
            ? seen(searcher, request, effort, filter)
            : List.of();
    return WindowSearch.join(seen, WindowSearch.run(searcher, request, effort, filter), request);
  }

  /** The best by the vectors of pictures, as segments or as moments. */
  private static List<Candidate> seen(
      IndexSearcher searcher,
      SearchRequest request,
      SearchEffort effort,
      Optional<FilteredBlocks> filter)
      throws IOException {
    if (!request.ranking().moments()) {
      return ClusterSearch.run(searcher, request, Modality.VISUAL, effort, filter);
    }
    // The frames that fit best may lie in a segment that does not fit well.
    int depth = depth(request);
    while (true) {
      SearchRequest deeper = request.withTop(depth).whateverScore();
      List<Candidate> segments =
          ClusterSearch.run(searcher, deeper, Modality.VISUAL, effort, filter);
      List<Candidate> moments = new MomentSearch(request.vector(), request.ranking()).of(segments);
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
  static List<Hit> run(IndexSearcher searcher, WordSearchRequest request) throws IOException {
    Optional<FilteredBlocks> filter = filter(searcher, request.filter());
    List<WordSearch.Line> lines =
        WordSearch.run(searcher, request.words(), WordSearch.Need.MOST_WORDS, filter);
    List<Hit> hits = new ArrayList<>();
    for (Place place : places(lines, Optional.empty(), request.by()).values()) {
      if (hits.size() == request.top()) {
        break;
      }
      Hit hit = place.toHit(request.by());
      double score = place.line.orElseThrow().score();
      hits.add(new Hit(hit.id(), hit.video(), hit.start(), hit.end(), score, hit.said()));
    }
    return hits;
  }

  private static Optional<FilteredBlocks> filter(IndexSearcher searcher, Filter filter)
      throws IOException {
    return filter instanceof Filter.All
        ? Optional.empty()
        : Optional.of(FilteredBlocks.of(searcher, filter));
  }

  private static List<WordSearch.Line> lines(
      IndexSearcher searcher, SearchRequest request, Optional<FilteredBlocks> filter)
      throws IOException {
    if (request.words().isEmpty()) {
      return List.of();
    }
    WordQuery words = request.words().get();
    WordSearch.Need need =
        words.required() ? WordSearch.Need.MOST_WORDS : WordSearch.Need.EVERY_WORD;
    return WordSearch.run(searcher, words.words(), need, filter);
  }

  private static List<Hit> hits(List<Candidate> candidates, SearchRequest request) {
    return candidates.stream().map(candidate -> candidate.toHit(request.by())).toList();
  }

  /** Where the lines were said, in their order; of several lines at a place the first. */
  private static SequencedMap<Object, Place> places(
      List<WordSearch.Line> lines, Optional<float[]> vector, Grouping by) throws IOException {
    SequencedMap<Object, Place> places = new LinkedHashMap<>();
    for (WordSearch.Line line : lines) {
      Candidate candidate = segment(line, vector);
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
      case MOMENT -> candidate.place();
      case VIDEO -> candidate.moment().videoId();
    };
  }

  /** Of the segments during which a line is said the one most like the query, else the first. */
  private static Candidate segment(WordSearch.Line line, Optional<float[]> vector)
      throws IOException {
    LeafReaderContext leaf = line.leaf();
    Documents.Segments during = Documents.segments(leaf.reader(), line.document());
    Candidate best = new Candidate(leaf, during.first(), -1);
    if (vector.isEmpty()) {
      return best;
    }
    FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Documents.EMBEDDING);
    KnnVectorValues.DocIndexIterator position = vectors.iterator();
    for (int i = 0; i < during.count(); i++) {
      position.advance(during.first() + i);
      float score = VectorUtil.dotProduct(vector.get(), vectors.vectorValue(position.index()));
      if (i == 0 || score > best.score()) {
        best = new Candidate(leaf, during.first() + i, score);
      }
    }
    return best;
  }

  private static Optional<Said> said(WordSearch.Line line) throws IOException {
    IndexedLine stored = Documents.line(line.leaf().reader(), line.document());
    return Optional.of(new Said(stored.text(), stored.start(), stored.end()));
  }
}
