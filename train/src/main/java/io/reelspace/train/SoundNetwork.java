package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small convolutional network over log-mel spectrograms: four stages of convolutions of 3 x 3
 * with batch normalisation, halved in time and pitch between them, then mean and maximum over time.
 *
 * <p>Owns the native memory of its parameters. For one thread.
 */
final class SoundNetwork implements AutoCloseable {

  /** Of batch normalisation. */
  static final float EPSILON = 1e-5f;

  private static final int STAGES = 4;

  /** In time and pitch. */
  private static final long[] FIRST_STRIDES = {1, 2};

  /**
   * A convolution with its normalisation.
   *
   * @param strides of the convolution, in time and pitch
   * @param halves whether its output is averaged over squares of two
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  record Layer(Block convolution, Block normalisation, long[] strides, boolean halves) {}

  private final NDManager manager = NDManager.newBaseManager();
  private final ParameterStore store = new ParameterStore(manager, false);
  private final List<Layer> layers = new ArrayList<>();
  private final Block dropout;
  private final Block classifier;
  private final int features;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /**
   * A network with random weights.
   *
   * @param width channels of the first stage; each later one has twice as many
   * @param classes outputs
   */
  SoundNetwork(int width, int classes, double dropout, Shape input, long seed) {
    DualEncoder.engine();
    RandomStream.INITIAL_WEIGHTS.seedEngine(seed, 0);
    int channels = width;
    Shape shape = new Shape(input.get(0), 2, input.get(2), input.get(3));
    for (int stage = 0; stage < STAGES; stage++) {
      boolean twice = stage == 1 || stage == 2;
      shape = add(channels, stage == 0, !twice && stage < STAGES - 1, shape);
      if (twice) {
        shape = add(channels, false, true, shape);
      }
      channels *= 2;
    }
    this.features = 2 * (channels / 2);
    this.dropout = Dropout.builder().optRate((float) dropout).build();
    this.classifier = Linear.builder().setUnits(classes).build();
    this.dropout.initialize(manager, DataType.FLOAT32, new Shape(1, features));
    register("classifier", classifier, new Shape(1, features));
  }

  private Shape add(int channels, boolean first, boolean halves, Shape input) {
    long[] strides = first ? FIRST_STRIDES : new long[] {1, 1};
    Block convolution =
        Conv2d.builder()
            .setKernelShape(new Shape(3, 3))
            .setFilters(channels)
            .optPadding(new Shape(1, 1))
            .optStride(new Shape(strides))
            .optBias(false)
            .build();
    Block normalisation = BatchNorm.builder().optEpsilon(EPSILON).build();
    String name = "layer" + layers.size();
    register(name + ".convolution", convolution, input);
    Shape inner = convolution.getOutputShapes(new Shape[] {input})[0];
    register(name + ".normalisation", normalisation, inner);
    layers.add(new Layer(convolution, normalisation, strides, halves));
    return halves
        ? new Shape(inner.get(0), inner.get(1), inner.get(2) / 2, inner.get(3) / 2)
        : inner;
  }

  private void register(String name, Block block, Shape input) {
    block.initialize(manager, DataType.FLOAT32, input);
    for (Pair<String, Parameter> entry : block.getParameters()) {
      parameters.put(name + "." + entry.getKey(), entry.getValue());
    }
  }

  /** All parameters by name, in an order that is always the same. */
  Map<String, Parameter> parameters() {
    return parameters;
  }

  /** The layers in order. */
  List<Layer> layers() {
    return layers;
  }

  /** Values before the classifier. */
  int features() {
    return features;
  }

  NDManager manager() {
    return manager;
  }

  /**
   * What is known of a sound before it is classified.
   *
   * @param spectrograms normalised, {@code [batch, 1, frames, bands]}
   * @return {@code [batch, features]}
   */
  NDArray features(NDArray spectrograms, boolean training) {
    // Beside the levels, what they are above the mean of their band: how a sound goes on in time,
    // whatever the microphone made of its colour.
    NDArray changes = spectrograms.sub(spectrograms.mean(new int[] {2}, true));
    NDList value = new NDList(spectrograms.concat(changes, 1));
    for (Layer layer : layers) {
      value = layer.convolution().forward(store, value, training);
      value = layer.normalisation().forward(store, value, training);
      NDArray active = Activation.relu(value.singletonOrThrow());
      value =
          new NDList(
              layer.halves()
                  ? Pool.avgPool2d(
                      active, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false, false)
                  : active);
    }
    NDArray overTime = value.singletonOrThrow().mean(new int[] {3});
    return overTime.mean(new int[] {2}).concat(overTime.max(new int[] {2}), 1);
  }

  /** Scores of the labels, {@code [batch, classes]}. */
  NDArray scores(NDArray features, boolean training) {
    NDList kept = dropout.forward(store, new NDList(features), training);
    return classifier.forward(store, kept, training).singletonOrThrow();
  }

  @Override
  public void close() {
    manager.close();
  }
}
