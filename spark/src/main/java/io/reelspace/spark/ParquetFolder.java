package io.reelspace.spark;

import io.reelspace.error.SpaceMismatchException;
import io.reelspace.error.StorageException;
import io.reelspace.index.SpaceIdentity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A folder of Parquet files. Each task writes what it made when it ends, so a job that is stopped
 * has lost only the tasks that ran. A task that is repeated on another executor replaces its own
 * file: a video is there once.
 */
record ParquetFolder(SparkSession spark, String output) implements Destination {

  private static final int FAILURES_SHOWN = 20;

  private Dataset<Row> rows() {
    return isEmpty()
        ? spark.createDataFrame(List.of(), VideoRows.SCHEMA)
        : spark.read().schema(VideoRows.SCHEMA).parquet(output);
  }

  private boolean isEmpty() {
    try {
      Path folder = new Path(output);
      var system = FileSystems.of(folder, spark.sessionState().newHadoopConf());
      if (!system.exists(folder)) {
        return true;
      }
      for (FileStatus file : system.listStatus(folder)) {
        if (file.getPath().getName().endsWith(".parquet")) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw new StorageException(
          "The output %s cannot be looked at: %s%s"
              .formatted(output, e.getMessage(), FileSystems.advice(output)),
          e);
    }
  }

  /** The column {@code path} of the videos that are embedded, each once. */
  Dataset<Row> locations() {
    return rows().where("failed is null").select("path").distinct();
  }

  /** The columns {@code path} and {@code failed} of the videos that no job could embed. */
  Dataset<Row> failures() {
    Dataset<Row> done = locations().withColumnRenamed("path", "done");
    Dataset<Row> failed =
        rows()
            .where("failed is not null")
            .groupBy("path")
            .agg(functions.last("failed").as("failed"));
    return failed
        .join(done, failed.col("path").equalTo(done.col("done")), "left_anti")
        .orderBy("path");
  }

  @Override
  public void prepare(SpaceIdentity space) {
    // Tasks put their files in place when they end, not all together at the end of the job.
    spark
        .sparkContext()
        .hadoopConfiguration()
        .set("mapreduce.fileoutputcommitter.algorithm.version", "2");
    for (Row other : rows().select("space", "fingerprint").distinct().limit(2).collectAsList()) {
      if (!other.getString(1).equals(space.fingerprint())) {
        throw new SpaceMismatchException(
            "The files in %s are of the space %s (%s), not of %s (%s). Choose another --output, or that space."
                .formatted(
                    output,
                    other.getString(0),
                    other.getString(1),
                    space.name(),
                    space.fingerprint()));
      }
    }
  }

  @Override
  public Dataset<String> open(Dataset<String> listed) {
    Dataset<Row> done = locations();
    return listed
        .join(done, listed.col("value").equalTo(done.col("path")), "left_anti")
        .as(Encoders.STRING());
  }

  @Override
  public void take(Dataset<String> divided, EmbeddingSettings settings, Guard guard) {
    SparkContext context = spark.sparkContext();
    EmbeddingTask task =
        new EmbeddingTask(settings, context.hadoopConfiguration(), Counters.of(context));
    write(divided.mapPartitions(guard.around(task), Encoders.row(VideoRows.SCHEMA)));
  }

  @Override
  public void fail(SpaceIdentity space, List<String> locations, String reason) {
    List<Row> rows = locations.stream().map(each -> VideoRows.failed(space, each, reason)).toList();
    write(spark.createDataFrame(rows, VideoRows.SCHEMA));
  }

  @Override
  public void takeJoined(Dataset<Row> joined, EmbeddingSettings settings) {
    write(joined);
  }

  private void write(Dataset<Row> videos) {
    videos.write().mode(SaveMode.Append).option("compression", "gzip").parquet(output);
  }

  @Override
  public Optional<IndexAddress> index() {
    return Optional.empty();
  }

  @Override
  public int tell(long open) {
    long done = locations().count();
    List<Row> failed = failures().limit(FAILURES_SHOWN + 1).collectAsList();
    for (Row row : failed.subList(0, Math.min(failed.size(), FAILURES_SHOWN))) {
      System.err.println("reelspace: failed: " + row.getString(0) + ": " + row.getString(1));
    }
    if (failed.size() > FAILURES_SHOWN) {
      System.err.println(
          "reelspace: and more; all are rows of the output whose column failed is not empty");
    }
    System.out.println(done + " videos embedded");
    return failed.isEmpty() ? 0 : done > 0 ? 3 : 1;
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
