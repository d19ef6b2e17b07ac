package io.reelspace.cli;

import io.reelspace.evaluate.DualSoftmax;
import io.reelspace.evaluate.QueryBankNormalization;
import io.reelspace.evaluate.Relevance;
import io.reelspace.evaluate.RetrievalEvaluation;
import io.reelspace.evaluate.RetrievalEvaluation.Options;
import io.reelspace.evaluate.Similarity;
import io.reelspace.evaluate.SpaceDiagnostics;
import io.reelspace.space.Space;

/**
 * What a space reaches on a data set.
 *
 * @param space its name
 * @param fingerprint of the space
 * @param dimension of the space
 * @param embedded the data set in the space
 * @param retrieval metrics of both directions
 * @param bank where the texts of QB-Norm come from
 * @param diagnostics of the space's geometry
 */
record Evaluation(
    String space,
    String fingerprint,
    int dimension,
    EmbeddedTask embedded,
    RetrievalEvaluation retrieval,
    QueryBank bank,
    SpaceDiagnostics diagnostics) {

  /** As in the paper of QB-Norm. */
  private static final double BETA = 20;

  /**
   * Measures an embedded data set.
   *
   * @param bank texts of the query bank
   * @param bankEmbeddings {@code [texts, dimension]}
   */
  static Evaluation of(
      Space space, EmbeddedTask embedded, QueryBank bank, float[][] bankEmbeddings) {
    Relevance relevance = embedded.task().relevance();
    Similarity banked = Similarity.dot(bankEmbeddings, embedded.media());
    Options options =
        Options.DEFAULT
            .withDualSoftmax(DualSoftmax.DEFAULT)
            .withTextBank(new QueryBankNormalization(banked, BETA));
    return new Evaluation(
        space.name(),
        space.fingerprint(),
        space.dimension(),
        embedded,
        RetrievalEvaluation.of(embedded.texts(), embedded.media(), relevance, options),
        bank,
        SpaceDiagnostics.of(embedded.texts(), embedded.media(), relevance));
  }
}
