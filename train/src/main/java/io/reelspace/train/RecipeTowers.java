package io.reelspace.train;

import io.reelspace.error.BadInputException;
import io.reelspace.train.augment.Augmentation;
import io.reelspace.train.tower.Fusion;
import io.reelspace.train.tower.TowerStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stages, fusions and augmentations of a recipe, by their names in YAML. */
final class RecipeTowers {

  private static final double ALMOST_ONE = 0.999;

  private RecipeTowers() {}

  static List<TowerStage> tower(YamlSection section) {
    List<TowerStage> stages = new ArrayList<>();
    for (YamlKind kind : section.kinds("tower")) {
      try (YamlSection settings = kind.settings()) {
        stages.add(stage(kind.name(), settings));
      }
    }
    if (stages.isEmpty()) {
      throw section.error("needs a tower with at least one stage");
    }
    return stages;
  }

  private static TowerStage stage(String name, YamlSection in) {
    return switch (name) {
      case "power" -> new TowerStage.Power(ranges(in));
      case "select" -> new TowerStage.Select(channels(in, "ranges"));
      case "softmax" -> new TowerStage.Softmax(channels(in, "ranges"));
      case "standardise" -> new TowerStage.Standardise(in.number("floor", 0, 1, Optional.of(0.0)));
      case "clamp" -> new TowerStage.Clamp(in.number("limit", 1e-6, 1e6, Optional.empty()));
      case "normalise" -> new TowerStage.Normalise(count(in, "parts", 1));
      case "centre" -> new TowerStage.Centre(naming(in));
      case "class-names" -> classNames(in);
      case "canonical" ->
          new TowerStage.Canonical(
              size(in, "dimension"),
              in.number("ridge", 1e-6, 1e6, Optional.of(1.0)),
              in.number("exponent", 0, 10, Optional.of(0.5)));
      case "residual" -> new TowerStage.Residual(size(in, "hidden"), dropout(in));
      case "gelu" -> new TowerStage.Gelu();
      case "feed-forward" -> new TowerStage.FeedForward(size(in, "hidden"), dropout(in));
      case "dropout" -> new TowerStage.Dropout(rate(in, "rate", Optional.empty()));
      case "linear" -> new TowerStage.Linear(size(in, "dimension"));
      case "layer-normalisation" -> new TowerStage.LayerNormalisation();
      case "residual-mlp" ->
          new TowerStage.ResidualMlp(
              size(in, "dimension"), size(in, "hidden"), count(in, "blocks", 1), dropout(in));
      case "lstm" ->
          new TowerStage.Lstm(
              size(in, "hidden"),
              count(in, "layers", 1),
              in.flag("bidirectional", false),
              dropout(in));
      case "gru" ->
          new TowerStage.Gru(
              size(in, "hidden"),
              count(in, "layers", 1),
              in.flag("bidirectional", false),
              dropout(in));
      case "transformer" ->
          new TowerStage.Transformer(
              count(in, "layers", 1),
              count(in, "heads", 1),
              size(in, "hidden"),
              dropout(in),
              in.flag("positions", true));
      case "mean-pooling" -> new TowerStage.MeanPooling();
      case "max-pooling" -> new TowerStage.MaxPooling();
      case "last-pooling" -> new TowerStage.LastPooling();
      case "attention-pooling" -> new TowerStage.AttentionPooling(count(in, "heads", 1));
      case "net-vlad" -> new TowerStage.NetVlad(count(in, "clusters", 16), size(in, "dimension"));
      default ->
          throw unknown(
              in,
              "power, select, softmax, standardise, clamp, normalise, centre, class-names, "
                  + "canonical, dropout, linear, layer-normalisation, gelu, feed-forward, "
                  + "residual, residual-mlp, lstm, gru, transformer, mean-pooling, max-pooling, "
                  + "last-pooling, attention-pooling, net-vlad");
    };
  }

  private static List<TowerStage.Power.Range> ranges(YamlSection in) {
    List<TowerStage.Power.Range> ranges = new ArrayList<>();
    for (YamlSection range : in.sections("ranges")) {
      try (range) {
        ranges.add(
            new TowerStage.Power.Range(
                size(range, "channels"), range.number("exponent", 0.01, 10, Optional.empty())));
      }
    }
    return ranges;
  }

  private static TowerStage.ClassNames classNames(YamlSection in) {
    return new TowerStage.ClassNames(
        channels(in, "scores"),
        in.sections("probabilities").isEmpty() ? List.of() : channels(in, "probabilities"),
        in.number("share", 0, 1, Optional.of(0.5)),
        count(in, "likeliest", 10),
        naming(in),
        size(in, "dimension"),
        count(in, "parts", 1));
  }

  private static List<TowerStage.Channels> channels(YamlSection in, String key) {
    List<TowerStage.Channels> ranges = new ArrayList<>();
    for (YamlSection range : in.sections(key)) {
      try (range) {
        int from = range.integer("from", 0, 1_000_000, Optional.of(0));
        ranges.add(new TowerStage.Channels(from, size(range, "channels")));
      }
    }
    if (ranges.isEmpty()) {
      throw in.error("needs at least one range of channels under " + key);
    }
    return ranges;
  }

  private static TowerStage.Naming naming(YamlSection in) {
    List<String> texts = in.texts("texts");
    if (texts.isEmpty()) {
      throw in.error("needs under texts the names of the text features that name classes");
    }
    return new TowerStage.Naming(texts, in.number("centre", 0, 1, Optional.of(1.0)));
  }

  static Fusion fusion(YamlSection section) {
    Optional<YamlKind> given = section.kind("fusion");
    if (given.isEmpty()) {
      return new Fusion.Single();
    }
    try (YamlSection in = given.get().settings()) {
      return switch (given.get().name()) {
        case "single" -> new Fusion.Single();
        case "weighted-mean" ->
            new Fusion.WeightedMean(in.numbers("weights", 1e-6, 1e6), in.flag("learned", false));
        case "concatenation" -> new Fusion.Concatenation();
        case "halves" -> new Fusion.Halves(in.numbers("weights", 1e-6, 1e6));
        case "gated-embeddings" -> new Fusion.GatedEmbeddings();
        case "token-attention" -> new Fusion.TokenAttention(count(in, "heads", 1), dropout(in));
        default ->
            throw unknown(
                in,
                "single, weighted-mean, concatenation, halves, gated-embeddings, token-attention");
      };
    }
  }

  static List<Augmentation> augmentations(YamlSection section) {
    List<Augmentation> all = new ArrayList<>();
    for (YamlKind kind : section.kinds("augmentations")) {
      try (YamlSection in = kind.settings()) {
        all.add(
            switch (kind.name()) {
              case "step-dropout" ->
                  new Augmentation.StepDropout(rate(in, "rate", Optional.empty()));
              case "sub-clip" ->
                  new Augmentation.SubClip(in.number("shortest", 0.01, 1, Optional.empty()));
              case "temporal-jitter" -> new Augmentation.TemporalJitter(count(in, "count", 8));
              case "feature-noise" ->
                  new Augmentation.FeatureNoise(in.number("share", 0, 10, Optional.empty()));
              case "frame-mixup" ->
                  new Augmentation.FrameMixup(in.number("most", 0.001, 1, Optional.empty()));
              default ->
                  throw unknown(
                      in, "step-dropout, sub-clip, temporal-jitter, feature-noise, frame-mixup");
            });
      }
    }
    return all;
  }

  private static BadInputException unknown(YamlSection in, String allowed) {
    return in.error("is not known; allowed are " + allowed);
  }

  private static int size(YamlSection in, String key) {
    return in.integer(key, 1, 1_000_000, Optional.empty());
  }

  private static int count(YamlSection in, String key, int fallback) {
    return in.integer(key, 1, 10_000, Optional.of(fallback));
  }

  private static double dropout(YamlSection in) {
    return rate(in, "dropout", Optional.of(0.0));
  }

  private static double rate(YamlSection in, String key, Optional<Double> fallback) {
    return in.number(key, 0, ALMOST_ONE, fallback);
  }
}
