/**
 * How good a space is: retrieval metrics with intervals, comparisons of two spaces, diagnostics of
 * the geometry, and the metrics of moment retrieval and highlight detection.
 *
 * <p>Everything here works on plain arrays of embeddings and similarities, whatever made them.
 * {@link io.reelspace.evaluate.RetrievalEvaluation} is the entry: embeddings of texts and videos go
 * in, {@link io.reelspace.evaluate.RankingMetric metrics} of both directions come out, each as an
 * {@link io.reelspace.evaluate.Estimate} with its 95 % interval. Metrics are fractions from 0 to 1
 * (or ranks from 1), never percentages.
 *
 * <p>Ties are counted against the space: among candidates of equal similarity the relevant ones are
 * taken to come last. A space that maps everything to one point thus scores nothing instead of
 * everything.
 */
package io.reelspace.evaluate;
