package io.reelspace.milvus;

import io.reelspace.index.IndexedVideo;
import io.reelspace.index.filter.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The videos of an index, each by its latest row: for a moment there may be the one before, too.
 */
final class Videos {

  /** Identifiers in one expression. */
  static final int BATCH = 1_000;

  private static final int PAGE = 1_000;

  /**
   * The row of a video that counts.
   *
   * @param segments how many it has
   * @param lines how many it has
   */
  record Current(IndexedVideo video, long version, long segments, long lines) {}

  private final Reader reader;

  Videos(Reader reader) {
    this.reader = reader;
  }

  private String table() {
    return reader.tables().videos();
  }

  private static String[] fields() {
    return new String[] {Fields.VIDEO, Fields.VERSION, Fields.ABOUT, Fields.SEGMENTS, Fields.LINES};
  }

  Optional<Current> find(String id) {
    return Optional.ofNullable(find(List.of(id)).get(id));
  }

  /** By identifier, those that are there. */
  Map<String, Current> find(Collection<String> ids) {
    Map<String, Current> found = new HashMap<>();
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> batch = all.subList(from, Math.min(from + BATCH, all.size()));
      reader.scan(
          table(), Texts.oneOf(Fields.VIDEO, batch), PAGE, row -> add(found, row), fields());
    }
    return found;
  }

  private static void add(Map<String, Current> found, Reader.Row row) {
    String id = row.text(Fields.VIDEO);
    long version = row.number(Fields.VERSION);
    Current known = found.get(id);
    if (known == null || known.version() < version) {
      IndexedVideo video = Rows.video(id, row.text(Fields.ABOUT));
      found.put(
          id, new Current(video, version, row.number(Fields.SEGMENTS), row.number(Fields.LINES)));
    }
  }

  /** The versions of the rows of videos. */
  Map<String, List<Long>> versions(Collection<String> ids) {
    Map<String, List<Long>> versions = new HashMap<>();
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += BATCH) {
      List<String> batch = all.subList(from, Math.min(from + BATCH, all.size()));
      reader.scan(
          table(),
          Texts.oneOf(Fields.VIDEO, batch),
          PAGE,
          row ->
              versions
                  .computeIfAbsent(row.text(Fields.VIDEO), _ -> new ArrayList<>())
                  .add(row.number(Fields.VERSION)),
          Fields.VIDEO,
          Fields.VERSION);
    }
    return versions;
  }

  /** All that an expression takes, in the order of their paths. */
  List<Current> all(String expression) {
    Map<String, Current> found = new HashMap<>();
    reader.scan(table(), expression, PAGE, row -> add(found, row), fields());
    return found.values().stream()
        .sorted(Comparator.comparing(current -> current.video().path()))
        .toList();
  }

  /** All that a filter takes, in the order of their paths. */
  List<IndexedVideo> all(Filter filter) {
    return all(FilterExpression.of(filter).text()).stream()
        .map(Current::video)
        .filter(video -> FilterMatch.test(filter, video))
        .toList();
  }
}
