package io.reelspace.spark;

import io.reelspace.index.SpaceIdentity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;

/**
 * Embeds a list of any length, some of it at a time: long videos in parts, all others whole. Where
 * executors end again and again, the videos of that round run in {@link Isolation}.
 *
 * @param space the identity of the space
 * @param name of the list or folder, as Spark's page shows it
 */
record Rounds(
    SparkSession spark,
    Destination destination,
    EmbeddingSettings settings,
    SpaceIdentity space,
    String name) {

  /** Videos of a round: what the driver holds at a time, some ten megabytes of names. */
  private static final int VIDEOS = 100_000;

  /** How often a task's start, some tenths of a second, is paid for. */
  private static final int VIDEOS_OF_A_TASK = 32;

  private static final String REASON =
      "each executor that embedded it ended, most likely for want of memory; give executors more"
          + " (spark.executor.memory, spark.executor.memoryOverhead), or leave the video out";

  /** Embeds all. */
  void embed(Iterator<String> videos) {
    while (videos.hasNext()) {
      List<String> some = new ArrayList<>();
      while (videos.hasNext() && some.size() < VIDEOS) {
        some.add(videos.next());
      }
      round(some);
    }
  }

  private void round(List<String> videos) {
    try {
      together(Tasks.dealt(spark, videos, tasks(videos.size())));
    } catch (Exception e) { // Scala does not declare what it throws
      if (!Failures.isOfExecutors(e)) {
        throw e;
      }
      System.err.println(
          "reelspace: executors ended again and again; looking for the videos of which they end");
      List<String> left =
          destination.open(Tasks.dealt(spark, videos, tasks(videos.size()))).collectAsList();
      Isolation isolation = new Isolation(spark, destination, settings.undivided());
      List<String> culprits = isolation.run(left, tasks(left.size()));
      if (!culprits.isEmpty()) {
        destination.fail(space, culprits, REASON);
      }
    }
  }

  /** Long videos first: what is short fills up all cores until the end. */
  private void together(Dataset<String> open) {
    SparkContext context = spark.sparkContext();
    if (settings.longest() == Double.POSITIVE_INFINITY) {
      context.setJobDescription("embedding " + name);
      destination.take(open, settings, Guard.NONE);
      return;
    }
    context.setJobDescription("looking for long videos in " + name);
    Division division = new Division(spark, open, destination.index(), settings);
    try {
      if (division.parts() > 0) {
        System.err.println(
            "reelspace: %d divided, in %d parts".formatted(division.videos(), division.parts()));
        context.setJobDescription("embedding long videos of " + name);
        destination.takeJoined(division.joined(), settings);
      }
      context.setJobDescription("embedding " + name);
      destination.take(division.whole(), settings, Guard.NONE);
    } finally {
      division.close();
    }
  }

  private int tasks(int videos) {
    return Math.min(videos, Math.max(Tasks.atLeast(spark), videos / VIDEOS_OF_A_TASK));
  }
}
