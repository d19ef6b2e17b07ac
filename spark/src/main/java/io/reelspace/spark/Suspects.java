package io.reelspace.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * Finds videos that end the executors that embed them, without a failed job: a task that was begun
 * before does nothing but name its videos. It can only have been begun before because an executor
 * ended, as what a task throws is told here and is no failure to Spark.
 *
 * @param videos of tasks that ended an executor, or had one that was ended by another
 * @param tasks of these
 * @param errors what tasks threw
 */
record Suspects(
    CollectionAccumulator<String> videos,
    LongAccumulator tasks,
    CollectionAccumulator<String> errors)
    implements Guard {

  /** None yet. */
  static Suspects of(SparkContext context) {
    return new Suspects(
        context.collectionAccumulator("videos whose executor ended"),
        context.longAccumulator("tasks whose executor ended"),
        context.collectionAccumulator("errors"));
  }

  @Override
  public <T> MapPartitionsFunction<String, T> around(MapPartitionsFunction<String, T> task) {
    return new Guarded<>(task, this);
  }

  private record Guarded<T>(MapPartitionsFunction<String, T> task, Suspects suspects)
      implements MapPartitionsFunction<String, T>, Serializable {

    @Override
    public Iterator<T> call(Iterator<String> videos) throws Exception {
      if (TaskContext.get().attemptNumber() > 0 && videos.hasNext()) {
        videos.forEachRemaining(suspects.videos::add);
        suspects.tasks.add(1);
        return List.<T>of().iterator();
      }
      try {
        return task.call(videos);
      } catch (Exception e) {
        if (TaskContext.get().isInterrupted()) {
          throw e;
        }
        suspects.errors.add(e.getMessage() == null ? e.toString() : e.getMessage());
        return new ArrayList<T>().iterator();
      }
    }
  }
}
