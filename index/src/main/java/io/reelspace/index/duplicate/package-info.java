/**
 * Near-duplicates of an index: videos, and parts of them, that are re-encodes, trims, crops or
 * mirrored copies of each other. {@link io.reelspace.index.duplicate.Duplicates} finds them in the
 * embeddings of frames; no video is read.
 */
package io.reelspace.index.duplicate;
