package io.reelspace.milvus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What lies in the collections and does not count: what is being written, or was left behind. */
final class Surplus {

  private static final int PAGE = 1_000;

  private final Reader reader;
  private final Videos videos;

  Surplus(Reader reader, Videos videos) {
    this.reader = reader;
    this.videos = videos;
  }

  /**
   * A change that is not over.
   *
   * @param rows expression for the rows that do not count; empty where all do
   */
  record Unfinished(Pending change, String rows) {}

  List<Unfinished> unfinished() {
    List<Pending> changes = new ArrayList<>();
    reader.scan(
        reader.tables().parts(),
        Fields.KIND + " == " + Texts.quoted(Fields.KIND_PENDING),
        PAGE,
        row ->
            changes.add(
                new Pending(
                    row.text(Fields.VIDEO),
                    row.number(Fields.VERSION),
                    row.text(Fields.TEXT).equals("delete"))),
        Fields.VIDEO,
        Fields.VERSION,
        Fields.TEXT);
    Map<String, List<Long>> versions =
        videos.versions(changes.stream().map(Pending::videoId).distinct().toList());
    return changes.stream()
        .map(change ->
            new Unfinished(
                change, rows(change, versions.getOrDefault(change.videoId(), List.of()))))
        .toList();
  }

  private static String rows(Pending change, List<Long> there) {
    boolean isThere = there.contains(change.version());
    if (change.deletes()) {
      return isThere ? "" : Fields.VERSION + " == " + change.version();
    }
    return isThere
        ? "%s == %s and %s < %d"
            .formatted(
                Fields.VIDEO, Texts.quoted(change.videoId()), Fields.VERSION, change.version())
        : Fields.VERSION + " == " + change.version();
  }

  /** Takes all rows that count. */
  static String rest(List<Unfinished> unfinished) {
    return unfinished.stream()
        .map(Unfinished::rows)
        .filter(rows -> !rows.isEmpty())
        .map(rows -> "not (" + rows + ")")
        .collect(Collectors.joining(" and "));
  }
}
