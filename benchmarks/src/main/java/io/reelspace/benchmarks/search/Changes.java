package io.reelspace.benchmarks.search;

import io.reelspace.index.VideoIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tenth of the videos of an index changed one by one, with a commit about once a second: of four
 * one goes, one comes and two get other segments, those of another photo.
 */
final class Changes {

  /** Share of the videos that change. */
  private static final int ONE_OF = 10;

  /**
   * A change of one video.
   *
   * @param before what was there under its path
   * @param after what is there then
   */
  record Change(Optional<Corpus.Video> before, Optional<Corpus.Video> after) {
    private Corpus.Video any() {
      return after.or(() -> before).orElseThrow();
    }

    String path() {
      return any().video().path();
    }

    String id() {
      return any().video().id();
    }
  }

  private record Commit(List<Change> changes, long returned) {}

  private final Map<String, Corpus.Video> first = new LinkedHashMap<>();
  private final List<Change> planned = new ArrayList<>();
  private final List<Commit> committed = new CopyOnWriteArrayList<>();
  private final AtomicInteger begun = new AtomicInteger();
  private double seconds;

  Changes(List<Corpus.Video> videos, List<float[]> photos, Random random) {
    videos.forEach(video -> first.put(video.video().path(), video));
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < videos.size(); i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, random);
    int segments = videos.getFirst().segments().size();
    for (int i = 0; i < videos.size() / ONE_OF; i++) {
      int number = numbers.get(i);
      float[] other = photos.get(random.nextInt(photos.size()));
      Optional<Corpus.Video> before = Optional.of(videos.get(number));
      planned.add(
          switch (i % 4) {
            case 0 -> new Change(before, Optional.empty());
            case 1 ->
                new Change(
                    Optional.empty(),
                    Optional.of(Corpus.around(other, videos.size() + i, segments, random)));
            default ->
                new Change(before, Optional.of(Corpus.around(other, number, segments, random)));
          });
    }
  }

  /** Makes them at an even pace. */
  void make(VideoIndex index, double duration) {
    long start = System.nanoTime();
    long lastCommit = start;
    List<Change> uncommitted = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      Change change = planned.get(i);
      change
          .after()
          .ifPresentOrElse(
              video -> index.upsert(video.video(), video.segments()),
              () -> index.delete(change.id()));
      uncommitted.add(change);
      long due = start + (long) (duration * 1e9 * (i + 1) / planned.size());
      sleepUntil(due);
      if (System.nanoTime() - lastCommit > 1_000_000_000L || i == planned.size() - 1) {
        lastCommit = System.nanoTime();
        begun.incrementAndGet();
        index.commit();
        committed.add(new Commit(List.copyOf(uncommitted), System.nanoTime()));
        uncommitted.clear();
      }
    }
    seconds = (System.nanoTime() - start) / 1e9;
  }

  private static void sleepUntil(long time) {
    try {
      long left = time - System.nanoTime();
      if (left > 0) {
        Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many commits had returned so long ago. */
  int committedBefore(double ago) {
    long then = System.nanoTime() - (long) (ago * 1e9);
    return (int) committed.stream().filter(commit -> commit.returned <= then).count();
  }

  /** How many commits have begun, and may be seen. */
  int begun() {
    return begun.get();
  }

  List<Change> all() {
    return planned;
  }

  int commits() {
    return committed.size();
  }

  /** What is there before anything changes, by path; a copy. */
  Map<String, Corpus.Video> first() {
    return new LinkedHashMap<>(first);
  }

  /** Brings videos from one commit to the next. */
  void apply(int commit, Map<String, Corpus.Video> videos) {
    for (Change change : committed.get(commit).changes) {
      change
          .after()
          .ifPresentOrElse(
              video -> videos.put(change.path(), video), () -> videos.remove(change.path()));
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d of %d videos changed in %.1f s, %d commits",
        planned.size(),
        first.size(),
        seconds,
        committed.size());
  }
}
