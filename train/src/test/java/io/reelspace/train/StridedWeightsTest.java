package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.space.Modality;
import io.reelspace.train.gradient.Constants;
import io.reelspace.train.tuning.LayerChoice;
import io.reelspace.train.tuning.TrainableFolder;
import io.reelspace.train.tuning.TunedNetwork;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Weights that lie in memory in another order than their dimensions say, against PyTorch. */
class StridedWeightsTest {

  private static final Path FOLDER =
      Path.of("src/test/resources/io/reelspace/train/tuning/strided");
  private static final float CLOSE = 1e-5f;

  private final JsonNode expected;

  StridedWeightsTest() throws IOException {
    expected = new ObjectMapper().readTree(FOLDER.resolve("expected.json").toFile());
  }

  @Test
  void areReadMovedAndTheirGradientsEmptied() {
    TrainableFolder folder = TrainableFolder.read(FOLDER, Modality.VISUAL, List.of());
    LayerChoice all = new LayerChoice("strided", List.of("all"), 1, 1);
    try (TunedNetwork network = TunedNetwork.open(folder, all);
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Map<String, HostParameter> memory = new LinkedHashMap<>();
      network.parameters().forEach((name, each) -> memory.put(name, new HostParameter(each)));
      assertArrayEquals(values("features"), features(network, manager), CLOSE);
      for (int pass = 0; pass < 3; pass++) { // what is emptied does not add up
        backward(network, manager);
        System.gc(); // what only Java knew of is gone by now
        memory.forEach((name, host) ->
            assertArrayEquals(
                values("gradients", name), array(host.gradient()), CLOSE, "gradient of " + name));
        memory.values().forEach(host -> host.gradient().put(new float[host.weights().capacity()]));
      }
      memory.forEach((name, host) -> {
        float[] gradient = values("gradients", name);
        for (int i = 0; i < gradient.length; i++) {
          host.weights().put(i, host.weights().get(i) - 0.1f * gradient[i]);
        }
        host.publish();
      });
      assertArrayEquals(values("moved"), features(network, manager), CLOSE);
    }
  }

  private NDArray pixels(NDManager manager) {
    return Constants.copy(manager.create(values("pixels"), new Shape(2, 1, 3 * 6 * 6)));
  }

  private float[] features(TunedNetwork network, NDManager manager) {
    return network.apply(pixels(manager)).toFloatArray();
  }

  private void backward(TunedNetwork network, NDManager manager) {
    try (GradientCollector gradients = DualEncoder.engine().newGradientCollector()) {
      NDArray features = network.apply(pixels(manager));
      gradients.backward(Constants.times(features.square().sum(), 0.5));
    }
  }

  private float[] values(String... path) {
    JsonNode node = expected;
    for (String name : path) {
      node = node.path(name);
    }
    float[] values = new float[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) node.get(i).asDouble();
    }
    return values;
  }

  private static float[] array(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }
}
