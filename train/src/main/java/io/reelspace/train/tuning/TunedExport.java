package io.reelspace.train.tuning;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.reelspace.error.StorageException;
import io.reelspace.space.Modality;
import io.reelspace.train.TowerExport;
import io.reelspace.train.onnx.OnnxModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes encoders with trained layers, and compares what ONNX Runtime makes of the file with what
 * PyTorch makes of the weights.
 */
public final class TunedExport {

  private static final Set<String> TRAINING_FILES = Set.of("model.onnx", "model.pt", Cut.FILE);

  private TunedExport() {}

  /**
   * Refuses an encoder whose module is not the network that is served.
   *
   * @param samples inputs of the network, {@code [rows][values]}
   * @throws io.reelspace.error.MissingModelException when vectors differ by more than {@link
   *     TowerExport#TOLERANCE}
   */
  public static void requireAgreement(TunedNetwork network, float[][] samples) {
    double difference = difference(network, network.folder().onnx().withWeights(Map.of()), samples);
    if (!(difference <= TowerExport.TOLERANCE)) {
      throw network
          .folder()
          .unfit(
              "its vectors differ from those of model.onnx by %.2g, more than %.0g"
                  .formatted(difference, TowerExport.TOLERANCE),
              null);
    }
  }

  /**
   * Writes the part of the network that is not trained as an encoder of its own, whose output is
   * {@link OnnxModel#BEGINNING}.
   */
  public static void writeBeginning(TunedNetwork network, Path folder) {
    write(network, network.beginningOnnx(), folder);
  }

  /** Writes a network that only hands on its input, as an encoder like {@link #writeBeginning}. */
  public static void writeInput(TunedNetwork network, Path folder) {
    TrainableFolder own = network.folder();
    write(network, own.onnx().upTo(own.onnx().input(), own.input().values()), folder);
  }

  /**
   * Writes the encoder as it is served from now on, with all files but those that training needs.
   *
   * @return the largest difference between PyTorch and ONNX Runtime on the samples
   * @throws IllegalStateException when it exceeds {@link TowerExport#TOLERANCE}
   */
  public static double write(TunedNetwork network, float[][] samples, Path folder) {
    byte[] onnx = network.onnx();
    double difference = difference(network, onnx, samples);
    if (!(difference <= TowerExport.TOLERANCE)) {
      throw new IllegalStateException(
          "The exported encoder differs from the trained one by "
              + difference
              + ", more than "
              + TowerExport.TOLERANCE);
    }
    write(network, onnx, folder);
    return difference;
  }

  private static void write(TunedNetwork network, byte[] onnx, Path folder) {
    Path from = network.folder().path();
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = from.relativize(file).toString();
        if (!TRAINING_FILES.contains(name)) {
          Path to = folder.resolve(name);
          Files.createDirectories(to.getParent());
          Files.copy(file, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
      }
      Files.createDirectories(folder);
      Files.write(folder.resolve("model.onnx"), onnx);
    } catch (IOException e) {
      throw new StorageException(
          "Cannot write the encoder " + folder + ": " + e.getMessage() + ". Free space?", e);
    }
  }

  /** The largest difference of any value of any output. */
  private static double difference(TunedNetwork network, byte[] onnx, float[][] samples) {
    TrainableFolder folder = network.folder();
    byte[] both = folder.onnx().with(onnx, network.beginning());
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        OrtSession session = environment.createSession(both, options);
        OnnxTensor input = input(folder, samples);
        OrtSession.Result result = session.run(Map.of(folder.onnx().input(), input))) {
      float[][] beginning = rows(result, OnnxModel.BEGINNING, samples.length);
      float[][] expected = network.features(beginning);
      double largest = 0;
      int from = 0;
      for (String output : folder.outputs()) {
        float[][] actual = rows(result, output, samples.length);
        for (int row = 0; row < samples.length; row++) {
          double length = folder.modality() == Modality.TEXT ? norm(actual[row]) : 1;
          for (int c = 0; c < actual[row].length; c++) {
            double gap = Math.abs(expected[row][from + c] - actual[row][c] / length);
            largest = gap <= largest ? largest : gap; // a gap that is no number stays
          }
        }
        from += actual[0].length;
      }
      return largest;
    } catch (OrtException e) {
      throw folder.unfit("ONNX Runtime refuses the network: " + e.getMessage(), e);
    }
  }

  private static double norm(float[] row) {
    double squares = 0;
    for (float value : row) {
      squares += (double) value * value;
    }
    return Math.max(Math.sqrt(squares), 1e-12);
  }

  private static float[][] rows(OrtSession.Result result, String name, int count) {
    FloatBuffer values = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
    float[][] rows = new float[count][values.remaining() / count];
    for (float[] row : rows) {
      values.get(row);
    }
    return rows;
  }

  private static OnnxTensor input(TrainableFolder folder, float[][] samples) throws OrtException {
    List<Long> shape = folder.input().shape();
    long[] dimensions = new long[shape.size() + 1];
    dimensions[0] = samples.length;
    for (int d = 0; d < shape.size(); d++) {
      dimensions[d + 1] = shape.get(d);
    }
    int each = folder.input().values();
    FloatBuffer floats = FloatBuffer.allocate(samples.length * each);
    for (float[] sample : samples) {
      floats.put(sample);
    }
    floats.flip();
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    TensorProto.DataType type = folder.onnx().inputType();
    return switch (type) {
      case UINT8 -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(floats.remaining());
        while (floats.hasRemaining()) {
          bytes.put((byte) Math.round(floats.get()));
        }
        yield OnnxTensor.createTensor(environment, bytes.flip(), dimensions, OnnxJavaType.UINT8);
      }
      case INT64 -> {
        LongBuffer numbers = LongBuffer.allocate(floats.remaining());
        while (floats.hasRemaining()) {
          numbers.put((long) floats.get());
        }
        yield OnnxTensor.createTensor(environment, numbers.flip(), dimensions);
      }
      case INT32 -> {
        IntBuffer numbers = IntBuffer.allocate(floats.remaining());
        while (floats.hasRemaining()) {
          numbers.put((int) floats.get());
        }
        yield OnnxTensor.createTensor(environment, numbers.flip(), dimensions);
      }
      case FLOAT -> OnnxTensor.createTensor(environment, floats, dimensions);
      default -> throw folder.unfit("model.onnx takes " + type + ", which is not fine-tuned", null);
    };
  }
}
