package io.reelspace.spark;

import io.reelspace.index.SpaceIdentity;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
   * @param guard of these
   */
  void take(Dataset<String> divided, EmbeddingSettings settings, Guard guard);

  /** Takes down videos that cannot be embedded, and why. */
  void fail(SpaceIdentity space, List<String> locations, String reason);

  /**
   * Takes videos that were embedded in parts.
   *
   * @param joined rows of {@link VideoRows}, one for each video
   */
  void takeJoined(Dataset<Row> joined, EmbeddingSettings settings);

  /** The index that all tasks can ask for a video; empty where there is none. */
  Optional<IndexAddress> index();

  /**
   * Says what there is in the end.
   *
   * @param open how many videos a job had to look at
   * @return the exit code
   */
  int tell(long open);

  @Override
  void close();
}
