package io.reelspace.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.reelspace.error.BadInputException;
import io.reelspace.train.features.AppendedFeatures;
import io.reelspace.train.features.FeatureTable;
import io.reelspace.train.features.MemoryFeatures;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.StepKind;
import io.reelspace.train.features.Vocabulary;
import io.reelspace.train.tower.TowerStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Features of pictures that nobody took: a photo of the training set, moved towards a class of the
 * encoder's own classifier. With the class names as captions they keep towers that learn from a
 * small data set from forgetting the classes which it does not show.
 *
 * <p>With W the classifier's rows and S the covariance of the photos' features, the direction of
 * class c is {@code d = unit(unit(W_c - mean W) + 0.7 unit(S (W_c - mean W)))}. A picture of it is
 * {@code relu(0.5 f + s |f| d)}, scaled to the length of f, where f is a random photo and s even in
 * 0.7 to 1.6; its logits are those of the classifier over a temperature even in 1 to 2.5. The
 * classifier is linear, so it is found from features and logits by least squares.
 */
public final class ImaginedClasses {

  private static final double RIDGE = 1e-4;
  private static final float ALONG_COVARIANCE = 0.7f;
  private static final float OF_PHOTO = 0.5f;

  private final RunRecipe.ClassPictures config;
  private final int[] bases;
  private final float[] strengths;
  private final float[] temperatures;

  private ImaginedClasses(RunRecipe.ClassPictures config, int photos, long seed) {
    this.config = config;
    int pictures = config.logits().count() * config.views();
    RandomGenerator random = RandomStream.IMAGINATION.at(seed, 0);
    this.bases = new int[pictures];
    this.strengths = new float[pictures];
    this.temperatures = new float[pictures];
    for (int i = 0; i < pictures; i++) {
      bases[i] = random.nextInt(photos);
      strengths[i] = 0.7f + 0.9f * random.nextFloat();
      temperatures[i] = 1 + 1.5f * random.nextFloat();
    }
  }

  /**
   * Training examples with one more for each class, captioned by its prompts.
   *
   * @param names the classes' text features
   * @throws BadInputException when the encoders have not the channels that the recipe names
   */
  public static PairedFeatures append(
      PairedFeatures photos, Vocabulary names, RunRecipe.ClassPictures config, long seed) {
    DualEncoder.engine();
    ai.djl.pytorch.jni.JniUtils.setGradMode(false);
    ImaginedClasses imagined = new ImaginedClasses(config, photos.videoCount(), seed);
    Map<String, FeatureTable> videos = new LinkedHashMap<>();
    photos
        .videos()
        .forEach((name, table) ->
            videos.put(
                name,
                new AppendedFeatures(
                    table,
                    table.kind() == StepKind.FRAMES
                        ? imagined.pictures(name, table)
                        : nothing(table.channels(), names.classes()))));
    Map<String, FeatureTable> texts = new LinkedHashMap<>();
    photos
        .texts()
        .forEach(
            (name, table) -> texts.put(name, new AppendedFeatures(table, names.texts().get(name))));
    List<String> ids = new ArrayList<>(photos.videoIds());
    IntStream.range(0, names.classes()).forEach(c -> ids.add("class " + c));
    IntStream owners =
        IntStream.range(0, names.classes() * names.prompts())
            .map(caption -> photos.videoCount() + caption / names.prompts());
    return new PairedFeatures(
        ids,
        videos,
        IntStream.concat(Arrays.stream(photos.owners()), owners).toArray(),
        texts,
        new PairedFeatures.Imagined(names.classes(), config.weight()));
  }

  /** A picture does not move, and nothing is heard in it. */
  private static FeatureTable nothing(int channels, int classes) {
    return MemoryFeatures.of(channels, Collections.nCopies(classes, new float[0][]));
  }

  /** One row for each class with all its pictures as views. */
  private FeatureTable pictures(String name, FeatureTable table) {
    requireChannels(name, table);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray photos = rows(manager, table, config.features());
      NDArray logits = rows(manager, table, config.logits());
      NDArray mean = photos.mean(new int[] {0}, true);
      NDArray centred = photos.sub(mean);
      long count = photos.getShape().get(0);
      NDArray covariance = centred.transpose().matMul(centred).div((float) count);
      NDArray meanLogits = logits.mean(new int[] {0}, true);
      NDArray coupled = centred.transpose().matMul(logits.sub(meanLogits)).div((float) count);
      // [features, classes]
      NDArray weights = manager.create(solved(covariance, coupled), coupled.getShape());
      NDArray bias = meanLogits.sub(mean.matMul(weights));
      NDArray rows = weights.transpose();
      NDArray apart = rows.sub(rows.mean(new int[] {0}, true));
      NDArray directions =
          unit(unit(apart).add(unit(apart.matMul(covariance)).mul(ALONG_COVARIANCE)));
      return moved(photos, directions, weights, bias, table.channels());
    }
  }

  private void requireChannels(String name, FeatureTable table) {
    for (TowerStage.Channels part : List.of(config.features(), config.logits())) {
      if (part.from() + part.count() > table.channels()) {
        throw new BadInputException(
            "data.class-pictures looks for %d channels from %d on, but the features %s have %d."
                .formatted(part.count(), part.from(), name, table.channels()));
      }
    }
  }

  private static NDArray unit(NDArray rows) {
    return rows.normalize(2, 1, 1e-12);
  }

  /** The first step of each photo in view 0. */
  private static NDArray rows(NDManager manager, FeatureTable table, TowerStage.Channels part) {
    float[] whole = new float[table.channels()];
    float[] values = new float[table.rows() * part.count()];
    for (int row = 0; row < table.rows(); row++) {
      if (table.steps(row) > 0) {
        table.read(row, 0, 0, whole, 0);
        System.arraycopy(whole, part.from(), values, row * part.count(), part.count());
      }
    }
    return manager.create(values, new Shape(table.rows(), part.count()));
  }

  /** Least squares with a small ridge, in double precision. */
  private static float[] solved(NDArray covariance, NDArray coupled) {
    DMatrixRMaj a = matrix(covariance);
    double ridge = 0;
    for (int i = 0; i < a.numRows; i++) {
      ridge += RIDGE * a.get(i, i) / a.numRows;
    }
    for (int i = 0; i < a.numRows; i++) {
      a.add(i, i, ridge);
    }
    DMatrixRMaj b = matrix(coupled);
    DMatrixRMaj x = new DMatrixRMaj(b.numRows, b.numCols);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(a.numRows);
    if (!solver.setA(a)) {
      throw new IllegalStateException("a covariance with a ridge must be positive definite");
    }
    solver.solve(b, x);
    float[] values = new float[x.getNumElements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) x.get(i);
    }
    return values;
  }

  private static DMatrixRMaj matrix(NDArray values) {
    float[] given = values.toFloatArray();
    DMatrixRMaj matrix =
        new DMatrixRMaj(
            Math.toIntExact(values.getShape().get(0)), Math.toIntExact(values.getShape().get(1)));
    for (int i = 0; i < given.length; i++) {
      matrix.set(i, given[i]);
    }
    return matrix;
  }

  private FeatureTable moved(
      NDArray photos, NDArray directions, NDArray weights, NDArray bias, int channels) {
    NDManager manager = photos.getManager();
    int classes = config.logits().count();
    List<List<float[]>> views = new ArrayList<>();
    for (int view = 0; view < config.views(); view++) {
      int first = view * classes;
      NDArray base = photos.get(manager.create(Arrays.copyOfRange(bases, first, first + classes)));
      NDArray length = base.norm(2, new int[] {1}, true);
      NDArray strength = column(manager, strengths, first, classes);
      NDArray raw = base.mul(OF_PHOTO).add(directions.mul(length.mul(strength))).maximum(0f);
      NDArray features = unit(raw).mul(length);
      NDArray logits =
          features.matMul(weights).add(bias).div(column(manager, temperatures, first, classes));
      views.add(joined(features, logits, channels));
    }
    return new ManyViews(channels, views);
  }

  private static NDArray column(NDManager manager, float[] values, int from, int count) {
    return manager.create(Arrays.copyOfRange(values, from, from + count), new Shape(count, 1));
  }

  /** One row for each class as the encoder would give it. */
  private List<float[]> joined(NDArray features, NDArray logits, int channels) {
    float[] ofFeatures = features.toFloatArray();
    float[] ofLogits = logits.toFloatArray();
    float[] ofProbabilities = logits.softmax(1).toFloatArray();
    int classes = config.logits().count();
    List<float[]> rows = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      float[] row = new float[channels];
      put(ofFeatures, c, config.features(), row);
      put(ofLogits, c, config.logits(), row);
      if (config.probabilities().isPresent()) {
        put(ofProbabilities, c, config.probabilities().get(), row);
      }
      rows.add(row);
    }
    return rows;
  }

  private static void put(float[] values, int row, TowerStage.Channels part, float[] into) {
    System.arraycopy(values, row * part.count(), into, part.from(), part.count());
  }

  /** One step for each row in several views, {@code [views][rows][channels]}. */
  private record ManyViews(int channels, List<List<float[]>> values) implements FeatureTable {
    @Override
    public int rows() {
      return values.getFirst().size();
    }

    @Override
    public int steps(int row) {
      return 1;
    }

    @Override
    public int views(int row) {
      return values.size();
    }

    @Override
    public void read(int row, int view, int step, float[] target, int offset) {
      System.arraycopy(values.get(view).get(row), 0, target, offset, channels);
    }
  }
}
