package io.reelspace.spark;

import io.reelspace.error.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Embeds videos some of which end executors, most often for want of memory: one such video must not
 * be the end of a job of millions. Videos whose executor ended run again one to a task, and those
 * whose executor ended even then run alone, so that none is taken for a culprit because of its
 * neighbours on the same executor.
 */
final class Isolation {

  /** With so many tasks that ended an executor, and fewer that did not, no executor suffices. */
  private static final int ENOUGH = 3;

  private static final int NAMED = 3;
  private static final String GROUP = "reelspace-isolation";

  private final SparkSession spark;
  private final Destination destination;
  private final EmbeddingSettings settings;

  /**
   * @param settings by which no video is divided
   */
  Isolation(SparkSession spark, Destination destination, EmbeddingSettings settings) {
    this.spark = spark;
    this.destination = destination;
    this.settings = settings;
  }

  /**
   * Embeds all that can be.
   *
   * @return the videos that ended the executor that embedded them and nothing else
   * @throws StorageException when executors end whatever they embed
   */
  List<String> run(List<String> videos, int tasks) {
    List<String> left = sieve(videos, tasks);
    if (left.size() > 1 && tasks < videos.size()) {
      left = sieve(left, left.size());
    }
    List<String> culprits = new ArrayList<>();
    for (String video : left) {
      culprits.addAll(sieve(List.of(video), 1));
    }
    return culprits;
  }

  private List<String> sieve(List<String> videos, int tasks) {
    if (videos.isEmpty()) {
      return List.of();
    }
    SparkContext context = spark.sparkContext();
    Suspects suspects = Suspects.of(context);
    Balance balance = new Balance(context, suspects);
    context.addSparkListener(balance);
    context.setJobGroup(GROUP, "embedding videos whose executors ended", true);
    try {
      destination.take(Tasks.dealt(spark, videos, tasks), settings, suspects);
    } catch (Exception e) { // Scala does not declare what it throws
      if (!balance.isLost) {
        throw e;
      }
    } finally {
      context.clearJobGroup();
      context.removeSparkListener(balance);
    }
    Set<String> suspected = new HashSet<>(suspects.videos().value());
    if (balance.isLost) {
      throw new StorageException(
          Failures.MEMORY
              + "; among what they embedded were "
              + String.join(", ", suspected.stream().sorted().limit(NAMED).toList())
              + Failures.KEPT);
    }
    List<String> errors = suspects.errors().value();
    if (!errors.isEmpty()) {
      throw new StorageException(errors.getFirst() + Failures.KEPT);
    }
    return suspected.stream().sorted().toList();
  }

  /** Stops where more tasks end their executors than do their work. */
  private static final class Balance extends SparkListener {
    private final SparkContext context;
    private final Suspects suspects;
    private long ended;
    private volatile boolean isLost;

    Balance(SparkContext context, Suspects suspects) {
      this.context = context;
      this.suspects = suspects;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      if (end.reason() instanceof Success$) {
        ended++;
      }
      long without = suspects.tasks().value();
      if (without >= ENOUGH && without > ended - without && !isLost) {
        isLost = true;
        context.cancelJobGroup(GROUP);
      }
    }
  }
}
