package io.reelspace.milvus;

import io.reelspace.index.Candidate;
import io.reelspace.index.Grouping;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.SearchRequest;
import io.reelspace.index.SegmentPlace;
import io.reelspace.space.Modality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The best segments by vector. The server is asked for some more than are wanted, as what it finds
 * may be a row that does not count (yet, or any more), and as segments of equal score are put in
 * order here; and for many more where these were not enough.
 */
final class Nearest {

  private static final int SPARE = 100;
  private static final int GROWTH = 4;

  /** Scores that differ by less may be those of equal vectors. */
  private static final float ALIKE = 1e-6f;

  /** Rows whose vectors are fetched and compared at most. */
  private static final int MOST_COMPARED = 20_000;

  private static final String[] FIELDS = {
    Fields.VIDEO, Fields.VERSION, Fields.MODALITY, Fields.NUMBER, Fields.START, Fields.END
  };

  private final Reader reader;
  private final Videos videos;

  /** Of this search; empty where a video is not there. */
  private final Map<String, Optional<Videos.Current>> known = new HashMap<>();

  Nearest(Reader reader, Videos videos) {
    this.reader = reader;
    this.videos = videos;
  }

  /** The best, best first. */
  List<Candidate> run(SearchRequest request, Modality modality) {
    FilterExpression filter = FilterExpression.of(request.filter());
    String wanted = Fields.MODALITY + " == " + Texts.quoted(modality.name());
    if (filter.exact()) {
      return best(request, Texts.and(filter.text(), wanted));
    }
    // What the server cannot decide is decided here, for videos, of which there are few.
    List<String> ids = videos.all(request.filter()).stream().map(IndexedVideo::id).toList();
    List<Candidate> found = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += Videos.BATCH) {
      List<String> batch = ids.subList(from, Math.min(from + Videos.BATCH, ids.size()));
      found.addAll(best(request, Texts.and(Texts.oneOf(Fields.VIDEO, batch), wanted)));
    }
    found.sort(Candidate.BEST_FIRST);
    return found.subList(0, Math.min(request.top(), found.size()));
  }

  private List<Candidate> best(SearchRequest request, String expression) {
    Found found = new Found(request);
    int limit = Math.min(request.top() + SPARE, Reader.MOST);
    String within = expression;
    while (true) {
      List<Reader.Scored> rows = reader.nearest(request.vector(), within, limit, FIELDS);
      boolean all = rows.size() < limit;
      if (all) {
        rows = completed(rows, request.vector(), within);
      }
      rows.forEach(found::learn);
      found.add(rows);
      if (all || found.isEnough(rows.getLast().score())) {
        return found.best();
      }
      if (limit < Reader.MOST) {
        limit = Math.min(GROWTH * limit, Reader.MOST);
      } else if (request.by() == Grouping.VIDEO) {
        within = Texts.and(expression, found.others());
      } else {
        return found.best(); // more than that is never wanted
      }
    }
  }

  /**
   * All rows of an expression, where the server gave fewer than it was asked for. A graph, and the
   * clusters of rows that are not in a file yet, are left early where most rows are deleted or do
   * not match; where there are not many in all, every one is compared here instead.
   */
  private List<Reader.Scored> completed(
      List<Reader.Scored> rows, float[] vector, String expression) {
    long there = reader.count(reader.tables().vectors(), expression);
    return there > rows.size() && there <= MOST_COMPARED
        ? reader.every(vector, expression, FIELDS)
        : rows;
  }

  /** What was found so far. */
  private final class Found {
    private final SearchRequest request;
    private final Map<Object, Candidate> candidates = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    Found(SearchRequest request) {
      this.request = request;
    }

    void learn(Reader.Scored scored) {
      seen.add(scored.row().text(Fields.VIDEO));
    }

    void add(List<Reader.Scored> rows) {
      List<String> unknown = seen.stream().filter(id -> !known.containsKey(id)).toList();
      Map<String, Videos.Current> current = videos.find(unknown);
      unknown.forEach(id -> known.put(id, Optional.ofNullable(current.get(id))));
      for (Reader.Scored scored : rows) {
        candidate(scored).ifPresent(this::add);
      }
    }

    private void add(Candidate candidate) {
      if (candidate.score() < request.minScore()) {
        return;
      }
      Object key =
          switch (request.by()) {
            case MOMENT -> candidate.segment();
            case VIDEO -> candidate.moment().videoId();
          };
      candidates.merge(
          key,
          candidate,
          (one, other) -> Candidate.BEST_FIRST.compare(one, other) <= 0 ? one : other);
    }

    /** Whether nothing that scores no more than the last row could be among the results. */
    boolean isEnough(float last) {
      if (last < request.minScore() - ALIKE) {
        return true;
      }
      List<Candidate> best = best();
      return best.size() == request.top() && last < best.getLast().score() - ALIKE;
    }

    List<Candidate> best() {
      return candidates.values().stream()
          .sorted(Candidate.BEST_FIRST)
          .limit(request.top())
          .toList();
    }

    /** Takes only videos of which nothing was seen. */
    String others() {
      return "not (" + Texts.oneOf(Fields.VIDEO, seen) + ")";
    }
  }

  private Optional<Candidate> candidate(Reader.Scored scored) {
    Reader.Row row = scored.row();
    String id = row.text(Fields.VIDEO);
    long version = row.number(Fields.VERSION);
    return known
        .get(id)
        .filter(current -> current.version() == version)
        .map(current ->
            new Candidate(
                new MilvusSegment(
                    version,
                    Modality.valueOf(row.text(Fields.MODALITY)),
                    (int) row.number(Fields.NUMBER),
                    current.segments(),
                    new SegmentPlace(
                        id, current.video().path(), row.real(Fields.START), row.real(Fields.END))),
                scored.score()));
  }
}
