package io.reelspace.spark;

import io.reelspace.index.SpaceIdentity;
import org.apache.spark.sql.Dataset;

/** Where embedded videos go. */
sealed interface Destination extends AutoCloseable permits ParquetFolder, SharedIndex {

  /**
   * Refuses what cannot be written to, before any video is looked at.
   *
   * @throws io.reelspace.error.ReelspaceException when it cannot
   */
  void prepare(SpaceIdentity space);

  /** Those of the listed videos that a job has to look at. */
  Dataset<String> open(Dataset<String> listed);

  /**
   * Embeds videos.
   *
   * @param divided into tasks
   */
  void take(Dataset<String> divided, EmbeddingSettings settings);

  /**
   * Says what there is in the end.
   *
   * @return the exit code
   */
  int tell();

  @Override
  void close();
}
