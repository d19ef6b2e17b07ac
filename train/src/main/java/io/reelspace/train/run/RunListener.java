package io.reelspace.train.run;

import io.reelspace.train.TrainingListener;
import java.nio.file.Path;

/** Hears how a run goes on. */
public interface RunListener extends TrainingListener {

  /** Hears nothing. */
  RunListener SILENT = new RunListener() {};

  /** Something that the person who runs it should know. */
  default void note(String message) {}

  /** A part of the work has come so far; its name stays the same until the next part begins. */
  default void progress(String part, int done, int total) {}

  /** A file could not be decoded and is left out. */
  default void skipped(Path file, String reason) {}
}
