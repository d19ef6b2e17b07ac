package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.gradient.Constants;
import io.reelspace.train.loss.EmbeddedBatch;
import io.reelspace.train.loss.Loss;
import io.reelspace.train.tower.DropoutMasks;
import io.reelspace.train.tower.EmbeddingNetwork;
import java.util.Arrays;
import java.util.Optional;

/**
 * One forward and backward pass: adds a batch's gradient to that of the parameters.
 *
 * <p>A batch larger than a chunk goes through the towers piece by piece (GradCache, Gao et al.
 * 2021): first without gradients, for the embeddings; then the loss gives the gradient of each
 * embedding; then again, piece by piece, with gradients. Memory is that of a chunk, the gradient
 * that of the whole batch. Dropout is drawn from a stream of its own for each piece, so the second
 * pass drops what the first did.
 *
 * <p>What a pass leaves between its input and its result is given back as soon as the pass is over;
 * PyTorch itself keeps what the backward pass needs, as long as it needs it. So a step works in
 * memory that is still in the processor's cache, and not in fresh pages.
 */
final class TrainingStep {

  /** Far more pieces than a batch can have. */
  private static final long PIECES = 1L << 20;

  private final DualEncoder encoder;
  private final PairedFeatures data;
  private final SideReader videos;
  private final SideReader texts;
  private final Loss loss;
  private final Optional<Teacher> teacher;
  private final int chunk;
  private final long seed;
  private final Optional<DropoutMasks> videoMasks;
  private final Optional<DropoutMasks> textMasks;

  TrainingStep(
      DualEncoder encoder,
      PairedFeatures data,
      SideReader videos,
      SideReader texts,
      Recipe recipe,
      Optional<Teacher> teacher) {
    this.teacher = teacher;
    this.encoder = encoder;
    this.data = data;
    this.videos = videos;
    this.texts = texts;
    this.loss = recipe.loss();
    this.chunk = recipe.schedule().chunk();
    this.seed = recipe.seed();
    // a graphics card draws faster than masks could be brought to it
    boolean here = !encoder.manager().getDevice().isGpu();
    this.videoMasks = here ? Optional.of(new DropoutMasks()) : Optional.empty();
    this.textMasks = here ? Optional.of(new DropoutMasks()) : Optional.empty();
  }

  /** Runs a batch and returns its loss. The caller's {@link NDScope} holds what is left over. */
  float run(PairBatch batch, long step, int epoch) {
    boolean whole = Math.max(batch.videos().length, batch.captions().length) <= chunk;
    return whole ? atOnce(batch, step, epoch) : inPieces(batch, step, epoch);
  }

  private float atOnce(PairBatch batch, long step, int epoch) {
    try (GradientCollector gradients = DualEncoder.engine().newGradientCollector();
        NDArray video = embed(encoder.videos(), videos, batch.videos(), step, 0, epoch);
        NDArray text = embed(encoder.texts(), texts, batch.captions(), step, 0, epoch);
        NDArray value = loss(batch, video, text, step)) {
      gradients.backward(value);
      return value.getFloat();
    }
  }

  private float inPieces(PairBatch batch, long step, int epoch) {
    NDArray video = gathered(encoder.videos(), videos, batch.videos(), step, epoch);
    NDArray text = gathered(encoder.texts(), texts, batch.captions(), step, epoch);
    float value;
    try (GradientCollector gradients = DualEncoder.engine().newGradientCollector();
        NDArray scalar = loss(batch, video, text, step)) {
      gradients.backward(scalar);
      value = scalar.getFloat();
    }
    float[] byVideo = video.getGradient().toFloatArray();
    float[] byText = text.getGradient().toFloatArray();
    spread(encoder.videos(), videos, batch.videos(), byVideo, step, epoch);
    spread(encoder.texts(), texts, batch.captions(), byText, step, epoch);
    return value;
  }

  /** The loss of a batch; the caller closes it. */
  private NDArray loss(PairBatch batch, NDArray video, NDArray text, long step) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDManager manager = encoder.manager();
      Shape pairs = new Shape(batch.videos().length, batch.captions().length);
      Optional<NDArray> described =
          batch.paired()
              ? Optional.empty()
              : Optional.of(Constants.copy(manager.create(batch.positive(data), pairs)));
      NDList scaleAndBias = encoder.scaleAndBias(video, true);
      RandomStream.NEGATIVES.seedEngine(seed, step);
      EmbeddedBatch embedded =
          new EmbeddedBatch(video, text, described, scaleAndBias.get(0), scaleAndBias.get(1));
      NDArray own = loss.evaluate(embedded);
      NDArray value = teacher.map(each -> each.joined(own, embedded, batch, manager)).orElse(own);
      NDScope.unregister(value);
      return value;
    }
  }

  /** The embeddings of all rows as a leaf of its own that gathers gradients. */
  private NDArray gathered(
      EmbeddingNetwork side, SideReader reader, int[] rows, long step, int epoch) {
    int dimension = side.dimension();
    float[] all = new float[rows.length * dimension];
    for (int from = 0; from < rows.length; from += chunk) {
      try (NDArray embeddings = embed(side, reader, piece(rows, from), step, from, epoch)) {
        float[] part = embeddings.toFloatArray();
        System.arraycopy(part, 0, all, from * dimension, part.length);
      }
    }
    NDArray leaf = encoder.manager().create(all, new Shape(rows.length, dimension));
    leaf.setRequiresGradient(true);
    return leaf;
  }

  /** Carries the gradient of the embeddings on into the towers. */
  private void spread(
      EmbeddingNetwork side,
      SideReader reader,
      int[] rows,
      float[] gradient,
      long step,
      int epoch) {
    int dimension = side.dimension();
    for (int from = 0; from < rows.length; from += chunk) {
      int[] piece = piece(rows, from);
      float[] own =
          Arrays.copyOfRange(gradient, from * dimension, (from + piece.length) * dimension);
      try (NDScope scope = new NDScope();
          GradientCollector gradients = DualEncoder.engine().newGradientCollector();
          NDArray embedding = embed(side, reader, piece, step, from, epoch)) {
        scope.suppressNotUsedWarning();
        NDArray weight = encoder.manager().create(own, embedding.getShape());
        gradients.backward(embedding.mul(weight).sum());
      }
    }
  }

  /** The embeddings of some rows; the caller closes them. */
  private NDArray embed(
      EmbeddingNetwork side, SideReader reader, int[] rows, long step, int from, int epoch) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDList inputs = reader.readAugmented(encoder.manager(), rows, epoch);
      long stream = (step * PIECES + from / chunk) * 2 + (reader == videos ? 0 : 1);
      RandomStream.DROPOUT.seedEngine(seed, stream);
      Optional<DropoutMasks> masks = reader == videos ? videoMasks : textMasks;
      masks.ifPresent(each -> each.begin(RandomStream.DROPOUT.seed(seed, stream)));
      NDArray embeddings = side.embed(encoder.store(), inputs, reader.settled(), masks);
      NDScope.unregister(embeddings);
      return embeddings;
    }
  }

  private int[] piece(int[] rows, int from) {
    return Arrays.copyOfRange(rows, from, Math.min(from + chunk, rows.length));
  }
}
