package io.reelspace.train.tower;

import java.util.List;

/** One stage of a tower. Sizes are channels; rates are probabilities in {@code [0, 1)}. */
public sealed interface TowerStage {

  /**
   * Signed powers of channel ranges, {@code sign(x) |x|^exponent}: square roots bring counts and
   * probabilities closer to a normal distribution.
   *
   * @param ranges in the order of the channels, which they cover exactly
   */
  record Power(List<Range> ranges) implements TowerStage {
    /** So many channels under one exponent. */
    public record Range(int channels, double exponent) {}

    /** Keeps its own copy. */
    public Power {
      ranges = List.copyOf(ranges);
    }
  }

  /** Zero mean and unit deviation of every channel over the training features. */
  record Standardise() implements TowerStage {}

  /** Length one (Euclidean) of every step. */
  record Normalise() implements TowerStage {}

  /** Sets values to zero at random in training. */
  record Dropout(double rate) implements TowerStage {}

  /** An affine map to {@code dimension} channels. */
  record Linear(int dimension) implements TowerStage {}

  /** Layer normalisation (Ba et al. 2016) with a learned gain and bias. */
  record LayerNormalisation() implements TowerStage {}

  /**
   * A linear map to {@code dimension}, then blocks of {@code x + W2 dropout(gelu(W1 norm(x)))}.
   *
   * @param hidden channels between W1 and W2
   */
  record ResidualMlp(int dimension, int hidden, int blocks, double dropout) implements TowerStage {}

  /**
   * Long short-term memory (Hochreiter and Schmidhuber 1997) over time.
   *
   * @param hidden channels of the state in one direction
   */
  record Lstm(int hidden, int layers, boolean bidirectional, double dropout)
      implements TowerStage {}

  /** Gated recurrent units (Cho et al. 2014) over time; parameters as in {@link Lstm}. */
  record Gru(int hidden, int layers, boolean bidirectional, double dropout) implements TowerStage {
    Lstm asLstm() {
      return new Lstm(hidden, layers, bidirectional, dropout);
    }
  }

  /**
   * Transformer encoder layers (Vaswani et al. 2017), normalised before each part, with GELU.
   *
   * @param positions whether sinusoidal positions are added to the input
   */
  record Transformer(int layers, int heads, int hidden, double dropout, boolean positions)
      implements TowerStage {}

  /** A stage that turns a sequence into a vector. */
  sealed interface Pooling extends TowerStage {}

  /** The mean over time. */
  record MeanPooling() implements Pooling {}

  /** The maximum of every channel over time. */
  record MaxPooling() implements Pooling {}

  /** The last step, where a recurrent layer has seen everything. */
  record LastPooling() implements Pooling {}

  /**
   * A mean weighted by a learned softmax over time, with its own weights for each head's share of
   * the channels.
   */
  record AttentionPooling(int heads) implements Pooling {}

  /**
   * Residuals to learned cluster centres (NetVLAD, Arandjelovic et al. 2016), normalised within
   * each cluster, then as a whole, then mapped to {@code dimension}.
   */
  record NetVlad(int clusters, int dimension) implements Pooling {}
}
