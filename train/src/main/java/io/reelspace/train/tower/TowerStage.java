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

  /** A run of channels, for example the logits of a classifier among other features. */
  record Channels(int from, int count) {}

  /** Some channels, side by side; the others are left out. */
  record Select(List<Channels> ranges) implements TowerStage {
    /** Keeps its own copy. */
    public Select {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * Softmax within each of some runs of channels; the others stay as they are.
   *
   * @param ranges ascending, without overlap
   */
  record Softmax(List<Channels> ranges) implements TowerStage {
    /** Keeps its own copy. */
    public Softmax {
      ranges = List.copyOf(ranges);
    }
  }

  /**
   * Zero mean and unit deviation of every channel over the training features.
   *
   * @param floor this share of the deviation of all values together is added to each channel's own,
   *     so that channels which hardly vary are not blown up
   */
  record Standardise(double floor) implements TowerStage {}

  /** Values cut off at {@code -limit} and {@code limit}. */
  record Clamp(double limit) implements TowerStage {}

  /**
   * Length one (Euclidean) of every step.
   *
   * @param parts into so many equal parts the channels are divided, each of length one by itself
   */
  record Normalise(int parts) implements TowerStage {}

  /**
   * Names as vectors: the text features of classes, by several prompts each.
   *
   * @param texts names of the text features whose channels are joined
   * @param share how much of the mean over all classes and prompts is subtracted, from 0 to 1
   */
  record Naming(List<String> texts, double share) {
    /** Keeps its own copy. */
    public Naming {
      texts = List.copyOf(texts);
    }
  }

  /**
   * Subtracts what the names of all classes have in common, so that a text lies where a class does
   * that {@link ClassNames} names alike. Not learned.
   */
  record Centre(Naming naming) implements TowerStage {}

  /**
   * Where a frame lies among texts by the names of its likeliest classes (ConSE, Norouzi et al.
   * 2014): softmax over class logits, averaged over several classifiers; the likeliest classes'
   * name vectors, weighted by probability; length one. Not learned.
   *
   * @param scores the logits of each classifier, all over the same classes
   * @param probabilities further probabilities of the same classes that are averaged, for example
   *     of parts of the picture; may be empty
   * @param share of these in the mean with those from logits
   * @param likeliest so many classes count
   * @param naming of the classes
   * @param dimension channels of the name vectors
   * @param parts the name vectors are made of so many parts of length one each
   */
  record ClassNames(
      List<Channels> scores,
      List<Channels> probabilities,
      double share,
      int likeliest,
      Naming naming,
      int dimension,
      int parts)
      implements TowerStage {
    /** Keeps its own copies. */
    public ClassNames {
      probabilities = List.copyOf(probabilities);
      scores = List.copyOf(scores);
    }
  }

  /**
   * Regularised canonical correlation analysis (Hotelling 1936; Vinod 1976) in closed form: the map
   * to the directions in which both sides vary together, most of all first. Fitted to the training
   * features before training, and not learned; one modality of each side has this stage.
   *
   * @param dimension how many directions are kept
   * @param ridge added to this side's covariance, as a multiple of its mean variance
   * @param exponent directions are weighted by their correlation to this power
   */
  record Canonical(int dimension, double ridge, double exponent) implements TowerStage {}

  /**
   * A learned linear map that starts as the identity, plus {@code W2 dropout(gelu(W1 norm(x)))}
   * that starts at zero: training begins with what comes in.
   */
  record Residual(int hidden, double dropout) implements TowerStage {}

  /** The Gaussian error linear unit (Hendrycks and Gimpel 2016). */
  record Gelu() implements TowerStage {}

  /** A residual block {@code x + W2 dropout(gelu(W1 norm(x)))}. */
  record FeedForward(int hidden, double dropout) implements TowerStage {}

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
