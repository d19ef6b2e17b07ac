package io.reelspace.spark;

import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.error.ReelspaceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Embeds many videos on a cluster into Parquet files, which {@code reelspace index --from-parquet}
 * brings into an index.
 *
 * <p>Each task writes what it made when it ends, so a job that is stopped has lost only the tasks
 * that ran, and the next of the same output goes on from there. A task that is repeated on another
 * executor replaces its own file: a video is there once. A video that cannot be embedded is a row
 * with its reason; the next job tries it again.
 */
@Command(
    name = "reelspace-spark-ingest",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Embeds many videos on a Spark cluster.",
    footer = {
      "",
      "Example:",
      "  spark-submit --class io.reelspace.spark.Ingest reelspace-spark.jar \\",
      "      --videos s3a://bucket/list.txt --output s3a://bucket/embedded --space base"
    })
public final class Ingest implements Callable<Integer> {

  /** How often a partition's start, some tenths of a second, is paid for. */
  private static final int VIDEOS_OF_A_TASK = 32;

  /** Tasks of very different length still end at about the same time. */
  private static final int TASKS_OF_A_CORE = 4;

  private static final int FAILURES_SHOWN = 20;

  @Option(
      names = "--videos",
      required = true,
      paramLabel = "LIST|FOLDER",
      description = "A text file with a path or address on each line, or a folder.")
  private String videos = "";

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FOLDER",
      description = "Where Parquet files are added.")
  private String output = "";

  @Option(
      names = "--space",
      paramLabel = "NAME|FOLDER",
      description = "A bundled space, or the folder or zip of one (default ${DEFAULT-VALUE}).")
  private String space = BundledSpaces.DEFAULT;

  @Option(
      names = "--fps",
      paramLabel = "X",
      description = "Frames that are embedded for each second (default ${DEFAULT-VALUE}).")
  private double framesPerSecond = 2;

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = "Folder on each executor for what is unpacked (default one of its own).")
  private String cache = "";

  /** Runs and ends the process: 0 for all done, 3 for some failed, 1 and 2 for nothing done. */
  public static void main(String[] arguments) {
    int code = new CommandLine(new Ingest()).execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public Integer call() {
    SparkSession spark = SparkSession.builder().appName("Reelspace ingest").getOrCreate();
    try {
      return run(spark);
    } catch (ReelspaceException e) {
      System.err.println("reelspace: " + e.getMessage());
      return e instanceof BadInputException ? 2 : 1;
    } finally {
      spark.stop();
    }
  }

  /** Embeds what is not there yet, and says what there is then. */
  int run(SparkSession spark) {
    EmbeddingSettings settings = settings(spark);
    // Tasks put their files in place when they end, not all together at the end of the job.
    spark
        .sparkContext()
        .hadoopConfiguration()
        .set("mapreduce.fileoutputcommitter.algorithm.version", "2");
    Embedded embedded = new Embedded(spark, output);
    String fingerprint = Embedder.of(settings).identity().fingerprint();
    embedded.requireSpace(space, fingerprint);
    Dataset<String> open = new VideoListing(spark, videos).locations();
    Column location = open.col("value");
    Dataset<Row> done = embedded.locations();
    Dataset<String> missing =
        open.join(done, location.equalTo(done.col("path")), "left_anti").as(Encoders.STRING());
    missing = missing.cache();
    long count = missing.count();
    System.err.println("reelspace: " + count + " to embed");
    if (count > 0) {
      embed(spark, missing, tasks(spark.sparkContext(), count), settings);
    }
    missing.unpersist();
    return tell(embedded);
  }

  private static int tasks(SparkContext context, long videos) {
    long most = Math.max((long) TASKS_OF_A_CORE * context.defaultParallelism(), 1);
    return Math.toIntExact(Math.min(videos, Math.max(most, videos / VIDEOS_OF_A_TASK)));
  }

  private void embed(
      SparkSession spark, Dataset<String> missing, int tasks, EmbeddingSettings settings) {
    SparkContext context = spark.sparkContext();
    LongAccumulator done = context.longAccumulator("videos embedded");
    LongAccumulator failed = context.longAccumulator("videos failed");
    LongAccumulator segments = context.longAccumulator("segments embedded");
    context.setJobDescription("embedding " + videos);
    missing
        .repartition(tasks)
        .mapPartitions(
            new EmbeddingTask(settings, context.hadoopConfiguration(), done, failed, segments),
            Encoders.row(VideoRows.SCHEMA))
        .write()
        .mode(SaveMode.Append)
        .option("compression", "gzip")
        .parquet(output);
  }

  private EmbeddingSettings settings(SparkSession spark) {
    if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
      throw new BadInputException("--fps must be above 0 and at most 1000.");
    }
    boolean bundled = BundledSpaces.names().contains(space);
    if (!bundled) {
      Path folder = Path.of(space).toAbsolutePath().normalize();
      if (!Files.exists(folder)) {
        throw new BadInputException(
            "No space '%s': it is neither a folder or zip nor one of the bundled spaces %s."
                .formatted(space, BundledSpaces.names()));
      }
      spark.sparkContext().addFile(folder.toUri().toString(), Files.isDirectory(folder));
      return new EmbeddingSettings(folder.getFileName().toString(), true, cache, framesPerSecond);
    }
    return new EmbeddingSettings(space, false, cache, framesPerSecond);
  }

  private static int tell(Embedded embedded) {
    long done = embedded.locations().count();
    List<Row> failed = embedded.failures().limit(FAILURES_SHOWN + 1).collectAsList();
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
}
