package io.reelspace.spark;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Which videos are short and embedded whole, and which are long and embedded in parts, each a task
 * of its own, that are joined afterwards.
 */
final class Division implements AutoCloseable {

  private final SparkSession spark;
  private final EmbeddingSettings settings;
  private final Dataset<Part> plan;
  private final long parts;

  /**
   * Looks at all videos.
   *
   * @param open divided into tasks
   * @param index that may have some of them already
   */
  Division(
      SparkSession spark,
      Dataset<String> open,
      Optional<IndexAddress> index,
      EmbeddingSettings settings) {
    this.spark = spark;
    this.settings = settings;
    PlanningTask planning =
        new PlanningTask(settings, index.orElse(IndexAddress.NONE), configuration());
    this.plan = open.mapPartitions(planning, Part.ENCODER).cache();
    this.parts = plan.filter((FilterFunction<Part>) part -> !part.isWhole()).count();
  }

  private Configuration configuration() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** How many parts of long videos there are. */
  long parts() {
    return parts;
  }

  /** How many long videos there are. */
  long videos() {
    return plan.filter((FilterFunction<Part>) part -> !part.isWhole() && part.getNumber() == 0)
        .count();
  }

  /** The locations of short videos. */
  Dataset<String> whole() {
    return plan.filter((FilterFunction<Part>) Part::isWhole)
        .map((MapFunction<Part, String>) Part::getLocation, Encoders.STRING());
  }

  /** Rows of {@link VideoRows} of the long videos. */
  Dataset<Row> joined() {
    Counters counters = Counters.of(spark.sparkContext());
    return plan.filter((FilterFunction<Part>) part -> !part.isWhole())
        .repartition(Math.toIntExact(parts))
        .mapPartitions(new PartTask(settings, configuration()), Encoders.row(PartTask.SCHEMA))
        .groupByKey((MapFunction<Row, String>) VideoRows::path, Encoders.STRING())
        .flatMapGroups(
            new JoiningTask(settings, configuration(), counters), Encoders.row(VideoRows.SCHEMA));
  }

  @Override
  public void close() {
    plan.unpersist();
  }
}
