package io.reelspace.spark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Work as it is dealt out to tasks. */
final class Tasks {

  private static final int OF_A_CORE = 4;

  private Tasks() {}

  /** At least as many as keep all cores busy until the end, though they differ in length. */
  static int atLeast(SparkSession spark) {
    return Math.max(OF_A_CORE * spark.sparkContext().defaultParallelism(), 1);
  }

  /**
   * Deals out at random, in the same way each time. Tasks carry what they were dealt: a shuffle
   * would leave it with executors, and be gone with those that end.
   *
   * @param tasks how many
   */
  static <T> Dataset<T> dealt(SparkSession spark, List<T> items, int tasks, Encoder<T> encoder) {
    List<T> mixed = new ArrayList<>(items);
    Collections.shuffle(mixed, new Random(0));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return spark.createDataset(context.parallelize(mixed, tasks).rdd(), encoder);
  }

  /** The same of locations of videos. */
  static Dataset<String> dealt(SparkSession spark, List<String> videos, int tasks) {
    return dealt(spark, videos, tasks, Encoders.STRING());
  }
}
