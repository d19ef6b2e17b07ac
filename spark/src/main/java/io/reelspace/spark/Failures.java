package io.reelspace.spark;

import io.reelspace.error.BadInputException;
import io.reelspace.error.ReelspaceException;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;

/** What the programs say and return where a job fails as a whole. */
final class Failures {

  private static final String SETTINGS =
      "(spark.executor.memory, and spark.executor.memoryOverhead for decoders and networks, see"
          + " docs/spark.md)";

  /** What is done about executors that end for want of memory. */
  static final String MEMORY =
      "executors ran out of memory and were ended; give each more " + SETTINGS;

  /** The end of the message of a job that failed. */
  static final String KEPT = "; what was done until then is kept, run the same command to go on";

  /**
   * How masters, YARN and Kubernetes tell that an executor was killed, or ended itself, of memory.
   */
  private static final Pattern OF_MEMORY =
      Pattern.compile(
          "OutOfMemoryError|(code|[Ss]tatus):? (137|52)\\b|memory limits|OOMKilled|OOM\\?");

  /** A task, or what tasks of an earlier stage left behind, was gone with its executor. */
  private static final Pattern OF_EXECUTORS =
      Pattern.compile("ExecutorLostFailure|FetchFailed|maximum allowable number of times");

  private Failures() {}

  /** The exit code of a job for which Spark is started, and stopped after it. */
  static int codeOf(String name, Function<SparkSession, Integer> job) {
    return code(() -> {
      SparkSession spark = SparkSession.builder().appName(name).getOrCreate();
      try {
        return job.apply(spark);
      } finally {
        spark.stop();
      }
    });
  }

  /** The exit code of some work: its own, 2 where the input was wrong, 1 where it failed. */
  static int code(Callable<Integer> work) {
    try {
      return work.call();
    } catch (ReelspaceException e) {
      System.err.println("reelspace: " + e.getMessage());
      return e instanceof BadInputException ? 2 : 1;
    } catch (SparkException e) { // Scala does not declare what it throws
      System.err.println("reelspace: " + sentence(e));
      return 1;
    } catch (RuntimeException e) {
      if (e instanceof SparkThrowable) { // what Spark refuses, for example executors too small
        System.err.println("reelspace: " + e.getMessage());
        return 1;
      }
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A job fails when the same task failed several times. What an executor died of stands in the
   * message of Spark, what a task threw is a cause or is quoted there.
   */
  static String sentence(SparkException failure) {
    Optional<ReelspaceException> own = own(failure);
    if (own.isPresent()) {
      return own.get().getMessage() + KEPT;
    }
    String said = said(failure);
    if (OF_MEMORY.matcher(said).find()) {
      return MEMORY + KEPT;
    }
    if (OF_EXECUTORS.matcher(said).find()) {
      return "executors ended again and again, most often for want of memory "
          + SETTINGS
          + "; Spark says: "
          + firstLine(said)
          + KEPT;
    }
    return "the job failed: " + firstLine(said) + KEPT;
  }

  /** Whether a job failed because executors ended, not because of what a task threw. */
  static boolean isOfExecutors(Exception failure) {
    return failure instanceof SparkException
        && own(failure).isEmpty()
        && (OF_MEMORY.matcher(said(failure)).find() || OF_EXECUTORS.matcher(said(failure)).find());
  }

  private static Optional<ReelspaceException> own(Throwable failure) {
    Optional<ReelspaceException> own = Optional.empty();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      own = at instanceof ReelspaceException known ? Optional.of(known) : own;
    }
    return own;
  }

  /** What failed and each of its causes say. */
  private static String said(Throwable failure) {
    StringJoiner said = new StringJoiner("\n");
    for (Throwable at = failure; at != null; at = at.getCause()) {
      said.add(String.valueOf(at.getMessage()));
    }
    return said.toString();
  }

  private static String firstLine(String said) {
    return said.lines().findFirst().orElse(said);
  }
}
