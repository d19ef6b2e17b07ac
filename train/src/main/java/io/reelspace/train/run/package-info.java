/**
 * A whole run: from a {@link io.reelspace.train.RunRecipe} to the bundle of a space.
 *
 * <p>{@link io.reelspace.train.run.TrainingRun} reads the data set, has frozen encoders extract
 * what is missing, trains, and writes space and report. Every step can be stopped at any moment;
 * the same run then goes on.
 */
package io.reelspace.train.run;
