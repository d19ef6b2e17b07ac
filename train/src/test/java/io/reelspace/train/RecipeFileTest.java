package io.reelspace.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.reelspace.error.BadInputException;
import io.reelspace.train.augment.Augmentation;
import io.reelspace.train.loss.InfoNce;
import io.reelspace.train.loss.Matryoshka;
import io.reelspace.train.optimiser.AdamWConfig;
import io.reelspace.train.tower.Fusion;
import io.reelspace.train.tower.TowerStage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeFileTest {

  private static final String RECIPE =
      """
      seed: 7
      dimension: 16
      video:
        modalities:
          - name: visual
            features: [lite0, lite2]
            steps: 32
            augmentations:
              - sub-clip: {shortest: 0.5}
              - step-dropout: {rate: 0.1}
            tower:
              - power: {ranges: [{channels: 5, exponent: 0.5}]}
              - standardise
              - transformer: {layers: 2, heads: 4, hidden: 64, dropout: 0.1}
              - attention-pooling: {heads: 4}
          - name: audio
            tower: [mean-pooling, {linear: {dimension: 16}}]
        fusion: gated-embeddings
      text:
        modalities:
          - name: words
            tower: [mean-pooling, {residual-mlp: {dimension: 16, hidden: 32, dropout: 0.4}}]
      loss: {info-nce: {label-smoothing: 0.1}}
      matryoshka: [{dimensions: 8, weight: 0.5}, {dimensions: 16}]
      temperature: {start: 0.05}
      captions: all
      schedule: {epochs: 40, batch: 1024, chunk: 256, learning-rate: 2e-3}
      optimiser: {weight-decay: 0.05, average: 0.999}
      stopping: {metric: R@1, patience: 5}
      """;

  @Test
  void everythingThatIsWrittenIsRead() {
    Recipe recipe = RecipeFile.parse("base.yaml", RECIPE);
    assertEquals(7, recipe.seed());
    assertEquals(new Fusion.GatedEmbeddings(), recipe.video().fusion());
    Recipe.Input visual = recipe.video().modalities().getFirst();
    assertEquals(List.of("lite0", "lite2"), visual.features());
    assertEquals(32, visual.steps());
    assertEquals(
        List.of(new Augmentation.SubClip(0.5), new Augmentation.StepDropout(0.1)),
        visual.augmentations());
    assertEquals(
        List.of(
            new TowerStage.Power(List.of(new TowerStage.Power.Range(5, 0.5))),
            new TowerStage.Standardise(0),
            new TowerStage.Transformer(2, 4, 64, 0.1, true),
            new TowerStage.AttentionPooling(4)),
        visual.tower());
    assertEquals(List.of("audio"), recipe.video().modalities().getLast().features());
    assertEquals(
        new Matryoshka(
            new InfoNce(0.1), List.of(new Matryoshka.Prefix(8, 0.5), new Matryoshka.Prefix(16, 1))),
        recipe.loss());
    assertEquals(new Recipe.Captions.All(), recipe.captions());
    assertEquals(new Recipe.Schedule(40, 1024, 256, 2e-3, 0.01, 1, 100), recipe.schedule());
    assertEquals(new AdamWConfig(0.05, 0.9, 0.999, 1e-8, 1, 0.999), recipe.optimiser());
    assertEquals(Optional.of(new Recipe.Stopping("R@1", 1, 5)), recipe.stopping());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seed: 7         | sed: 7            | base.yaml:1: sed is not known here; allowed are captions
          epochs: 40      | epoch: 40         | base.yaml:27: schedule needs the key epochs
          epochs: 40      | epochs: 0         | base.yaml:27: schedule.epochs is "0"; allowed is a whole number from 1
          rate: 0.1       | rate: 1.5         | base.yaml:10: video.modalities[0].augmentations[1].step-dropout.rate is "1.5"; allowed is a number from 0
          rate: 0.1       | rate: often       | step-dropout.rate is "often"; allowed is a number
          heads: 4,       | heads: 4, head: 4,| base.yaml:14: video.modalities[0].tower[2].transformer.head is not known here; allowed are dropout, heads, hidden, layers, positions
          - standardise   | - standardize     | base.yaml:13: video.modalities[0].tower[1].standardize is not known; allowed are power, select, softmax, standardise
          gated-embeddings| glue              | base.yaml:18: video.fusion.glue is not known; allowed are single, weighted-mean
          captions: all   | captions: some    | base.yaml:26: captions is "some"; allowed is one of sampled, all
          info-nce: {     | info: {           | base.yaml:23: loss.info is not known; allowed are info-nce
          seed: 7         | seed: [           | base.yaml:3: not YAML
          seed: 7         | dimension: 8      | base.yaml:2: dimension stands there twice
          """)
  void aMistakeIsNamedWithItsLineAndWhatIsAllowed(String right, String wrong, String message) {
    String broken = RECIPE.replaceFirst(Pattern.quote(right), wrong);
    BadInputException e =
        assertThrows(BadInputException.class, () -> RecipeFile.parse("base.yaml", broken));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void anEmptyFileIsNoRecipe() {
    assertThrows(BadInputException.class, () -> RecipeFile.parse("base.yaml", ""));
  }
}
