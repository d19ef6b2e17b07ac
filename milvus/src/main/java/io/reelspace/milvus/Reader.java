package io.reelspace.milvus;

import io.milvus.v2.common.ConsistencyLevel;
import io.milvus.v2.service.vector.request.QueryReq;
import io.milvus.v2.service.vector.request.SearchReq;
import io.milvus.v2.service.vector.request.data.FloatVec;
import io.milvus.v2.service.vector.response.QueryResp;
import io.milvus.v2.service.vector.response.SearchResp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.lucene.util.VectorUtil;

/**
 * Reads rows. What is read may be some seconds old (bounded consistency: a wait for the very latest
 * costs a search some 200 ms), but never older than what this reader was told to wait for by {@link
 * #catchUp}, nor than what was {@linkplain #wrote written} beside it. A server that starts again
 * has its answers wait until they are no older either; without a bound it would answer from what of
 * its log it has read so far, with nothing at first.
 */
final class Reader {

  /** Rows of one answer of a server at most. */
  static final int MOST = 16_384;

  private static final int PAGE = 1_000;

  /** For so long after a write it is asked for: longer than bounded reads are behind (5 s). */
  private static final long BEHIND_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Connection server;
  private final Tables tables;
  private volatile long written = System.nanoTime() - BEHIND_NANOS;

  Reader(Connection server, Tables tables) {
    this.server = server;
    this.tables = tables;
  }

  Tables tables() {
    return tables;
  }

  /** One row. */
  record Row(Map<String, Object> values) {
    String text(String field) {
      return (String) values.get(field);
    }

    long number(String field) {
      return ((Number) values.get(field)).longValue();
    }

    double real(String field) {
      return ((Number) values.get(field)).doubleValue();
    }

    float[] vector(String field) {
      List<?> list = (List<?>) values.get(field);
      float[] vector = new float[list.size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = ((Number) list.get(i)).floatValue();
      }
      return vector;
    }
  }

  /** A row with its similarity to a query. */
  record Scored(Row row, float score) {}

  /** Waits until all that was acknowledged before is seen by what is read from now on. */
  void catchUp() {
    tables.all().parallelStream().forEach(this::catchUp);
  }

  /** The same for one collection. */
  void catchUp(String table) {
    count(table, "", () -> ConsistencyLevel.STRONG);
  }

  /** Tells of a write of this process, which is seen by what is read from now on. */
  void wrote() {
    written = System.nanoTime();
  }

  private ConsistencyLevel level() {
    boolean isYoung = System.nanoTime() - written < BEHIND_NANOS;
    return isYoung ? ConsistencyLevel.SESSION : ConsistencyLevel.BOUNDED;
  }

  /** How many rows an expression takes; an empty one takes all. */
  long count(String table, String expression) {
    return count(table, expression, this::level);
  }

  private long count(String table, String expression, Supplier<ConsistencyLevel> level) {
    String counted = expression.isEmpty() ? Fields.KEY + " != \"\"" : expression;
    QueryResp answer =
        server.call(
            "counting",
            client ->
                client.query(
                    QueryReq.builder()
                        .collectionName(table)
                        .filter(counted)
                        .outputFields(List.of("count(*)"))
                        .consistencyLevel(level.get())
                        .build()));
    return ((Number) answer.getQueryResults().getFirst().getEntity().get("count(*)")).longValue();
  }

  /** The rows that an expression takes, {@value #MOST} at most. */
  List<Row> rows(String table, String expression, int limit, String... fields) {
    QueryResp answer =
        server.call(
            "reading",
            client ->
                client.query(
                    QueryReq.builder()
                        .collectionName(table)
                        .filter(expression)
                        .outputFields(List.of(fields))
                        .limit(limit)
                        .consistencyLevel(level())
                        .build()));
    return answer.getQueryResults().stream().map(result -> new Row(result.getEntity())).toList();
  }

  /** All rows that an expression takes, in the order of their keys, some at a time. */
  void scan(String table, String expression, int page, Consumer<Row> visitor, String... fields) {
    String[] wanted = withKey(fields);
    // The first page is asked for without a key to begin at: the server would compare every key.
    String beginning = expression.isEmpty() ? Fields.KEY + " > \"\"" : expression;
    while (true) {
      List<Row> rows = new ArrayList<>(rows(table, beginning, page, wanted));
      rows.sort((one, other) -> one.text(Fields.KEY).compareTo(other.text(Fields.KEY)));
      rows.forEach(visitor);
      if (rows.size() < page) {
        return;
      }
      String last = rows.getLast().text(Fields.KEY);
      beginning = Texts.and(Fields.KEY + " > " + Texts.quoted(last), expression);
    }
  }

  private static String[] withKey(String... fields) {
    List<String> wanted = new ArrayList<>(List.of(fields));
    wanted.add(Fields.KEY);
    return wanted.toArray(String[]::new);
  }

  /** The rows of some keys, as far as they are there; {@value #MOST} keys at most. */
  List<Row> byKeys(String table, Collection<String> keys, String... fields) {
    return keys.isEmpty()
        ? List.of()
        : rows(table, Texts.oneOf(Fields.KEY, keys), keys.size(), withKey(fields));
  }

  /** The rows whose vectors are nearest, best first. */
  List<Scored> nearest(float[] vector, String expression, int limit, String... fields) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("ef", Math.min(Math.max(Effort.LEAST, limit + limit / 2), 2 * MOST));
    parameters.put("search_list", Math.min(Math.max(Effort.LEAST, limit), 2 * MOST));
    SearchResp answer =
        server.call(
            "searching",
            client ->
                client.search(
                    SearchReq.builder()
                        .collectionName(tables.vectors())
                        .annsField(Fields.EMBEDDING)
                        .data(List.of(new FloatVec(vector)))
                        .filter(expression)
                        .limit(limit)
                        .outputFields(List.of(fields))
                        .searchParams(parameters)
                        .consistencyLevel(level())
                        .build()));
    return answer.getSearchResults().getFirst().stream()
        .map(result -> new Scored(new Row(result.getEntity()), result.getScore()))
        .toList();
  }

  /** All rows that an expression takes with their similarities, best first. */
  List<Scored> every(float[] vector, String expression, String... fields) {
    List<String> wanted = new ArrayList<>(List.of(fields));
    wanted.add(Fields.EMBEDDING);
    List<Scored> scored = new ArrayList<>();
    scan(
        tables.vectors(),
        expression,
        PAGE,
        row ->
            scored.add(
                new Scored(row, VectorUtil.dotProduct(vector, row.vector(Fields.EMBEDDING)))),
        wanted.toArray(String[]::new));
    scored.sort(Comparator.comparingDouble(Scored::score).reversed());
    return scored;
  }
}
