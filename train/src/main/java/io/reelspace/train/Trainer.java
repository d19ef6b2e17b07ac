package io.reelspace.train;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import io.reelspace.error.BadInputException;
import io.reelspace.train.checkpoint.CheckpointFolder;
import io.reelspace.train.checkpoint.SafeTensors;
import io.reelspace.train.checkpoint.Tensors;
import io.reelspace.train.features.PairedFeatures;
import io.reelspace.train.features.Vocabulary;
import io.reelspace.train.optimiser.LearningRate;
import io.reelspace.train.tuning.Tuning;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a recipe: from the newest checkpoint of its folder, or from the start, to the export.
 *
 * <p>Everything a step does follows from the recipe, the features and the number of the step, on
 * one machine with one number of threads. So a run that was killed and goes on from its last
 * checkpoint ends with the same weights, bit by bit, as one that was not.
 */
public final class Trainer {

  private final Recipe recipe;
  private final PairedFeatures training;
  private final Optional<PairedFeatures> validation;
  private final Vocabulary vocabulary;
  private final RunFolder folder;
  private final TrainingListener listener;
  private final Tuning tuning;
  private final Optional<Teacher> teacher;

  /**
   * A run that has not started.
   *
   * @param validation examples to stop by; needed when the recipe has a stopping
   * @param vocabulary class names, for recipes with stages that need them
   * @param folder of the run, which holds its recipe already
   * @throws BadInputException when the recipe stops by a validation that is not there
   */
  public Trainer(
      Recipe recipe,
      PairedFeatures training,
      Optional<PairedFeatures> validation,
      Vocabulary vocabulary,
      RunFolder folder,
      TrainingListener listener) {
    this(recipe, training, validation, vocabulary, folder, listener, Tuning.NONE, Optional.empty());
  }

  /**
   * A run that trains layers of encoders as well, or follows a teacher.
   *
   * @param tuning these encoders, whose owner closes them; their tables hold what comes into them
   * @param teacher what another space makes of the training examples
   */
  public Trainer(
      Recipe recipe,
      PairedFeatures training,
      Optional<PairedFeatures> validation,
      Vocabulary vocabulary,
      RunFolder folder,
      TrainingListener listener,
      Tuning tuning,
      Optional<Teacher> teacher) {
    if (recipe.stopping().isPresent() && validation.isEmpty()) {
      throw new BadInputException(
          "The recipe stops by a validation metric, but there are no validation examples.");
    }
    this.recipe = recipe;
    this.training = training;
    this.validation = validation;
    this.vocabulary = vocabulary;
    this.folder = folder;
    this.listener = listener;
    this.tuning = tuning;
    this.teacher = teacher;
  }

  /**
   * Trains, validates, writes checkpoints and exports.
   *
   * @throws BadInputException when the loss is not a number any more
   * @throws io.reelspace.error.StorageException when the folder cannot be written, or no checkpoint
   *     in it can be read
   */
  public TrainingResult run() {
    DualEncoder.engine();
    JniUtils.setGradMode(false); // gradients only inside a collector, whichever thread this is
    SideReader videos =
        new SideReader("video", recipe.video(), training.videos(), tuning.video(), recipe.seed());
    SideReader texts =
        new SideReader("text", recipe.text(), training.texts(), tuning.text(), recipe.seed());
    BatchPlan plan = new BatchPlan(training, recipe);
    CheckpointFolder checkpoints = folder.checkpoints();
    Optional<Tensors> saved = checkpoints.latest();
    try (DualEncoder encoder = DualEncoders.of(recipe, videos, texts)) {
      if (saved.isEmpty() && tuning.start().isEmpty()) {
        encoder.videos().name(vocabulary::vectors);
        encoder.texts().name(vocabulary::vectors);
        Standardisation.fit(encoder, videos, texts, training);
        CanonicalCorrelation.fit(encoder, videos, texts, training);
      }
      ModelState model = new ModelState(encoder, recipe.optimiser());
      RunState state = RunState.start();
      if (saved.isPresent()) {
        state = RunState.of(saved.get().metadata());
        model.restore(saved.get(), true);
      } else {
        tuning.start().ifPresent(model::begin);
      }
      videos.settle(encoder, encoder.videos());
      texts.settle(encoder, encoder.texts());
      folder.metrics().keepUpTo(state.step());
      listener.started(state.step(), plan.totalSteps());
      Optional<Validation> validations =
          recipe
              .stopping()
              .map(stopping ->
                  new Validation(encoder, validation.orElseThrow(), recipe, tuning, stopping));
      TrainingStep step = new TrainingStep(encoder, training, videos, texts, recipe, teacher);
      state = loop(state, plan, encoder, model, step, validations);
      return export(encoder, model, state, videos, texts);
    }
  }

  private RunState loop(
      RunState start,
      BatchPlan plan,
      DualEncoder encoder,
      ModelState model,
      TrainingStep step,
      Optional<Validation> validations) {
    int perEpoch = plan.stepsPerEpoch();
    Recipe.Schedule schedule = recipe.schedule();
    LearningRate rate =
        new LearningRate(
            schedule.learningRate(),
            schedule.lastRate(),
            Math.round(schedule.warmUpEpochs() * perEpoch),
            plan.totalSteps());
    RunState state = start;
    List<PairBatch> batches = List.of();
    while (state.step() < plan.totalSteps() && !state.stopped()) {
      int epoch = Math.toIntExact(state.step() / perEpoch);
      int index = Math.toIntExact(state.step() % perEpoch);
      if (index == 0 || batches.isEmpty()) {
        batches = plan.epoch(epoch);
      }
      float loss = move(state.step(), epoch, batches.get(index), encoder, model, step, rate);
      state = state.next();
      boolean epochEnds = index == perEpoch - 1;
      boolean validated = false;
      if (epochEnds && validations.isPresent() && isDue(epoch)) {
        state = validate(state, model, validations.get());
        validated = true;
      }
      boolean ends = state.stopped() || state.step() == plan.totalSteps();
      if (validated || ends || state.step() % schedule.checkpointSteps() == 0) {
        folder.checkpoints().save(state.step(), model.checkpoint(state.toMetadata()));
      }
      listener.step(state.step(), plan.totalSteps(), loss);
    }
    return state;
  }

  private float move(
      long number,
      int epoch,
      PairBatch batch,
      DualEncoder encoder,
      ModelState model,
      TrainingStep step,
      LearningRate rate) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      float loss = step.run(batch, number, epoch);
      double norm = model.optimiser().gradientNorm();
      if (!Float.isFinite(loss) || !Double.isFinite(norm)) {
        throw folder.failure(number, epoch, loss, norm, batch, training);
      }
      double learningRate = rate.at(number);
      model.optimiser().step(number, learningRate, norm);
      model.publish();
      encoder.scale().limit();
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("step", number + 1);
      row.put("epoch", epoch);
      row.put("loss", loss);
      row.put("gradientNorm", norm);
      row.put("learningRate", learningRate);
      row.put("scale", encoder.scale().value());
      folder.metrics().add(row);
      return loss;
    }
  }

  private boolean isDue(int epoch) {
    int every = recipe.stopping().orElseThrow().everyEpochs();
    return (epoch + 1) % every == 0 || epoch == recipe.schedule().epochs() - 1;
  }

  private RunState validate(RunState state, ModelState model, Validation validation) {
    Recipe.Stopping stopping = recipe.stopping().orElseThrow();
    model.swapAverages();
    Map<String, Double> values = validation.measure();
    double value = values.get(stopping.metric());
    boolean best = state.best().isEmpty() || validation.better(value, state.best().getAsDouble());
    if (best) {
      Map<String, String> metadata = new LinkedHashMap<>();
      metadata.put("step", Long.toString(state.step()));
      values.forEach((name, each) -> metadata.put(name, Double.toString(each)));
      SafeTensors.write(folder.best(), model.weights(metadata));
    }
    model.swapAverages();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("step", state.step());
    row.put("validation", values);
    folder.metrics().add(row);
    listener.validated(state.step(), values, best);
    return best ? state.improved(value) : state.notImproved(stopping.patience());
  }

  private TrainingResult export(
      DualEncoder encoder, ModelState model, RunState state, SideReader videos, SideReader texts) {
    Tensors best;
    if (state.best().isPresent()) {
      best = SafeTensors.read(folder.best());
      model.restore(best, false);
    } else {
      model.swapAverages();
      best = model.weights(Map.of("step", Long.toString(state.step())));
    }
    if (recipe.weights() == Recipe.Weights.HALF) {
      model.roundToHalf();
    }
    SafeTensors.write(folder.best(), model.weights(best.metadata()));
    double video = TowerExport.write(encoder, encoder.videos(), "video", folder.network("video"));
    double text = TowerExport.write(encoder, encoder.texts(), "text", folder.network("text"));
    Path visualTower = folder.tower("visual");
    Path textTower = folder.tower("text");
    return new TrainingResult(
        state.step(),
        state.best(),
        folder.best(),
        Map.of("video", folder.network("video"), "text", folder.network("text")),
        Map.of("visual", visualTower, "text", textTower),
        validation.flatMap(data -> Validation.scores(encoder, data, recipe, tuning)),
        validation.map(data -> Validation.evaluate(encoder, data, recipe, tuning)),
        Map.of(
            "video",
            video,
            "text",
            text,
            "visual tower",
            SpaceTowerExport.write(
                encoder, encoder.videos(), videos.towerInputs(true), "visual", visualTower),
            "text tower",
            SpaceTowerExport.write(
                encoder, encoder.texts(), texts.towerInputs(false), "text", textTower)));
  }
}
