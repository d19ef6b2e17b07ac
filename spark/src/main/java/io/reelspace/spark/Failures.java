package io.reelspace.spark;

import io.reelspace.error.BadInputException;
import io.reelspace.error.ReelspaceException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.SparkSession;

/** What the programs say and return where a job fails as a whole. */
final class Failures {

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
    String said = String.valueOf(failure.getMessage());
    Optional<ReelspaceException> own = Optional.empty();
    for (Throwable at = failure; at != null; at = at.getCause()) {
      own = at instanceof ReelspaceException known ? Optional.of(known) : own;
    }
    String kept = "; what was done until then is kept, run the same command to go on";
    if (own.isPresent()) {
      return own.get().getMessage() + kept;
    }
    boolean memory =
        said.contains("OutOfMemoryError")
            || said.contains("exit code 137")
            || said.contains("code 137")
            || said.contains("exit code 52")
            || said.contains("code 52")
            || said.contains("memory limits");
    if (memory) {
      return "executors ran out of memory and were ended; give each more (spark.executor.memory,"
          + " and spark.executor.memoryOverhead for decoders and networks, see docs/spark.md)"
          + kept;
    }
    return "the job failed: " + said.lines().findFirst().orElse(said) + kept;
  }
}
