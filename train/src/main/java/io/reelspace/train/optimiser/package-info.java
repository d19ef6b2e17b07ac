/**
 * How weights move: AdamW, its learning rate over the course of a run, and the average of weights.
 */
package io.reelspace.train.optimiser;
