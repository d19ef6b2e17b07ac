package io.reelspace.train.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Optional;

/**
 * The embeddings of a batch and what belongs together.
 *
 * @param videos {@code [videos, dimension]}, length one
 * @param texts {@code [texts, dimension]}, length one
 * @param described {@code [videos, texts]}, one where the text describes the video, else zero;
 *     empty where there are as many texts as videos and only text i describes video i
 * @param scale {@code [1]}, what similarities are multiplied by: the inverse of the temperature
 * @param bias {@code [1]}, what is then added by the sigmoid loss
 */
public record EmbeddedBatch(
    NDArray videos, NDArray texts, Optional<NDArray> described, NDArray scale, NDArray bias) {

  /** Whether only text i describes video i. */
  boolean paired() {
    return described.isEmpty();
  }

  /** One where the text describes the video, {@code [videos, texts]}. */
  NDArray positive() {
    // of a large batch the identity takes as long as a layer, and the common loss needs none
    return described.orElseGet(
        () -> videos.getManager().eye(Math.toIntExact(videos.getShape().get(0))));
  }

  /** Cosine similarities, {@code [videos, texts]}. */
  NDArray cosines() {
    return videos.matMul(texts.transpose());
  }

  /** One where the text does not describe the video. */
  NDArray negative() {
    return positive().mul(-1f).add(1f);
  }

  /** The same batch in its first dimensions alone, scaled to length one again. */
  EmbeddedBatch first(int dimensions) {
    return new EmbeddedBatch(
        first(videos, dimensions), first(texts, dimensions), described, scale, bias);
  }

  private static NDArray first(NDArray embeddings, int dimensions) {
    return embeddings.get(new NDIndex(":, :{}", dimensions)).normalize(2, 1, 1e-12);
  }
}
