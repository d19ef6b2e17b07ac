package io.reelspace.train.tower;

import java.util.List;

/** How the embeddings of several modalities become one; missing modalities take no part. */
public sealed interface Fusion {

  /** There is only one modality. */
  record Single() implements Fusion {}

  /**
   * A weighted mean of the embeddings, each of length one, with weights renormalised over the
   * modalities that are there.
   *
   * @param weights one for each modality, positive; empty for equal ones
   * @param learned whether training moves them
   */
  record WeightedMean(List<Double> weights, boolean learned) implements Fusion {
    /** Keeps its own copy. */
    public WeightedMean {
      weights = List.copyOf(weights);
    }
  }

  /** All embeddings side by side, zero where missing, then a linear map to the space. */
  record Concatenation() implements Fusion {}

  /**
   * All embeddings side by side in one vector, each times the root of its weight. Towers are to end
   * with length one, for a frame at least: then the cosine of two such vectors is the weighted mean
   * of the modalities' cosines.
   *
   * @param weights one for each modality, positive
   */
  record Halves(List<Double> weights) implements Fusion {
    /** Keeps its own copy. */
    public Halves {
      weights = List.copyOf(weights);
    }
  }

  /**
   * A mixture of embedding experts (Miech et al. 2018): every embedding passes a gated unit, and a
   * learned softmax over the modalities that are there weighs them.
   */
  record GatedEmbeddings() implements Fusion {}

  /** A transformer layer over one token for each modality, then attention pooling. */
  record TokenAttention(int heads, double dropout) implements Fusion {}
}
