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
import java.util.List;

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

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    Pass pass = new Pass(store, training);
    List<NDArray> embeddings = new ArrayList<>();
    List<NDArray> presence = new ArrayList<>();
    for (int m = 0; m < towers.size(); m++) {
      NDArray mask = inputs.get(2 * m + 1);
      embeddings.add(towers.get(m).apply(pass, inputs.get(2 * m), mask));
      presence.add(Masks.presence(mask));
    }
    NDArray there = FusionBlock.join(presence, 1);
    return new NDList(NormaliseBlock.unit(fusion.apply(pass, embeddings, there), 1));
  }

  /**
   * The network without dropout as an ONNX model.
   *
   * <p>Inputs are {@code NAME} {@code [batch, time, channels]} and {@code NAME_mask} {@code [batch,
   * time]} for each modality; the output is {@code embedding} {@code [batch, dimension]}.
   */
  public byte[] toOnnx(String name) {
    OnnxOperators ops = new OnnxOperators(new OnnxGraph(name));
    List<OnnxValue> embeddings = new ArrayList<>();
    List<OnnxValue> presence = new ArrayList<>();
    for (int m = 0; m < towers.size(); m++) {
      Modality modality = modalities.get(m);
      String time = "time_" + modality.name();
      String channels = Integer.toString(modality.channels());
      OnnxValue features = ops.graph().input(modality.name(), "batch", time, channels);
      OnnxValue mask = ops.graph().input(modality.name() + "_mask", "batch", time);
      embeddings.add(towers.get(m).write(ops, features, mask));
      presence.add(Masks.presence(ops, mask));
    }
    OnnxValue there = ops.concatenate(presence, 1);
    OnnxValue embedding = ops.normalise(fusion.write(ops, embeddings, there), 1);
    ops.graph().output("embedding", embedding, "batch", Integer.toString(dimension()));
    return ops.graph().toBytes();
  }
}
