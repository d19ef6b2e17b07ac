/**
 * The state of a run on disk, in the safetensors format, so that a run that is killed at any moment
 * goes on as if nothing had happened.
 *
 * <p>A file is written under another name, forced to disk and renamed: a checkpoint is there whole
 * or not at all. Each carries a checksum; one that is damaged all the same is passed over for the
 * one before.
 */
package io.reelspace.train.checkpoint;
