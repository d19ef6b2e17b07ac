/**
 * Makes a space smaller: centring and principal components fitted on training embeddings, fewer
 * dimensions, fewer bits for each, and what each choice costs in recall.
 *
 * <p>{@link io.reelspace.optimise.Reduction} is what is fitted and applied; {@link
 * io.reelspace.optimise.Sweep} tries many dimensions and precisions on embeddings that nothing was
 * fitted on.
 */
package io.reelspace.optimise;
