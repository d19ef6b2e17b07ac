package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.reelspace.error.BadInputException;
import io.reelspace.train.onnx.OnnxGraph;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One side of the space, videos or texts: the towers of its modalities, their fusion, and a last
 * scaling to length one.
 *
 * <p>As a DJL block it takes, for each modality in order, features {@code [batch, time, channels]}
 * and their mask {@code [batch, time]}, and gives embeddings {@code [batch, dimension]}. Batch and
 * time may differ from call to call, time also from modality to modality.
 */
public final class EmbeddingNetwork extends NetworkBlock {

  private final List<Modality> modalities;
  private final List<Tower> towers = new ArrayList<>();
  private final FusionBlock fusion;

  /**
   * A network that is not initialised yet.
   *
   * @throws BadInputException when stages or fusion do not fit together
   */
  public EmbeddingNetwork(List<Modality> modalities, Fusion fusion, int dimension) {
    super(dimension);
    this.modalities = List.copyOf(modalities);
    for (Modality modality : modalities) {
      Tower tower = Tower.of(modality.name(), modality.channels(), modality.tower());
      towers.add(part(modality.name(), tower));
    }
    this.fusion = part("fusion", FusionBlocks.of(fusion, modalities, towers, dimension));
  }

  /** The modalities in the order of the inputs. */
  public List<Modality> modalities() {
    return modalities;
  }

  /** Values of an embedding. */
  public int dimension() {
    return channels();
  }

  /** Whether a modality's tower has a standardising stage. */
  public boolean isStandardised(int modality) {
    return modalities.get(modality).tower().stream()
        .anyMatch(stage -> stage instanceof TowerStage.Standardise);
  }

  /**
   * Fits the standardising stage of a modality's tower, if there is one.
   *
   * @param modality position in {@link #modalities}
   * @param frames training features in pieces of {@code [1, steps, channels]}
   */
  public void standardise(ParameterStore store, int modality, Iterable<NDArray> frames) {
    towers.get(modality).standardise(new Pass(store, false), frames);
  }

  /**
   * Sets the constants of stages that need the names of classes.
   *
   * @param vectors the names' vectors by the text features that are joined
   */
  public void name(Function<List<String>, NameVectors> vectors) {
    towers.forEach(tower -> tower.name(vectors));
  }

  /** The stage of canonical correlation of a modality, if there is one. */
  public Optional<TowerStage.Canonical> canonical(int modality) {
    return towers.get(modality).canonical().map(CanonicalBlock::config);
  }

  /** Channels of what comes to the stage of canonical correlation. */
  public int canonicalInputs(int modality) {
    return towers.get(modality).canonical().orElseThrow().inputs();
  }

  /**
   * What comes to the stage of canonical correlation, {@code [batch, channels]}, the mean over
   * time.
   *
   * @param inputs of all modalities, as for a forward pass
   */
  public NDArray beforeCanonical(ParameterStore store, int modality, NDList inputs) {
    return towers
        .get(modality)
        .beforeCanonical(
            new Pass(store, false), inputs.get(2 * modality), inputs.get(2 * modality + 1));
  }

  /**
   * Sets the map of a modality's stage of canonical correlation.
   *
   * @param map {@code [channels, dimension]} in row-major order
   */
  public void setCanonical(int modality, float[] map) {
    towers.get(modality).canonical().orElseThrow().set(map);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    return new NDList(embed(new Pass(store, training), inputs, new BitSet()));
  }

  /** Whether a modality's tower begins with stages that training never changes. */
  public boolean isSettled(int modality) {
    return towers.get(modality).isSettled();
  }

  /** Channels behind those stages. */
  public int settledChannels(int modality) {
    return towers.get(modality).settledChannels();
  }

  /**
   * What the stages at the start of a modality's tower that training never changes make of its
   * features: {@code [batch, time, channels]}, one step where they pool.
   *
   * @param features {@code [batch, time, channels]}
   * @param mask {@code [batch, time]}
   */
  public NDArray settle(ParameterStore store, int modality, NDArray features, NDArray mask) {
    return towers.get(modality).settle(new Pass(store, false), features, mask);
  }

  /**
   * A forward pass without dropout, from features of which some are settled already.
   *
   * @param inputs of all modalities, as for a forward pass
   * @param settled modalities that come as {@link #settle} gave them
   * @return {@code [batch, dimension]}
   */
  public NDArray embed(ParameterStore store, NDList inputs, BitSet settled) {
    return embed(new Pass(store, false), inputs, settled);
  }

  /**
   * The same in training, with dropout.
   *
   * @param masks what dropout keeps; where empty, PyTorch draws it
   */
  public NDArray embed(
      ParameterStore store, NDList inputs, BitSet settled, Optional<DropoutMasks> masks) {
    return embed(new Pass(store, true, masks), inputs, settled);
  }

  private NDArray embed(Pass pass, NDList inputs, BitSet settled) {
    List<NDArray> embeddings = new ArrayList<>();
    List<NDArray> presence = new ArrayList<>();
    for (int m = 0; m < towers.size(); m++) {
      NDArray mask = inputs.get(2 * m + 1);
      NDArray input = inputs.get(2 * m);
      Tower tower = towers.get(m);
      embeddings.add(
          settled.get(m) ? tower.applySettled(pass, input, mask) : tower.apply(pass, input, mask));
      presence.add(Masks.presence(mask));
    }
    NDArray there = FusionBlock.join(presence, 1);
    return NormaliseBlock.unit(fusion.apply(pass, embeddings, there), 1);
  }

  /**
   * The network without dropout as an ONNX model.
   *
   * <p>Inputs are {@code NAME} {@code [batch, time, channels]} and {@code NAME_mask} {@code [batch,
   * time]} for each modality; the output is {@code embedding} {@code [batch, dimension]}.
   */
  public byte[] toOnnx(String name) {
    OnnxOperators ops = new OnnxOperators(new OnnxGraph(name));
    List<OnnxValue> features = new ArrayList<>();
    List<OnnxValue> masks = new ArrayList<>();
    for (Modality modality : modalities) {
      String time = "time_" + modality.name();
      String channels = Integer.toString(modality.channels());
      features.add(ops.graph().input(modality.name(), "batch", time, channels));
      masks.add(ops.graph().input(modality.name() + "_mask", "batch", time));
    }
    return finished(ops, features, masks);
  }

  /**
   * The network as the tower of a space: with inputs of which each modality takes its channels.
   *
   * <p>An input is {@code [batch, time, channels]}, or {@code [batch, channels]} for a side without
   * time, and comes with a mask where it may be missing; the output is {@code embedding} {@code
   * [batch, dimension]}.
   *
   * @param inputs that together bring every modality
   */
  public byte[] toOnnx(String name, List<TowerInput> inputs) {
    OnnxOperators ops = new OnnxOperators(new OnnxGraph(name));
    OnnxValue[] features = new OnnxValue[modalities.size()];
    OnnxValue[] masks = new OnnxValue[modalities.size()];
    for (TowerInput input : inputs) {
      OnnxValue given = input.declare(ops);
      OnnxValue mask = input.mask(ops, given);
      for (int m = 0; m < modalities.size(); m++) {
        if (input.brings(m)) {
          features[m] = input.channelsOf(ops, given, m);
          masks[m] = mask;
        }
      }
    }
    return finished(ops, List.of(features), List.of(masks));
  }

  private byte[] finished(OnnxOperators ops, List<OnnxValue> features, List<OnnxValue> masks) {
    List<OnnxValue> embeddings = new ArrayList<>();
    List<OnnxValue> presence = new ArrayList<>();
    for (int m = 0; m < towers.size(); m++) {
      embeddings.add(towers.get(m).write(ops, features.get(m), masks.get(m)));
      presence.add(Masks.presence(ops, masks.get(m)));
    }
    OnnxValue there = ops.concatenate(presence, 1);
    OnnxValue embedding = ops.normalise(fusion.write(ops, embeddings, there), 1);
    ops.graph().output("embedding", embedding, "batch", Integer.toString(dimension()));
    return ops.graph().toBytes();
  }
}
