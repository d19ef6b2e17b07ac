package io.reelspace.encode;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a BERT-like network over texts and pools its tokens to one row of length one (Reimers and
 * Gurevych, "Sentence-BERT", 2019).
 */
final class OnnxTextEncoder implements TextEncoder {
  /** Texts that go through the network at once. */
  private static final int BATCH = 32;

  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private final String id;
  private final Network network;
  private final Tokenizer tokenizer;
  private final TokenPooling pooling;
  private final String output;
  private final int channels;

  OnnxTextEncoder(String id, Network network, Tokenizer tokenizer, TokenPooling pooling) {
    if (!network.inputs().containsKey(IDS)
        || !List.of(IDS, MASK, TYPES).containsAll(network.inputs().keySet())) {
      throw network.unfit(
          "has the inputs "
              + network.inputs().keySet()
              + " where "
              + List.of(IDS, MASK, TYPES)
              + " are expected");
    }
    this.id = id;
    this.network = network;
    this.tokenizer = tokenizer;
    this.pooling = pooling;
    this.output = network.firstOutput();
    this.channels = network.channels(output);
    if (network.output(output).getShape().length != 3) {
      throw network.unfit("gives no [texts, tokens, channels] as '" + output + "'");
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
    List<long[]> tokens = tokenizer.tokenize(texts);
    float[][] rows = new float[tokens.size()][];
    // Texts of like length together, so that little of a batch is padding.
    List<Integer> order =
        java.util.stream.IntStream.range(0, rows.length)
            .boxed()
            .sorted(java.util.Comparator.comparingInt(i -> tokens.get(i).length))
            .toList();
    for (int from = 0; from < rows.length; from += BATCH) {
      encode(order.subList(from, Math.min(from + BATCH, rows.length)), tokens, rows);
    }
    return rows;
  }

  @Override
  public int unread(String text) {
    return tokenizer.unread(text);
  }

  private void encode(List<Integer> batch, List<long[]> tokens, float[][] rows) {
    int longest = batch.stream().mapToInt(i -> tokens.get(i).length).max().orElse(0);
    long[] ids = new long[batch.size() * longest];
    long[] mask = new long[ids.length];
    for (int b = 0; b < batch.size(); b++) {
      long[] text = tokens.get(batch.get(b));
      System.arraycopy(text, 0, ids, b * longest, text.length);
      Arrays.fill(mask, b * longest, b * longest + text.length, 1);
    }
    long[] shape = {batch.size(), longest};
    Map<String, long[]> values = Map.of(IDS, ids, MASK, mask, TYPES, new long[ids.length]);
    FloatBuffer states =
        network.run(tensors(values, shape), Collections.singletonList(output)).getFirst();
    for (int b = 0; b < batch.size(); b++) {
      int length = tokens.get(batch.get(b)).length;
      rows[batch.get(b)] = pooling.pool(states, b * longest * channels, length, channels);
    }
  }

  private Map<String, OnnxTensor> tensors(Map<String, long[]> values, long[] shape) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (String name : network.inputs().keySet()) {
        tensors.put(
            name,
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), LongBuffer.wrap(values.get(name)), shape));
      }
    } catch (OrtException e) {
      throw network.unfit("takes no tokens: " + e.getMessage());
    }
    return tensors;
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
