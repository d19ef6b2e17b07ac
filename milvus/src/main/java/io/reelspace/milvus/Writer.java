package io.reelspace.milvus;

import com.google.gson.JsonObject;
import io.milvus.v2.client.MilvusClientV2;
import io.milvus.v2.service.utility.request.FlushReq;
import io.milvus.v2.service.vector.request.DeleteReq;
import io.milvus.v2.service.vector.request.InsertReq;
import io.milvus.v2.service.vector.request.UpsertReq;
import io.reelspace.index.StoredVideo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Writes videos. Rows go to the server in batches while videos come in, so whoever brings videos
 * faster than the server takes them waits; {@link #commit} writes the rows of the videos, which
 * switch to the new rows, and takes away what is replaced.
 *
 * <p>Several writers may work on one index, on different videos. Of two that write the same video
 * the later commit counts. Where they may do so at the same moment, neither finds the other's rows
 * before it writes its own; each then looks again afterwards, and all but the latest go.
 */
final class Writer {

  private static final int BATCH_BYTES = 8 << 20;
  private static final int BATCH_ROWS = 1_000;

  /** Bytes of a row beside its vector or text, about. */
  private static final int ROW_BYTES = 500;

  /** What nobody finished for so long, nobody will. */
  private static final long LEASE_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final Connection server;
  private final Tables tables;
  private final Reader reader;
  private final Videos videos;
  private final Surplus surplus;
  private final boolean manyWriters;

  /** By identifier, the last change of each video. */
  private final Map<String, Change> changes = new LinkedHashMap<>();

  /** Versions whose rows were sent and will not count. */
  private final List<Pending> discarded = new ArrayList<>();

  private final Batch pending = new Batch();
  private final Batch vectors = new Batch();
  private final Batch parts = new Batch();

  /** Whether anything of what is not committed was sent. */
  private boolean sent;

  /** Whether rows may have come to the server though it did not say so. */
  private boolean doubtful;

  /**
   * A change.
   *
   * @param version of the new rows
   * @param row of the video; empty where it is deleted
   */
  private record Change(long version, Optional<JsonObject> row) {}

  private static final class Batch {
    private final List<JsonObject> rows = new ArrayList<>();
    private long bytes;

    void add(JsonObject row, int ofItsVectorOrText) {
      rows.add(row);
      bytes += ROW_BYTES + ofItsVectorOrText;
    }

    boolean isFull() {
      return bytes >= BATCH_BYTES || rows.size() >= BATCH_ROWS;
    }
  }

  Writer(
      Connection server,
      Tables tables,
      Reader reader,
      Videos videos,
      Surplus surplus,
      boolean manyWriters) {
    this.server = server;
    this.tables = tables;
    this.reader = reader;
    this.videos = videos;
    this.surplus = surplus;
    this.manyWriters = manyWriters;
  }

  /** Takes away what writers left behind that came to their end in the middle. */
  void recover() {
    long old = System.currentTimeMillis() - LEASE_MILLIS;
    for (Surplus.Unfinished unfinished : surplus.unfinished()) {
      if (Versions.time(unfinished.change().version()) < old) {
        finish(unfinished);
      }
    }
  }

  private void finish(Surplus.Unfinished unfinished) {
    if (!unfinished.rows().isEmpty()) {
      delete(tables.videos(), unfinished.rows());
      delete(tables.vectors(), unfinished.rows());
      delete(tables.parts(), Texts.and(unfinished.rows(), notPending()));
    }
    delete(tables.parts(), Texts.oneOf(Fields.KEY, List.of(unfinished.change().key())));
  }

  private static String notPending() {
    return Fields.KIND + " != " + Texts.quoted(Fields.KIND_PENDING);
  }

  /** Whether a video is there once what was changed so far is committed. */
  boolean isThere(String videoId) {
    Change change = changes.get(videoId);
    return change == null ? videos.find(videoId).isPresent() : change.row().isPresent();
  }

  void upsert(StoredVideo stored) {
    long version = Versions.next();
    JsonObject row = Rows.video(stored, version);
    String id = stored.video().id();
    forget(id);
    pending.add(Rows.pending(new Pending(id, version, false)), 0);
    for (JsonObject vector : Rows.vectors(stored, version)) {
      vectors.add(vector, 8 * vector.getAsJsonArray(Fields.EMBEDDING).size());
      sendWhenFull();
    }
    for (JsonObject part : Rows.parts(stored, version)) {
      parts.add(part, part.get(Fields.TEXT).getAsString().length());
      sendWhenFull();
    }
    changes.put(id, new Change(version, Optional.of(row)));
  }

  void delete(String videoId) {
    forget(videoId);
    changes.put(videoId, new Change(Versions.next(), Optional.empty()));
  }

  private void forget(String videoId) {
    Change before = changes.remove(videoId);
    if (before != null && before.row().isPresent()) {
      discarded.add(new Pending(videoId, before.version(), false));
    }
  }

  private void sendWhenFull() {
    if (vectors.isFull() || parts.isFull()) {
      send();
    }
  }

  /** What is being written is told before it is written. */
  private void send() {
    sent = true;
    insert(tables.parts(), pending);
    insert(tables.vectors(), vectors);
    insert(tables.parts(), parts);
  }

  private void insert(String table, Batch batch) {
    while (!batch.rows.isEmpty()) {
      int count = Math.min(batch.rows.size(), BATCH_ROWS);
      List<JsonObject> rows = List.copyOf(batch.rows.subList(0, count));
      write(table, rows);
      batch.rows.subList(0, count).clear();
    }
    batch.bytes = 0;
  }

  /** The second time rows with the same keys are replaced, as the first may have worked. */
  private void write(String table, List<JsonObject> rows) {
    Function<MilvusClientV2, Boolean> upsert =
        client -> {
          client.upsert(UpsertReq.builder().collectionName(table).data(rows).build());
          return true;
        };
    Function<MilvusClientV2, Boolean> insert =
        client -> {
          client.insert(InsertReq.builder().collectionName(table).data(rows).build());
          return true;
        };
    boolean before = doubtful;
    doubtful = true;
    server.call("writing", before ? upsert : insert, upsert);
    reader.wrote();
    doubtful = before;
  }

  private void delete(String table, String expression) {
    server.call(
        "deleting",
        client -> {
          client.delete(DeleteReq.builder().collectionName(table).filter(expression).build());
          return true;
        });
    reader.wrote();
  }

  /** After a failure it may be called again. */
  void commit() {
    if (changes.isEmpty() && discarded.isEmpty()) {
      return;
    }
    Map<String, List<Long>> there = videos.versions(changes.keySet());
    List<Pending> done = new ArrayList<>(discarded);
    List<Long> dead = new ArrayList<>(discarded.stream().map(Pending::version).toList());
    List<String> deadRows = new ArrayList<>();
    List<JsonObject> rows = new ArrayList<>();
    changes.forEach((id, change) -> {
      change
          .row()
          .ifPresent(row -> {
            rows.add(row);
            done.add(new Pending(id, change.version(), false));
          });
      for (long version : there.getOrDefault(id, List.of())) {
        if (version != change.version()) {
          dead.add(version);
          deadRows.add(Rows.videoKey(id, version));
          if (change.row().isEmpty()) {
            Pending deletion = new Pending(id, version, true);
            pending.add(Rows.pending(deletion), 0);
            done.add(deletion);
          }
        }
      }
    });
    send();
    for (List<JsonObject> batch : batches(rows)) {
      write(tables.videos(), batch); // from here on the new rows count
    }
    if (manyWriters) {
      addRivals(dead, deadRows);
    }
    for (List<String> batch : batches(deadRows)) {
      delete(tables.videos(), Texts.oneOf(Fields.KEY, batch));
    }
    for (List<Long> batch : batches(dead)) {
      String versions = Texts.oneOfNumbers(Fields.VERSION, batch);
      delete(tables.vectors(), versions);
      delete(tables.parts(), Texts.and(versions, notPending()));
    }
    for (List<Pending> batch : batches(done)) {
      delete(tables.parts(), Texts.oneOf(Fields.KEY, batch.stream().map(Pending::key).toList()));
    }
    if (!dead.isEmpty()) {
      reader.catchUp(); // insertions are seen by this process in any case, deletions are not
    }
    changes.clear();
    discarded.clear();
    doubtful = false;
    sent = false;
  }

  /**
   * Adds what another process wrote of the same videos meanwhile, or this one where it is older.
   */
  private void addRivals(List<Long> dead, List<String> deadRows) {
    List<String> ids =
        changes.entrySet().stream()
            .filter(change -> change.getValue().row().isPresent())
            .map(Map.Entry::getKey)
            .toList();
    reader.catchUp(tables.videos());
    videos
        .versions(ids)
        .forEach((id, versions) -> {
          long latest = versions.stream().mapToLong(Long::longValue).max().orElseThrow();
          for (long version : versions) {
            if (version != latest && !dead.contains(version)) {
              dead.add(version);
              deadRows.add(Rows.videoKey(id, version));
            }
          }
        });
  }

  private static <T> List<List<T>> batches(List<T> all) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH_ROWS) {
      batches.add(all.subList(from, Math.min(from + BATCH_ROWS, all.size())));
    }
    return batches;
  }

  /** Takes away what was sent and not committed. */
  void rollback() {
    if (!sent) {
      return;
    }
    List<Pending> open = new ArrayList<>(discarded);
    changes.forEach((id, change) -> {
      if (change.row().isPresent()) {
        open.add(new Pending(id, change.version(), false));
      }
    });
    changes.clear();
    discarded.clear();
    for (List<Pending> batch : batches(open)) {
      String versions =
          Texts.oneOfNumbers(Fields.VERSION, batch.stream().map(Pending::version).toList());
      delete(tables.vectors(), versions);
      delete(tables.parts(), versions);
    }
  }

  /** Has the server put what it holds in memory into files, of which it makes graphs. */
  void flush() {
    server.call(
        "flushing",
        client -> {
          client.flush(FlushReq.builder().collectionNames(tables.all()).build());
          return true;
        });
  }
}
