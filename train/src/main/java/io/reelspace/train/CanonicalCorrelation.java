package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.reelspace.error.BadInputException;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.tower.EmbeddingNetwork;
import io.reelspace.train.tower.TowerStage;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Fits the stages of regularised canonical correlation to the training pairs, in closed form.
 *
 * <p>With the second moments {@code Sxx} of videos, {@code Stt} of all captions and {@code Sxt} of
 * videos with the mean of their captions, {@code W = (Stt + r_t I)^-1/2} and {@code Y = (Sxx + r_x
 * I)^-1 Sxt}, the squared correlations s are the eigenvalues of {@code W' Sxt' Y W = V s^2 V'}, and
 * the maps are {@code Y W V s^(e_x - 1)} for videos and {@code W V s^e_t} for texts. Each is scaled
 * so that the training rows have deviation one. Only the moments are kept, never all rows, so
 * memory does not grow with the data set.
 */
final class CanonicalCorrelation {

  private static final int ROWS = 512;
  private static final int MOST_ITERATIONS = 300;
  private static final double EXACT = 1e-5;

  private final DualEncoder encoder;
  private final SideReader videos;
  private final SideReader texts;
  private final PairedFeatures training;

  private CanonicalCorrelation(
      DualEncoder encoder, SideReader videos, SideReader texts, PairedFeatures training) {
    this.encoder = encoder;
    this.videos = videos;
    this.texts = texts;
    this.training = training;
  }

  /**
   * Fits both sides, where the recipe asks for it.
   *
   * @throws BadInputException when only one side has such a stage
   */
  static void fit(
      DualEncoder encoder, SideReader videos, SideReader texts, PairedFeatures training) {
    OptionalInt video = modality(encoder.videos());
    OptionalInt text = modality(encoder.texts());
    if (video.isPresent() != text.isPresent()) {
      throw new BadInputException(
          "The stage canonical stands on one side only; videos and texts need one each, for it is"
              + " fitted to both together.");
    }
    if (video.isPresent()) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        new CanonicalCorrelation(encoder, videos, texts, training)
            .fit(video.getAsInt(), text.getAsInt());
      }
    }
  }

  private static OptionalInt modality(EmbeddingNetwork side) {
    return IntStream.range(0, side.modalities().size())
        .filter(m -> side.canonical(m).isPresent())
        .findFirst();
  }

  /** Second moments of both sides, and the sums of their rows. */
  private static final class Moments {
    private final NDArray videos;
    private final NDArray texts;
    private final NDArray both;
    private final NDArray videoSum;
    private final NDArray textSum;
    private long captions;
    private long pairs;

    private Moments(
        NDArray videos, NDArray texts, NDArray both, NDArray videoSum, NDArray textSum) {
      this.videos = videos;
      this.texts = texts;
      this.both = both;
      this.videoSum = videoSum;
      this.textSum = textSum;
    }

    static Moments empty(NDManager manager, long videoChannels, long textChannels) {
      return new Moments(
          manager.zeros(new Shape(videoChannels, videoChannels)),
          manager.zeros(new Shape(textChannels, textChannels)),
          manager.zeros(new Shape(videoChannels, textChannels)),
          manager.zeros(new Shape(1, videoChannels)),
          manager.zeros(new Shape(1, textChannels)));
    }

    void add(NDArray x, NDArray t, NDArray averaging) {
      videos.addi(x.transpose().matMul(x));
      texts.addi(t.transpose().matMul(t));
      both.addi(x.transpose().matMul(averaging.matMul(t)));
      videoSum.addi(x.sum(new int[] {0}, true));
      textSum.addi(t.sum(new int[] {0}, true));
      pairs += x.getShape().get(0);
      captions += t.getShape().get(0);
    }

    /** Averaged moments with those of made-up examples. */
    Moments plus(Moments imagined, float weight) {
      return new Moments(
          videos.add(imagined.videos.mul(weight)),
          texts.add(imagined.texts.mul(weight)),
          both.add(imagined.both.mul(weight)),
          videoSum,
          textSum);
    }

    void average() {
      videos.divi((float) pairs);
      both.divi((float) pairs);
      videoSum.divi((float) pairs);
      texts.divi((float) captions);
      textSum.divi((float) captions);
    }
  }

  private void fit(int video, int text) {
    TowerStage.Canonical forVideos = encoder.videos().canonical(video).orElseThrow();
    TowerStage.Canonical forTexts = encoder.texts().canonical(text).orElseThrow();
    if (forVideos.dimension() != forTexts.dimension()) {
      throw new BadInputException(
          "The stages canonical have %d directions for videos and %d for texts; they must agree."
              .formatted(forVideos.dimension(), forTexts.dimension()));
    }
    Moments seen = moments(video, text, 0, training.seenVideos());
    Moments moments = seen;
    if (training.imagined().videos() > 0) {
      Moments imagined = moments(video, text, training.seenVideos(), training.videoCount());
      moments = seen.plus(imagined, (float) training.imagined().weight());
    }
    NDManager manager = encoder.manager();
    NDArray solved = solve(ridged(moments.videos, forVideos.ridge()), moments.both);
    NDArray whitening = matrix(SymmetricEigen.of(ridged(moments.texts, forTexts.ridge())), -0.5);
    NDArray coupled = moments.both.matMul(whitening);
    NDArray correlations = coupled.transpose().matMul(solved.matMul(whitening));
    SymmetricEigen eigen = SymmetricEigen.of(correlations);
    int dimension = forVideos.dimension();
    // eigenvalues are squared correlations, hence half the exponents
    NDArray videoMap =
        solved
            .matMul(whitening)
            .matMul(eigen.scaled(manager, dimension, (forVideos.exponent() - 1) / 2));
    NDArray textMap = whitening.matMul(eigen.scaled(manager, dimension, forTexts.exponent() / 2));
    encoder.videos().setCanonical(video, unitDeviation(videoMap, moments.videos, moments.videoSum));
    encoder.texts().setCanonical(text, unitDeviation(textMap, moments.texts, moments.textSum));
  }

  private Moments moments(int video, int text, int first, int end) {
    Moments moments =
        Moments.empty(
            encoder.manager(),
            encoder.videos().canonicalInputs(video),
            encoder.texts().canonicalInputs(text));
    List<int[]> captions = training.captionsOfVideos();
    int[] rows = IntStream.range(first, end).filter(v -> captions.get(v).length > 0).toArray();
    for (int from = 0; from < rows.length; from += ROWS) {
      int[] own = Arrays.copyOfRange(rows, from, Math.min(from + ROWS, rows.length));
      int[] described = IntStream.of(own).flatMap(v -> IntStream.of(captions.get(v))).toArray();
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray x = input(encoder.videos(), videos, video, own);
        NDArray t = input(encoder.texts(), texts, text, described);
        moments.add(x, t, averaging(own, captions, described.length));
      }
    }
    moments.average();
    return moments;
  }

  private NDArray input(EmbeddingNetwork side, SideReader reader, int modality, int[] rows) {
    NDList read = reader.read(encoder.manager(), rows);
    return side.beforeCanonical(encoder.store(), modality, read);
  }

  /** The matrix that makes of all captions the mean of each video's. */
  private NDArray averaging(int[] videoRows, List<int[]> captions, int count) {
    float[] weights = new float[videoRows.length * count];
    int at = 0;
    for (int i = 0; i < videoRows.length; i++) {
      int own = captions.get(videoRows[i]).length;
      for (int c = 0; c < own; c++) {
        weights[i * count + at++] = 1f / own;
      }
    }
    return encoder.manager().create(weights, new Shape(videoRows.length, count));
  }

  private static NDArray ridged(NDArray moments, double ridge) {
    int size = Math.toIntExact(moments.getShape().get(0));
    NDArray identity = moments.getManager().eye(size);
    float mean = moments.mul(identity).sum().getFloat() / size;
    return moments.add(identity.mul((float) (ridge * mean)));
  }

  private NDArray matrix(SymmetricEigen eigen, double exponent) {
    NDArray half = eigen.scaled(encoder.manager(), eigen.size(), exponent / 2);
    return half.matMul(half.transpose());
  }

  /**
   * Solves {@code A Y = B} for a positive definite A by conjugate gradients (Hestenes and Stiefel
   * 1952), all columns at once. The ridge makes A well conditioned, so a few dozen products do.
   */
  static NDArray solve(NDArray a, NDArray b) {
    NDArray y = b.mul(0f);
    NDArray residual = b.mul(1f);
    NDArray direction = b.mul(1f);
    NDArray squares = residual.square().sum(new int[] {0}, true);
    float goal = (float) (EXACT * EXACT) * squares.sum().getFloat();
    for (int i = 0; i < MOST_ITERATIONS && squares.sum().getFloat() > goal; i++) {
      try (NDScope scope = new NDScope()) {
        scope.suppressNotUsedWarning();
        NDArray product = a.matMul(direction);
        NDArray length =
            squares.div(direction.mul(product).sum(new int[] {0}, true).maximum(1e-30f));
        y.addi(direction.mul(length));
        residual.subi(product.mul(length));
        NDArray next = residual.square().sum(new int[] {0}, true);
        NDArray turn = next.div(squares.maximum(1e-30f));
        direction.muli(turn).addi(residual);
        squares.muli(0f).addi(next);
      }
    }
    return y;
  }

  /** A map divided by the deviation, over all directions, of what it gives for training rows. */
  private static float[] unitDeviation(NDArray map, NDArray moments, NDArray mean) {
    float square = map.mul(moments.matMul(map)).sum(new int[] {0}).mean().getFloat();
    float centre = mean.matMul(map).square().mean().getFloat();
    double deviation = Math.sqrt(Math.max((double) square - centre, 1e-20));
    return map.div((float) deviation).toFloatArray();
  }
}
