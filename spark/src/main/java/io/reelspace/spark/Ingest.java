package io.reelspace.spark;

import io.reelspace.base.BundledSpaces;
import io.reelspace.error.BadInputException;
import io.reelspace.index.SpaceIdentity;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Embeds many videos on a cluster: into an index on a server, or into Parquet files, which {@code
 * reelspace index --from-parquet} brings into any index.
 *
 * <p>A job that is stopped has done what its tasks did until then, and the same command goes on
 * from there. A task that runs again doubles nothing. A video that cannot be embedded is told with
 * its reason and tried again by the next job; it does not end the job.
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
      "      --videos s3a://bucket/list.txt --index milvus://host:19530/archive --space base",
      "",
      "The token of the server is in REELSPACE_MILVUS_TOKEN, or in spark.reelspace.milvus.token of"
          + " Spark's settings."
    })
public final class Ingest implements Callable<Integer> {

  /** Shorter parts would be looked at twice for the most part. */
  private static final double LEAST_MINUTES = 0.5;

  @Option(
      names = "--videos",
      required = true,
      paramLabel = "LIST|FOLDER",
      description = "A text file with a path or address on each line, or a folder.")
  private String videos = "";

  /** One of the two. */
  static final class To {
    @Option(
        names = "--index",
        paramLabel = "milvus://HOST:PORT/COLLECTION",
        description = "The index on a server that videos go into.")
    private Optional<String> index = Optional.empty();

    @Option(
        names = "--output",
        paramLabel = "FOLDER",
        description = "Where Parquet files are added.")
    private Optional<String> output = Optional.empty();
  }

  @ArgGroup(multiplicity = "1")
  private To to = new To();

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
      names = "--divide",
      paramLabel = "MINUTES",
      description = {
        "Videos that are longer are divided among tasks, in parts of at most this length"
            + " (default ${DEFAULT-VALUE}; 0: never)."
      })
  private double divide = 30;

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
    return Failures.codeOf("Reelspace ingest", this::run);
  }

  /** Embeds what is not there yet, and says what there is then. */
  int run(SparkSession spark) {
    return Failures.code(() -> embed(spark));
  }

  private int embed(SparkSession spark) {
    EmbeddingSettings settings = settings(spark);
    try (Destination destination = destination(spark)) {
      Dataset<String> listed = new VideoListing(spark, videos).locations();
      SpaceIdentity identity = Embedder.of(settings).identity();
      destination.prepare(identity);
      Dataset<String> open = destination.open(listed).cache();
      long count = open.count();
      System.err.println("reelspace: " + count + " to do");
      if (count > 0) {
        long start = System.nanoTime();
        new Rounds(spark, destination, settings, identity, videos).embed(open.toLocalIterator());
        System.err.println(
            "reelspace: done in %.1f s".formatted((System.nanoTime() - start) / 1e9));
      }
      open.unpersist();
      return destination.tell(count);
    }
  }

  private Destination destination(SparkSession spark) {
    return to.index.isPresent()
        ? new SharedIndex(spark, IndexAddress.of(to.index.get(), cache, spark))
        : new ParquetFolder(spark, to.output.orElseThrow());
  }

  private EmbeddingSettings settings(SparkSession spark) {
    if (!(divide == 0 || (divide >= LEAST_MINUTES && divide < Double.POSITIVE_INFINITY))) {
      throw new BadInputException(
          "--divide is in minutes, and at least %s, or 0 to divide no video."
              .formatted(LEAST_MINUTES));
    }
    double longest = divide == 0 ? Double.POSITIVE_INFINITY : divide * 60;
    return EmbeddingSettings.of(spark, space, cache, framesPerSecond, longest);
  }
}
