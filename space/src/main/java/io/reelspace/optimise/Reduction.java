package io.reelspace.optimise;

import io.reelspace.error.BadInputException;
import io.reelspace.evaluate.PrincipalComponents;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;

/**
 * A smaller space: embeddings are centred for each modality, projected onto the first principal
 * components of both, turned, and made of length one.
 *
 * <p>Both modalities weigh the same in the components, however many embeddings each has. The turn
 * is a random rotation of the kept dimensions: it changes no similarity, and spreads what
 * quantisation loses evenly over them, as the first components hold most of the variance (as in
 * ITQ, Gong and Lazebnik, 2011).
 *
 * @param textCentre {@code [channels]}, subtracted from texts
 * @param mediaCentre {@code [channels]}, subtracted from media
 * @param projection {@code [channels, dimension]}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Reduction(float[] textCentre, float[] mediaCentre, float[][] projection) {

  private static final long SEED = 7;

  /** Axes of less than this share of the largest variance hold nothing but rounding. */
  private static final double LEAST_VARIANCE = 1e-9;

  /** What is fitted on training embeddings; reductions to any dimension follow from it. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  public record Fit(
      float[] textCentre, float[] mediaCentre, PrincipalComponents components, boolean whiten) {

    /**
     * Fits centres and components.
     *
     * @param texts {@code [texts, channels]} of training examples
     * @param media {@code [media, channels]} of training examples
     * @param whiten whether the kept axes are scaled to the same variance
     * @throws BadInputException when there are fewer than two of either
     */
    public static Fit on(float[][] texts, float[][] media, boolean whiten) {
      if (texts.length < 2 || media.length < 2) {
        throw new BadInputException(
            "Too few training embeddings to fit on: %d texts and %d media."
                .formatted(texts.length, media.length));
      }
      float[] textCentre = mean(texts);
      float[] mediaCentre = mean(media);
      List<float[]> rows = new ArrayList<>(texts.length + media.length);
      double all = texts.length + media.length;
      add(texts, textCentre, Math.sqrt(all / 2 / texts.length), rows);
      add(media, mediaCentre, Math.sqrt(all / 2 / media.length), rows);
      return new Fit(
          textCentre, mediaCentre, PrincipalComponents.of(rows.toArray(float[][]::new)), whiten);
    }

    private static void add(float[][] from, float[] centre, double weight, List<float[]> to) {
      for (float[] row : from) {
        float[] scaled = new float[row.length];
        for (int i = 0; i < row.length; i++) {
          scaled[i] = (float) (weight * (row[i] - centre[i]));
        }
        to.add(scaled);
      }
    }

    /** The most dimensions that the training embeddings give. */
    public int mostDimensions() {
      double[] variances = components.variances();
      int count = 0;
      while (count < variances.length && variances[count] > LEAST_VARIANCE * variances[0]) {
        count++;
      }
      return Math.max(1, count);
    }

    /** The reduction to a dimension from 1 to {@link #mostDimensions}. */
    public Reduction to(int dimension) {
      DMatrixRMaj axes = new DMatrixRMaj(textCentre.length, dimension);
      for (int d = 0; d < dimension; d++) {
        double scale = whiten ? 1 / Math.sqrt(components.variances()[d]) : 1;
        for (int c = 0; c < textCentre.length; c++) {
          axes.set(c, d, scale * components.axes()[d][c]);
        }
      }
      DMatrixRMaj turn = RandomMatrices_DDRM.orthogonal(dimension, dimension, new Random(SEED));
      DMatrixRMaj turned = new DMatrixRMaj(textCentre.length, dimension);
      CommonOps_DDRM.mult(axes, turn, turned);
      float[][] projection = new float[textCentre.length][dimension];
      for (int c = 0; c < projection.length; c++) {
        for (int d = 0; d < dimension; d++) {
          projection[c][d] = (float) turned.get(c, d);
        }
      }
      return new Reduction(textCentre, mediaCentre, projection);
    }
  }

  private static float[] mean(float[][] rows) {
    double[] sum = new double[rows[0].length];
    for (float[] row : rows) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i];
      }
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (sum[i] / rows.length);
    }
    return mean;
  }

  /** Values of a reduced embedding. */
  public int dimension() {
    return projection[0].length;
  }

  /** Reduces embeddings of texts, {@code [texts, channels]} to {@code [texts, dimension]}. */
  public float[][] texts(float[][] texts) {
    return apply(texts, textCentre);
  }

  /** Reduces embeddings of media, {@code [media, channels]} to {@code [media, dimension]}. */
  public float[][] media(float[][] media) {
    return apply(media, mediaCentre);
  }

  private float[][] apply(float[][] rows, float[] centre) {
    float[][] reduced = new float[rows.length][];
    for (int r = 0; r < rows.length; r++) {
      float[] row = new float[dimension()];
      for (int c = 0; c < centre.length; c++) {
        float value = rows[r][c] - centre[c];
        float[] weights = projection[c];
        for (int d = 0; d < row.length; d++) {
          row[d] += value * weights[d];
        }
      }
      reduced[r] = unit(row);
    }
    return reduced;
  }

  private static float[] unit(float[] row) {
    double squares = 0;
    for (float value : row) {
      squares += (double) value * value;
    }
    double length = squares > 0 ? Math.sqrt(squares) : 1;
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (row[i] / length);
    }
    return row;
  }
}
