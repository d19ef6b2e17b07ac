package io.reelspace.train.tower;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.reelspace.train.onnx.OnnxOperators;
import io.reelspace.train.onnx.OnnxValue;
import java.util.List;

/** A token for each modality, marked by a learned vector; attention among them; pooling. */
final class TokenAttentionBlock extends FusionBlock {

  private final int modalities;
  private final Parameter marks;
  private final List<StageBlock> parts;

  TokenAttentionBlock(int channels, int modalities, Fusion.TokenAttention config) {
    super(channels);
    this.modalities = modalities;
    this.marks = learned("marks", new Initial.Normal(0.02f), modalities, channels);
    this.parts =
        List.of(
            part("attention", new AttentionBlock(channels, config.heads(), config.dropout())),
            part("feed", new FeedForwardBlock(channels, 2 * channels, config.dropout())),
            part("pooling", new AttentionPoolingBlock(channels, config.heads())));
  }

  @Override
  NDArray apply(Pass pass, List<NDArray> embeddings, NDArray presence) {
    NDArray value = WeightedMeanBlock.stack(embeddings);
    value = value.add(pass.value(marks, value).expandDims(0));
    for (StageBlock part : parts) {
      value = part.apply(pass, value, presence);
    }
    return value;
  }

  @Override
  OnnxValue write(OnnxOperators ops, List<OnnxValue> embeddings, OnnxValue presence) {
    OnnxValue mark = ops.graph().constant(values(marks), 1, modalities, channels());
    OnnxValue value = ops.plus(WeightedMeanBlock.stack(ops, embeddings), mark);
    for (StageBlock part : parts) {
      value = part.write(ops, value, presence);
    }
    return value;
  }
}
