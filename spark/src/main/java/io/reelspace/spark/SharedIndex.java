package io.reelspace.spark;

import io.reelspace.index.IndexLocation;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * An index on a server that all executors write to. Each opens it once and commits videos as they
 * are done; the driver makes it, before any of them, and has the server put its files together at
 * the end.
 */
final class SharedIndex implements Destination {

  private final SparkSession spark;
  private final IndexAddress address;
  private final Counters counters;

  /** Reasons by location: a video that is tried again in the same job fails once. */
  private final Map<String, String> failures = new TreeMap<>();

  private Optional<VideoIndex> index = Optional.empty();

  SharedIndex(SparkSession spark, IndexAddress address) {
    this.spark = spark;
    this.address = address;
    this.counters = Counters.of(spark.sparkContext());
  }

  @Override
  public void prepare(SpaceIdentity space) {
    IndexLocation location = address.location();
    index = Optional.of(location.open(space));
  }

  /** Each task asks the index for its own: no list of all goes through the driver. */
  @Override
  public Dataset<String> open(Dataset<String> listed) {
    return listed;
  }

  @Override
  public void take(Dataset<String> divided, EmbeddingSettings settings, Guard guard) {
    SparkContext context = spark.sparkContext();
    IndexingTask task =
        new IndexingTask(settings, address, context.hadoopConfiguration(), counters);
    fail(divided.mapPartitions(guard.around(task), IndexingTask.FAILURES));
  }

  @Override
  public void fail(SpaceIdentity space, List<String> locations, String reason) {
    counters.failures().add(locations.size());
    locations.forEach(each -> failures.put(each, reason));
  }

  private void fail(Dataset<Tuple2<String, String>> found) {
    found.collectAsList().forEach(each -> failures.put(each._1(), each._2()));
  }

  @Override
  public void takeJoined(Dataset<Row> joined, EmbeddingSettings settings) {
    fail(joined.mapPartitions(new StoringTask(settings, address, counters), IndexingTask.FAILURES));
  }

  @Override
  public Optional<IndexAddress> index() {
    return Optional.of(address);
  }

  @Override
  public int tell(long open) {
    failures.forEach(
        (location, reason) -> System.err.println("reelspace: failed: " + location + ": " + reason));
    long done = counters.videos().value();
    // One that a task committed before its executor ended is found as it is by the next.
    long unchanged = open - done - failures.size();
    VideoIndex written = index.orElseThrow();
    if (done > 0) {
      written.refresh();
      written.compact(() -> false);
    }
    System.out.println(
        "%d indexed, %d unchanged, %d failed. Index: %s with %d videos"
            .formatted(done, unchanged, failures.size(), address, written.stats().videos()));
    return failures.isEmpty() ? 0 : done + unchanged > 0 ? 3 : 1;
  }

  @Override
  public void close() {
    index.ifPresent(VideoIndex::close);
  }
}
