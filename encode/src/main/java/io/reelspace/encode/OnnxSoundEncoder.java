package io.reelspace.encode;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.reelspace.media.SoundFormat;
import io.reelspace.media.SoundWindow;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Runs a network over windows of sound in batches, as waves or as spectrograms. */
final class OnnxSoundEncoder implements SoundEncoder {

  private final String id;
  private final Network network;
  private final SoundPreprocessing preprocessing;
  private final List<String> outputs;
  private final int[] channels;
  private final String input;
  private final int batch;
  private final Optional<LogMel> spectrogram;

  /** Of one window, without the first axis. */
  private final long[] shape;

  /** Whether frames come after bands. */
  private final boolean bandsFirst;

  private final ReentrantLock lock = new ReentrantLock();

  OnnxSoundEncoder(
      String id,
      Network network,
      SoundPreprocessing preprocessing,
      List<String> outputs,
      int batch) {
    this.id = id;
    this.network = network;
    this.preprocessing = preprocessing;
    this.outputs = outputs.isEmpty() ? List.of(network.firstOutput()) : List.copyOf(outputs);
    this.channels = this.outputs.stream().mapToInt(network::channels).toArray();
    this.input = network.onlyInput().getKey();
    this.batch = batch;
    this.spectrogram = preprocessing.spectrogram().map(LogMel::new);
    TensorInfo tensor = network.onlyInput().getValue();
    long[] declared = tensor.getShape();
    if (tensor.type != OnnxJavaType.FLOAT || declared.length < 2 || declared.length > 4) {
      throw network.unfit("takes " + tensor + " where sound is expected");
    }
    this.bandsFirst = spectrogram.isPresent() && declared.length == 3 && isBandsFirst(declared);
    this.shape = shape(declared.length);
    for (int d = 0; d < shape.length; d++) {
      if (declared[d + 1] != -1 && declared[d + 1] != shape[d]) {
        throw network.unfit(
            "takes "
                + Arrays.toString(declared)
                + " where preprocessor_config.json gives "
                + Arrays.toString(shape)
                + " for each window");
      }
    }
  }

  private boolean isBandsFirst(long[] declared) {
    long bands = preprocessing.spectrogram().orElseThrow().bands();
    return declared[1] == bands && declared[2] != bands;
  }

  private long[] shape(int rank) {
    long samples = preprocessing.format().windowSamples();
    if (spectrogram.isEmpty()) {
      if (rank == 4) {
        throw network.unfit("takes four dimensions, a wave has two or three");
      }
      return rank == 2 ? new long[] {samples} : new long[] {1, samples};
    }
    long frames = spectrogram.get().frames((int) samples);
    long bands = preprocessing.spectrogram().orElseThrow().bands();
    if (rank == 2 || frames < 1) {
      throw network.unfit(
          rank == 2
              ? "takes waves, preprocessor_config.json gives spectrograms"
              : "gets no frame of a window of " + samples + " samples");
    }
    if (rank == 4) {
      return new long[] {1, frames, bands};
    }
    return bandsFirst ? new long[] {bands, frames} : new long[] {frames, bands};
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int channels() {
    return Arrays.stream(channels).sum();
  }

  @Override
  public SoundFormat format() {
    return preprocessing.format();
  }

  @Override
  public float[][] encode(List<SoundWindow> windows) {
    float[][] rows = new float[windows.size()][channels()];
    lock.lock();
    try {
      for (int from = 0; from < rows.length; from += batch) {
        encode(windows.subList(from, Math.min(from + batch, rows.length)), rows, from);
      }
    } finally {
      lock.unlock();
    }
    return rows;
  }

  private void encode(List<SoundWindow> windows, float[][] rows, int from) {
    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[windows.size() * size];
    for (int i = 0; i < windows.size(); i++) {
      System.arraycopy(input(windows.get(i)), 0, values, i * size, size);
    }
    List<FloatBuffer> results = network.run(Map.of(input, tensor(values, windows.size())), outputs);
    for (int i = 0; i < windows.size(); i++) {
      int column = 0;
      for (int o = 0; o < channels.length; o++) {
        results.get(o).get(rows[from + i], column, channels[o]);
        column += channels[o];
      }
    }
  }

  /** What the network takes of one window. */
  private float[] input(SoundWindow window) {
    float[] wave = wave(window);
    if (spectrogram.isEmpty()) {
      return wave;
    }
    float[] values = spectrogram.get().of(wave);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * preprocessing.scale() + preprocessing.offset();
    }
    return bandsFirst ? transposed(values, (int) shape[1], (int) shape[0]) : values;
  }

  private float[] wave(SoundWindow window) {
    int expected = preprocessing.format().windowSamples();
    float[] wave = Arrays.copyOf(window.samples(), expected);
    long heard = Math.round((window.end() - window.start()) * preprocessing.format().sampleRate());
    if (preprocessing.repeats() && heard > 0 && heard < expected) {
      int whole = (int) (expected / heard * heard); // what is left over stays silent
      for (int i = (int) heard; i < whole; i++) {
        wave[i] = wave[i - (int) heard];
      }
    }
    return preprocessing.standardises() ? standardised(wave) : wave;
  }

  private static float[] standardised(float[] wave) {
    double sum = 0;
    for (float sample : wave) {
      sum += sample;
    }
    double mean = sum / wave.length;
    double squares = 0;
    for (float sample : wave) {
      squares += (sample - mean) * (sample - mean);
    }
    double deviation = Math.sqrt(squares / wave.length + 1e-7);
    float[] result = new float[wave.length];
    for (int i = 0; i < wave.length; i++) {
      result[i] = (float) ((wave[i] - mean) / deviation);
    }
    return result;
  }

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return turned;
  }

  private OnnxTensor tensor(float[] values, int windows) {
    long[] all = new long[shape.length + 1];
    all[0] = windows;
    System.arraycopy(shape, 0, all, 1, shape.length);
    try {
      return OnnxTensor.createTensor(
          OrtEnvironment.getEnvironment(), FloatBuffer.wrap(values), all);
    } catch (OrtException e) {
      throw network.unfit("takes no such sound: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
