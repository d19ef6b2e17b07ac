package io.reelspace.spark;

import java.io.Serializable;
import org.apache.spark.api.java.function.MapPartitionsFunction;

/** What stands between Spark and the work of a task. */
interface Guard extends Serializable {

  /** Lets all through: what a task fails of, Spark repeats, and ends the job in the end. */
  Guard NONE =
      new Guard() {
        @Override
        public <T> MapPartitionsFunction<String, T> around(MapPartitionsFunction<String, T> task) {
          return task;
        }
      };

  /** A task that runs under this guard. */
  <T> MapPartitionsFunction<String, T> around(MapPartitionsFunction<String, T> task);
}
