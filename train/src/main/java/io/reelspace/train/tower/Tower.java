package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.reelspace.error.BadInputException;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The stages of one modality, from {@code [batch, time, channels]} to {@code [batch, channels]}.
 */
final class Tower extends StageBlock {

  private final List<StageBlock> stages;
  private final int settled;

  private Tower(List<StageBlock> stages, int settled) {
    super(stages.getLast().channels());
    this.stages = stages;
    this.settled = settled;
    for (StageBlock stage : stages) {
      part("stage", stage);
    }
  }

  /**
   * Builds the blocks of a tower.
   *
   * @param inputs channels of the features
   * @throws BadInputException when the stages do not fit together
   */
  static Tower of(String modality, int inputs, List<TowerStage> configs) {
    List<StageBlock> stages = new ArrayList<>();
    int channels = inputs;
    boolean pooled = false;
    boolean raw = true;
    boolean fitted = false;
    for (TowerStage config : configs) {
      StageCheck check = new StageCheck(modality, config, channels, pooled, raw, fitted);
      check.run();
      StageBlock stage = block(config, channels);
      stages.add(stage);
      channels = stage.channels();
      raw &= isFixed(config);
      fitted |= config instanceof TowerStage.Standardise || config instanceof TowerStage.Canonical;
      pooled |= config instanceof TowerStage.Pooling;
    }
    if (!pooled) {
      throw new BadInputException(
          "The tower of modality "
              + modality
              + " never pools over time; add one of mean-pooling, max-pooling, last-pooling, "
              + "attention-pooling, net-vlad.");
    }
    int settled = 0;
    while (settled < configs.size() && isSettled(configs.get(settled))) {
      settled++;
    }
    return new Tower(stages, settled);
  }

  /** Whether a stage can be worked out before training. */
  private static boolean isFixed(TowerStage stage) {
    return switch (stage) {
      case TowerStage.Power _,
          TowerStage.Select _,
          TowerStage.Softmax _,
          TowerStage.Standardise _,
          TowerStage.Normalise _,
          TowerStage.Clamp _,
          TowerStage.Centre _,
          TowerStage.ClassNames _,
          TowerStage.Canonical _ ->
          true;
      default -> false;
    };
  }

  /** Whether training neither moves a stage nor draws anything at random in it. */
  private static boolean isSettled(TowerStage stage) {
    return switch (stage) {
      case TowerStage.MeanPooling _, TowerStage.MaxPooling _, TowerStage.LastPooling _ -> true;
      default -> isFixed(stage);
    };
  }

  private static StageBlock block(TowerStage config, int channels) {
    return switch (config) {
      case TowerStage.Select select -> new SelectBlock(select.ranges());
      case TowerStage.Softmax softmax -> new SoftmaxBlock(channels, softmax.ranges());
      case TowerStage.Clamp clamp -> new ClampBlock(channels, clamp.limit());
      case TowerStage.Centre centre -> new CentreBlock(channels, centre);
      case TowerStage.ClassNames names -> new ClassNamesBlock(channels, names);
      case TowerStage.Canonical canonical -> new CanonicalBlock(channels, canonical);
      case TowerStage.Residual residual ->
          new ResidualBlock(channels, residual.hidden(), residual.dropout());
      case TowerStage.Gelu _ -> new GeluBlock(channels);
      case TowerStage.FeedForward forward ->
          new FeedForwardBlock(channels, forward.hidden(), forward.dropout());
      case TowerStage.Power power -> new PowerBlock(channels, power);
      case TowerStage.Standardise standard -> new StandardiseBlock(channels, standard.floor());
      case TowerStage.Normalise normalise -> new NormaliseBlock(channels, normalise.parts());
      case TowerStage.Dropout dropout -> new DropoutBlock(channels, dropout.rate());
      case TowerStage.Linear linear -> new LinearBlock(channels, linear.dimension());
      case TowerStage.LayerNormalisation _ -> new LayerNormalisationBlock(channels);
      case TowerStage.ResidualMlp mlp -> new ResidualMlpBlock(channels, mlp);
      case TowerStage.Lstm lstm -> new RecurrentBlock(RecurrentCell.LSTM, channels, lstm);
      case TowerStage.Gru gru -> new RecurrentBlock(RecurrentCell.GRU, channels, gru.asLstm());
      case TowerStage.Transformer transformer -> new TransformerBlock(channels, transformer);
      case TowerStage.MeanPooling _ -> new MeanPoolingBlock(channels);
      case TowerStage.MaxPooling _ -> new MaxPoolingBlock(channels);
      case TowerStage.LastPooling _ -> new LastPoolingBlock(channels);
      case TowerStage.AttentionPooling pooling ->
          new AttentionPoolingBlock(channels, pooling.heads());
      case TowerStage.NetVlad vlad -> new NetVladBlock(channels, vlad);
    };
  }

  @Override
  NDArray apply(Pass pass, NDArray input, NDArray mask) {
    return through(0, stages.size(), pass, input, mask);
  }

  /** Whether the tower begins with stages that training never changes. */
  boolean isSettled() {
    return settled > 0;
  }

  /** Channels behind those stages. */
  int settledChannels() {
    return stages.get(settled - 1).channels();
  }

  /**
   * The stages that training never changes.
   *
   * @return {@code [batch, time, channels]}; one step where they pool
   */
  NDArray settle(Pass pass, NDArray input, NDArray mask) {
    NDArray value = upTo(settled, pass, input, mask);
    return value.getShape().dimension() == 3 ? value : value.expandDims(1);
  }

  /** The other stages, from what {@link #settle} gave. */
  NDArray applySettled(Pass pass, NDArray input, NDArray mask) {
    boolean pooled =
        stages.subList(0, settled).stream()
            .anyMatch(stage ->
                stage instanceof MeanPoolingBlock
                    || stage instanceof MaxPoolingBlock
                    || stage instanceof LastPoolingBlock);
    NDArray value = pooled ? input.squeeze(1) : input;
    return through(settled, stages.size(), pass, value, mask);
  }

  /**
   * Fits the standardising stage, if there is one, to training features.
   *
   * @param frames pieces of {@code [1, steps, channels]}, each closed when it is done
   */
  void standardise(Pass pass, Iterable<NDArray> frames) {
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i) instanceof StandardiseBlock block) {
        ChannelMoments moments = new ChannelMoments(block.channels());
        for (NDArray piece : frames) {
          try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray mask = piece.getManager().ones(new Shape(1, piece.getShape().get(1)));
            float[] values = upTo(i, pass, piece, mask).toFloatArray();
            for (int at = 0; at < values.length; at += block.channels()) {
              moments.add(values, at);
            }
          }
          piece.close();
        }
        block.fit(moments);
        return;
      }
    }
  }

  /** Sets the constants of stages that need the names of classes. */
  void name(Function<List<String>, NameVectors> vectors) {
    for (StageBlock stage : stages) {
      switch (stage) {
        case ClassNamesBlock block -> block.fit(vectors);
        case CentreBlock block -> block.fit(vectors);
        default -> {}
      }
    }
  }

  /** The stage of canonical correlation, if there is one. */
  Optional<CanonicalBlock> canonical() {
    return stages.stream()
        .filter(CanonicalBlock.class::isInstance)
        .map(CanonicalBlock.class::cast)
        .findFirst();
  }

  /** What comes to the stage of canonical correlation, the mean over time. */
  NDArray beforeCanonical(Pass pass, NDArray input, NDArray mask) {
    int end = stages.indexOf(canonical().orElseThrow());
    NDArray value = upTo(end, pass, input, mask);
    return value.getShape().dimension() == 3
        ? new MeanPoolingBlock(canonical().orElseThrow().inputs()).apply(pass, value, mask)
        : value;
  }

  private NDArray upTo(int end, Pass pass, NDArray input, NDArray mask) {
    return through(0, end, pass, input, mask);
  }

  private NDArray through(int from, int end, Pass pass, NDArray input, NDArray mask) {
    NDArray value = input;
    for (StageBlock stage : stages.subList(from, end)) {
      value = stage.apply(pass, value, mask);
    }
    return value;
  }

  @Override
  OnnxValue write(OnnxOperators ops, OnnxValue input, OnnxValue mask) {
    OnnxValue value = input;
    for (StageBlock stage : stages) {
      value = stage.write(ops, value, mask);
    }
    return value;
  }
}
