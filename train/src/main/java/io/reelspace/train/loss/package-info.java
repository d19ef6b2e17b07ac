/**
 * What training minimises: functions of the cosine similarities of all videos and texts of a batch.
 *
 * <p>A {@link io.reelspace.train.loss.Loss} is a pure function; the learned temperature lives in
 * the {@link io.reelspace.train.loss.SimilarityScale}. Which texts belong to which video is a mask
 * {@code [videos, texts]}, so several captions of one video in a batch are never taken for
 * negatives.
 */
package io.reelspace.train.loss;
