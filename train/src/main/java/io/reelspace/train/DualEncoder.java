package io.reelspace.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.reelspace.train.loss.SimilarityScale;
import io.reelspace.train.tower.EmbeddingNetwork;
import io.reelspace.train.tuning.TunedNetwork;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is trained: a network for videos, one for texts, and the scale of their similarities.
 *
 * <p>Owns the native memory of all parameters. For one thread.
 */
public final class DualEncoder implements AutoCloseable {

  private final NDManager manager = NDManager.newBaseManager();
  private final ParameterStore store = new ParameterStore(manager, false);
  private final EmbeddingNetwork videos;
  private final EmbeddingNetwork texts;
  private final SimilarityScale scale;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Double> rates = new LinkedHashMap<>();

  /** Takes networks that are not initialised yet and draws their weights from a seed. */
  public DualEncoder(
      EmbeddingNetwork videos, EmbeddingNetwork texts, SimilarityScale scale, long seed) {
    this.videos = videos;
    this.texts = texts;
    this.scale = scale;
    RandomStream.INITIAL_WEIGHTS.seedEngine(seed, 0);
    register("video", videos);
    register("text", texts);
    register("scale", scale);
  }

  private void register(String side, Block block) {
    block.initialize(manager, DataType.FLOAT32, new Shape(1));
    for (Pair<String, Parameter> entry : block.getParameters()) {
      parameters.put(side + "." + entry.getKey(), entry.getValue());
    }
  }

  /** Trains layers of encoders as well, which their owner closes. */
  void tune(String side, Map<String, TunedNetwork> networks) {
    networks.forEach((encoder, network) ->
        network
            .parameters()
            .forEach((name, parameter) -> {
              String full = side + "-encoder." + encoder + "." + name;
              parameters.put(full, parameter);
              rates.put(full, network.rate(name));
            }));
  }

  /** The learning rate of a parameter, as a share of that of the towers. */
  double rate(String parameter) {
    return rates.getOrDefault(parameter, 1.0);
  }

  /** The network of videos. */
  public EmbeddingNetwork videos() {
    return videos;
  }

  /** The network of texts. */
  public EmbeddingNetwork texts() {
    return texts;
  }

  /** The scale of the similarities. */
  public SimilarityScale scale() {
    return scale;
  }

  /** All parameters by name, in an order that is always the same. */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /** The manager that parameters belong to. */
  NDManager manager() {
    return manager;
  }

  /** Where forward passes find parameters. */
  ParameterStore store() {
    return store;
  }

  /** Embeds a batch of one side, {@code [batch, dimension]}. */
  NDArray embed(EmbeddingNetwork side, NDList inputs, boolean training) {
    return side.forward(store, inputs, training).singletonOrThrow();
  }

  /** Scale and bias as they are now. */
  NDList scaleAndBias(NDArray like, boolean training) {
    return scale.forward(store, new NDList(like), training);
  }

  /** PyTorch. */
  static Engine engine() {
    return Engine.getEngine("PyTorch");
  }

  @Override
  public void close() {
    manager.close();
  }
}
