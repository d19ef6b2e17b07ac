package io.reelspace.encode;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs a network over texts in batches: one of BERT's kind, whose tokens are pooled to one row
 * (Reimers and Gurevych, "Sentence-BERT", 2019), or the text half of an image-text model, which
 * pools by itself.
 */
final class OnnxTextEncoder implements TextEncoder {
  /** Texts that go through the network at once. */
  private static final int BATCH = 32;

  private final String id;
  private final Network network;
  private final Tokenizer tokenizer;
  private final EncoderSettings.OfTexts settings;
  private final TextInputs inputs;
  private final String output;
  private final int channels;

  OnnxTextEncoder(
      String id, Network network, Tokenizer tokenizer, EncoderSettings.OfTexts settings) {
    this.id = id;
    this.network = network;
    this.tokenizer = tokenizer;
    this.settings = settings;
    this.inputs = TextInputs.of(network, settings);
    this.output = settings.output().isEmpty() ? network.firstOutput() : settings.output();
    this.channels = network.channels(output);
    boolean pooled = settings.pooling() == TokenPooling.NONE;
    if (network.output(output).getShape().length != (pooled ? 2 : 3)) {
      throw network.unfit(
          "gives no "
              + (pooled ? "[texts, channels]" : "[texts, tokens, channels]")
              + " as '"
              + output
              + "'");
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public float[][] encode(List<String> texts) {
    List<long[]> tokens = tokenizer.tokenize(cleaned(texts));
    float[][] rows = new float[tokens.size()][];
    // Texts of like length together, so that little of a batch is padding.
    List<Integer> order =
        IntStream.range(0, rows.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> tokens.get(i).length))
            .toList();
    int size = inputs.fixedBatch().orElse(BATCH);
    for (int from = 0; from < rows.length; from += size) {
      List<Integer> batch = order.subList(from, Math.min(from + size, rows.length));
      encode(batch, tokens, rows);
    }
    return rows;
  }

  private List<String> cleaned(List<String> texts) {
    return texts.stream().map(settings.cleaning()::apply).toList();
  }

  @Override
  public int unread(String text) {
    return tokenizer.unread(settings.cleaning().apply(text));
  }

  @Override
  public long[] tokens(String text) {
    long[] tokens = tokenizer.tokenize(cleaned(List.of(text))).getFirst();
    return settings.padded() ? inputs.filled(tokens, settings.context()) : tokens;
  }

  @Override
  public float[][] encodeWords(String text) {
    String states = statesOutput();
    String cleaned = settings.cleaning().apply(text);
    long[] tokens = tokenizer.tokenize(List.of(cleaned)).getFirst();
    int[] words = tokenizer.words(cleaned);
    int width = network.channels(states);
    FloatBuffer values = run(List.of(tokens), states);
    int count = Arrays.stream(words).max().orElse(-1) + 1;
    float[][] rows = new float[count][];
    for (int word = 0; word < count; word++) {
      int wanted = word;
      int[] places =
          IntStream.range(0, Math.min(words.length, tokens.length))
              .filter(i -> words[i] == wanted)
              .toArray();
      rows[word] =
          TokenPooling.MEAN.pool(
              values, places[0] * width, places[places.length - 1] + 1 - places[0], width);
    }
    return rows;
  }

  /** The output with a state for each token. */
  private String statesOutput() {
    return Optional.of(output)
        .filter(name -> network.output(name).getShape().length == 3)
        .or(() ->
            network.outputs().stream()
                .filter(name -> network.output(name).getShape().length == 3)
                .findFirst())
        .orElseThrow(() -> network.unfit("has no output [texts, tokens, channels] for words"));
  }

  private void encode(List<Integer> batch, List<long[]> tokens, float[][] rows) {
    List<long[]> texts = batch.stream().map(tokens::get).toList();
    FloatBuffer states = run(texts, output);
    int stride = states.remaining() / Math.max(texts.size(), inputs.fixedBatch().orElse(0));
    for (int b = 0; b < texts.size(); b++) {
      int length = texts.get(b).length;
      rows[batch.get(b)] = settings.pooling().pool(states, b * stride, length, channels);
    }
  }

  private FloatBuffer run(List<long[]> texts, String wanted) {
    int longest = texts.stream().mapToInt(text -> text.length).max().orElse(0);
    int length = settings.padded() ? settings.context() : longest;
    int rows = inputs.fixedBatch().orElse(texts.size());
    Map<String, OnnxTensor> tensors = new HashMap<>();
    for (Map.Entry<String, TensorInfo> input : network.inputs().entrySet()) {
      long[] values = new long[rows * length];
      for (int b = 0; b < texts.size(); b++) {
        inputs.fill(input.getKey(), texts.get(b), length, values, b * length);
      }
      tensors.put(input.getKey(), network.wholeNumbers(input.getKey(), values, rows, length));
    }
    return network.run(tensors, List.of(wanted)).getFirst();
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
