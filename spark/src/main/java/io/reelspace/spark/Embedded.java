package io.reelspace.spark;

import io.reelspace.error.SpaceMismatchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The Parquet files that jobs wrote so far. */
record Embedded(SparkSession spark, String output) {

  private Dataset<Row> rows() {
    return isEmpty()
        ? spark.createDataFrame(java.util.List.of(), VideoRows.SCHEMA)
        : spark.read().schema(VideoRows.SCHEMA).parquet(output);
  }

  private boolean isEmpty() {
    try {
      Path folder = new Path(output);
      var system = folder.getFileSystem(spark.sessionState().newHadoopConf());
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
      throw new UncheckedIOException(e);
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

  /**
   * Refuses to add to files of another space.
   *
   * @throws SpaceMismatchException when there are such
   */
  void requireSpace(String name, String fingerprint) {
    for (Row other : rows().select("space", "fingerprint").distinct().limit(2).collectAsList()) {
      if (!other.getString(1).equals(fingerprint)) {
        throw new SpaceMismatchException(
            "The files in %s are of the space %s (%s), not of %s (%s). Choose another --output, or that space."
                .formatted(output, other.getString(0), other.getString(1), name, fingerprint));
      }
    }
  }
}
