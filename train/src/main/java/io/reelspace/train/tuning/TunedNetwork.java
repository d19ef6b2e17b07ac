package io.reelspace.train.tuning;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.reelspace.error.MissingModelException;
import io.reelspace.space.Modality;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * An encoder of which some layers are trained: a TorchScript module {@code model.pt} beside {@code
 * model.onnx}, with the same names for the same weights.
 *
 * <p>What lies before the first trained layer, at the last place that {@code training.json} offers,
 * is not run here: rows come in as they are there. Statistics of batch norm and dropout are no
 * matter of this class; a module that was traced in evaluation mode has neither. Owns native
 * memory; for one thread.
 */
public final class TunedNetwork implements AutoCloseable {

  private final TrainableFolder folder;
  private final Model torch;
  private final ParameterStore store;
  private final Cut cut;
  private final List<Integer> outputs;
  private final int channels;
  private final Map<String, Double> rates;
  private final Map<String, Parameter> trained = new LinkedHashMap<>();

  private TunedNetwork(TrainableFolder folder, LayerChoice choice, Model torch) {
    this.folder = folder;
    this.torch = torch;
    this.store = new ParameterStore(torch.getNDManager(), false);
    Map<String, Parameter> all = new LinkedHashMap<>();
    for (Pair<String, Parameter> each : torch.getBlock().getParameters()) {
      all.put(each.getKey(), each.getValue());
    }
    this.rates = Layers.chosen(choice, all.keySet(), folder.torch());
    all.forEach((name, parameter) -> {
      boolean moves = rates.containsKey(name);
      parameter.getArray().setRequiresGradient(moves);
      if (moves) {
        folder.requireWeight(name, parameter.getArray().getShape(), parameter);
        straighten(parameter.getArray());
        trained.put(name, parameter);
      }
    });
    this.cut = folder.lastCutBefore(rates.keySet());
    this.outputs = folder.outputPlaces();
    this.channels = folder.channels();
  }

  /**
   * Loads an encoder and finds the layers that are trained.
   *
   * @throws MissingModelException when a file is absent or damaged, or the two do not fit
   * @throws io.reelspace.error.BadInputException when it has no such layer
   */
  public static TunedNetwork open(TrainableFolder folder, LayerChoice choice) {
    Path file = folder.torch();
    if (!Files.isRegularFile(file)) {
      throw new MissingModelException(
          "No TorchScript module at "
              + file
              + ". To train layers of an encoder it is needed beside model.onnx; see"
              + " docs/recipes.md.");
    }
    Model torch = Model.newInstance("model", "PyTorch");
    try {
      torch.load(file.getParent(), "model", Map.of("trainParam", "true"));
      return new TunedNetwork(folder, choice, torch);
    } catch (IOException | MalformedModelException | EngineException e) {
      torch.close();
      throw new MissingModelException(
          "Cannot load " + file + ": it is damaged or no TorchScript module. Make it again.", e);
    } catch (RuntimeException e) {
      torch.close();
      throw e;
    }
  }

  /**
   * Lays a weight out in the order of its dimensions. Weights that come from TensorFlow often lie
   * in another; the optimiser would see copies of them and of their gradients, and move the copies.
   */
  private static void straighten(NDArray weight) {
    ByteBuffer inOrder = weight.toByteBuffer(true);
    ByteBuffer own = weight.getManager().allocateDirect(inOrder.remaining());
    weight.set(own.put(inOrder).rewind());
  }

  /** The weights that are trained, by the names that both files give them. */
  public Map<String, Parameter> parameters() {
    return Collections.unmodifiableMap(trained);
  }

  /** The learning rate of a weight, as a share of that of the towers. */
  public double rate(String parameter) {
    return rates.get(parameter);
  }

  /** Channels of the features. */
  public int channels() {
    return channels;
  }

  /** Values of a row at the place where training begins. */
  public int beginningValues() {
    return cut.values();
  }

  /** The tensor at which training begins; the input of the network where nothing lies before. */
  public String beginning() {
    return cut.tensor();
  }

  /** Whether everything is trained behind the input itself. */
  public boolean beginsAtInput() {
    return cut.tensor().equals(folder.onnx().input());
  }

  /**
   * Goes on from where training begins to the features.
   *
   * @param rows {@code [batch, time, values]}
   * @return {@code [batch, time, channels]}
   */
  public NDArray apply(NDArray rows) {
    long batch = rows.getShape().get(0);
    long time = rows.getShape().get(1);
    NDArray flat = run(rows.reshape(batch * time, cut.values()));
    return flat.reshape(batch, time, channels);
  }

  /** {@code [rows, values]} to {@code [rows, channels]}. */
  private NDArray run(NDArray rows) {
    long count = rows.getShape().get(0);
    long[] shape =
        LongStream.concat(LongStream.of(count), cut.shape().stream().mapToLong(each -> each))
            .toArray();
    NDArray input = rows.reshape(new Shape(shape));
    if (beginsAtInput()) {
      input = input.toType(type(folder.onnx().inputType()), false);
    }
    NDList given = new NDList(input);
    if (!cut.method().equals("forward")) {
      NDArray method = rows.getManager().create(0f);
      method.setName("module_method:" + cut.method()); // how DJL is told of a method
      given.add(method);
    }
    NDList results;
    try {
      // "training" is what leaves gradients on; what is trained is chosen weight by weight
      results = torch.getBlock().forward(store, given, true);
    } catch (EngineException e) {
      throw folder.unfit(
          "its method %s does not take %s: %s"
              .formatted(cut.method(), input.getShape(), lastLine(e.getMessage())),
          e);
    }
    List<NDArray> parts = new ArrayList<>();
    for (int output : outputs) {
      if (output >= results.size()) {
        throw folder.unfit("it gives %d outputs, model.onnx more".formatted(results.size()), null);
      }
      parts.add(results.get(output));
    }
    NDArray features = parts.getFirst();
    for (NDArray part : parts.subList(1, parts.size())) {
      features = features.concat(part, 1);
    }
    if (features.getShape().dimension() != 2 || features.getShape().get(1) != channels) {
      throw folder.unfit(
          "it gives %s, model.onnx %d channels".formatted(features.getShape(), channels), null);
    }
    // texts have features of length one
    return folder.modality() == Modality.TEXT ? features.normalize(2, 1, 1e-12) : features;
  }

  private static String lastLine(String message) {
    List<String> lines = message.strip().lines().toList();
    return lines.isEmpty() ? "" : lines.getLast().strip();
  }

  private static DataType type(TensorProto.DataType type) {
    return switch (type) {
      case UINT8 -> DataType.UINT8;
      case INT64 -> DataType.INT64;
      case INT32 -> DataType.INT32;
      default -> DataType.FLOAT32;
    };
  }

  /** The network up to where training begins as an encoder of its own, or whole but for weights. */
  byte[] beginningOnnx() {
    return folder.onnx().upTo(cut.tensor(), cut.values());
  }

  /** The whole network with the trained weights as they are now. */
  byte[] onnx() {
    Map<String, float[]> values = new LinkedHashMap<>();
    trained.forEach((name, parameter) -> values.put(name, parameter.getArray().toFloatArray()));
    return folder.onnx().withWeights(values);
  }

  /** The files that it was read from. */
  TrainableFolder folder() {
    return folder;
  }

  /** Features of rows where training begins, {@code [rows][channels]}, without gradients. */
  float[][] features(float[][] rows) {
    try (ai.djl.ndarray.NDScope scope = new ai.djl.ndarray.NDScope()) {
      scope.suppressNotUsedWarning();
      float[] values = run(torch.getNDManager().create(rows)).toFloatArray();
      float[][] features = new float[rows.length][];
      for (int i = 0; i < rows.length; i++) {
        features[i] = java.util.Arrays.copyOfRange(values, i * channels, (i + 1) * channels);
      }
      return features;
    }
  }

  @Override
  public void close() {
    torch.close();
  }
}
