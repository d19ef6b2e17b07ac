package io.reelspace.milvus;

import io.reelspace.error.StorageException;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.WordIndex;
import io.reelspace.index.filter.Filter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The words of an index on Milvus, in Lucene files on the machine that searches: servers before 2.5
 * know nothing of words, and later ones nothing of this index's stemming. It follows the server
 * when words are looked for, at most every few seconds, and is made anew where it is missing.
 */
final class WordsBeside implements AutoCloseable {

  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int PAGE = 5_000;
  private static final int UNCOMMITTED = 1_000;

  private final Path folder;
  private final Reader reader;
  private final Videos videos;
  private final StoredParts stored;
  private Optional<WordIndex> words = Optional.empty();
  private long followed;
  private boolean stale = true;

  WordsBeside(Path folder, Reader reader, Videos videos, StoredParts stored) {
    this.folder = folder;
    this.reader = reader;
    this.videos = videos;
    this.stored = stored;
  }

  /** The lines whose words match best, best first. */
  synchronized List<WordIndex.Line> lines(String text, boolean everyWord, Filter filter) {
    if (stale || System.nanoTime() - followed > FRESH_NANOS) {
      stale = false;
      follow();
      followed = System.nanoTime();
    }
    return words.map(index -> index.lines(text, everyWord, filter)).orElse(List.of());
  }

  /** The next search follows the server first. */
  synchronized void outdated() {
    stale = true;
  }

  private void follow() {
    Map<String, String> there = new HashMap<>();
    Map<String, Long> latest = new HashMap<>();
    reader.scan(
        reader.tables().videos(),
        Fields.LINES + " > 0",
        PAGE,
        row -> latest.merge(row.text(Fields.VIDEO), row.number(Fields.VERSION), Math::max),
        Fields.VIDEO,
        Fields.VERSION);
    latest.forEach((id, version) -> there.put(id, version.toString()));
    if (words.isEmpty() && there.isEmpty()) {
      return;
    }
    try (WordIndex writing = WordIndex.open(folder)) {
      change(writing, there);
    } catch (StorageException e) {
      if (words.isEmpty() && !folder.toFile().exists()) {
        throw e; // else another process follows the server in this very moment
      }
    }
    if (words.isEmpty()) {
      words = Optional.of(WordIndex.openReadOnly(folder));
    }
    words.get().refresh();
  }

  private void change(WordIndex writing, Map<String, String> there) {
    Map<String, String> known = writing.versions();
    Set<String> gone = new HashSet<>(known.keySet());
    gone.removeAll(there.keySet());
    gone.forEach(writing::delete);
    List<String> changed =
        there.keySet().stream().filter(id -> !there.get(id).equals(known.get(id))).toList();
    int uncommitted = 0;
    for (Videos.Current video : videos.find(changed).values()) {
      List<IndexedSegment> times = stored.times(video.version());
      if (!times.isEmpty()) {
        writing.put(
            video.video(), Long.toString(video.version()), times, stored.lines(video.version()));
      }
      if (++uncommitted % UNCOMMITTED == 0) {
        writing.commit();
      }
    }
    if (!gone.isEmpty() || !changed.isEmpty()) {
      writing.commit();
    }
  }

  @Override
  public synchronized void close() {
    words.ifPresent(WordIndex::close);
  }
}
