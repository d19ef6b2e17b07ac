package io.reelspace.train.optimiser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * AdamW (Loshchilov and Hutter 2019) with clipping of the whole gradient and a moving average of
 * the weights, all in one pass over memory.
 *
 * <pre>
 *   w = w (1 - rate * decay)
 *   m = b1 m + (1 - b1) g;   v = b2 v + (1 - b2) g^2
 *   w = w - rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon)
 *   a = a + (1 - d_t) (w - a),   d_t = min(average, (1 + t) / (10 + t))
 * </pre>
 *
 * <p>PyTorch's own steps write a temporary for each of a dozen operations; here pieces that fit the
 * processor's cache go through all of them at once, spread over threads. Every weight is computed
 * alone, so the result does not depend on the number of threads.
 */
public final class AdamW {

  private static final int PIECE = 2048;

  /** Pieces that one thread does in turn, with the same copies: fresh ones are never in a cache. */
  private static final int TURNS = 32;

  /** A run of weights inside one slot. */
  private record Piece(WeightSlot slot, int from, int length) {}

  /**
   * Copies of a piece that all begin at the same index: only then does the compiler know that no
   * array overlaps another, and computes several weights with one instruction.
   */
  private static final class Copies {
    final float[] weights = new float[PIECE];
    final float[] gradients = new float[PIECE];
    final float[] first = new float[PIECE];
    final float[] second = new float[PIECE];
  }

  private final AdamWConfig config;
  private final List<WeightSlot> slots;
  private final List<Piece> pieces = new ArrayList<>();

  /** An optimiser of slots that already hold their moments. */
  public AdamW(AdamWConfig config, List<WeightSlot> slots) {
    this.config = config;
    this.slots = List.copyOf(slots);
    for (WeightSlot slot : slots) {
      for (int from = 0; from < slot.size(); from += PIECE) {
        pieces.add(new Piece(slot, from, Math.min(PIECE, slot.size() - from)));
      }
    }
  }

  /** The slots in order. */
  public List<WeightSlot> slots() {
    return slots;
  }

  /**
   * The Euclidean norm of all gradients together, before clipping. Summed piece by piece in a fixed
   * order.
   */
  public double gradientNorm() {
    slots.forEach(WeightSlot::refresh);
    double[] squares = new double[pieces.size()];
    inTurns((copies, i) -> squares[i] = squaredNorm(pieces.get(i), copies.gradients));
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  /**
   * Moves all weights and sets the gradients to zero.
   *
   * @param step from 0
   * @param rate the learning rate of this step
   * @param norm what {@link #gradientNorm} gave for these gradients
   */
  public void step(long step, double rate, double norm) {
    float clip = norm > config.clip() ? (float) (config.clip() / norm) : 1f;
    double correction1 = 1 - Math.pow(config.beta1(), step + 1.0);
    double correction2 = 1 - Math.pow(config.beta2(), step + 1.0);
    float size = (float) (rate / correction1);
    float root = (float) (1 / Math.sqrt(correction2));
    double warm = (1.0 + step) / (10.0 + step);
    float follow = (float) (1 - Math.min(config.average(), warm));
    inTurns((copies, i) -> {
      float share = pieces.get(i).slot().rate();
      move(pieces.get(i), copies, clip, (float) rate * share, size * share, root, follow);
    });
  }

  /** Does something to every piece, on all cores. */
  private void inTurns(ObjIntConsumer<Copies> task) {
    IntStream.range(0, Math.ceilDiv(pieces.size(), TURNS))
        .parallel()
        .forEach(group -> {
          Copies copies = new Copies();
          int end = Math.min(pieces.size(), (group + 1) * TURNS);
          for (int piece = group * TURNS; piece < end; piece++) {
            task.accept(copies, piece);
          }
        });
  }

  private static double squaredNorm(Piece piece, float[] gradient) {
    piece.slot().gradient().get(piece.from(), gradient, 0, piece.length());
    double sum = 0;
    for (int i = 0; i < piece.length(); i++) {
      sum += gradient[i] * (double) gradient[i];
    }
    return sum;
  }

  private void move(
      Piece piece, Copies copies, float clip, float rate, float size, float root, float follow) {
    WeightSlot slot = piece.slot();
    int length = piece.length();
    int at = piece.from();
    float[] w = copies.weights;
    float[] g = copies.gradients;
    float[] m = copies.first;
    float[] v = copies.second;
    slot.weights().get(at, w, 0, length);
    slot.gradient().get(at, g, 0, length);
    System.arraycopy(slot.first(), at, m, 0, length);
    System.arraycopy(slot.second(), at, v, 0, length);
    float keep = slot.decayed() ? 1 - rate * (float) config.weightDecay() : 1f;
    float b1 = (float) config.beta1();
    float b2 = (float) config.beta2();
    float rest1 = (float) (1 - config.beta1());
    float rest2 = (float) (1 - config.beta2());
    float epsilon = (float) config.epsilon();
    for (int i = 0; i < length; i++) {
      float gradient = g[i] * clip;
      float first = b1 * m[i] + rest1 * gradient;
      float second = b2 * v[i] + rest2 * gradient * gradient;
      m[i] = first;
      v[i] = second;
      w[i] = w[i] * keep - size * first / ((float) Math.sqrt(second) * root + epsilon);
    }
    slot.weights().put(at, w, 0, length);
    System.arraycopy(m, 0, slot.first(), at, length);
    System.arraycopy(v, 0, slot.second(), at, length);
    Arrays.fill(g, 0, length, 0f);
    slot.gradient().put(at, g, 0, length);
    if (config.average() > 0) {
      average(slot.average(), at, copies, length, follow);
    }
  }

  private static void average(float[] average, int at, Copies copies, int length, float follow) {
    float[] w = copies.weights;
    float[] a = copies.gradients;
    System.arraycopy(average, at, a, 0, length);
    for (int i = 0; i < length; i++) {
      a[i] += follow * (w[i] - a[i]);
    }
    System.arraycopy(a, 0, average, at, length);
  }
}
