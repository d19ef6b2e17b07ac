package io.reelspace.cli;

import io.reelspace.train.dataset.RetrievalTask;

/**
 * A data set in a space.
 *
 * @param task texts and media that could be embedded
 * @param texts {@code [texts, dimension]}
 * @param media {@code [media, dimension]}: for each the direction of the mean over its segments
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record EmbeddedTask(RetrievalTask task, float[][] texts, float[][] media) {}
