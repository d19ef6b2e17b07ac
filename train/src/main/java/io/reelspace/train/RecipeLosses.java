package io.reelspace.train;

import io.reelspace.train.loss.Contrastive;
import io.reelspace.train.loss.InfoNce;
import io.reelspace.train.loss.Loss;
import io.reelspace.train.loss.Matryoshka;
import io.reelspace.train.loss.MilNce;
import io.reelspace.train.loss.PairLoss;
import io.reelspace.train.loss.SigmoidLoss;
import io.reelspace.train.loss.TripletMargin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The loss of a recipe, by its name in YAML. */
final class RecipeLosses {

  private RecipeLosses() {}

  /** Reads {@code loss} and {@code matryoshka}; InfoNCE when nothing is said. */
  static Loss read(YamlSection all, int dimension) {
    PairLoss loss = all.kind("loss").map(RecipeLosses::pairLoss).orElse(new InfoNce(0));
    List<Matryoshka.Prefix> prefixes = new ArrayList<>();
    for (YamlSection prefix : all.sections("matryoshka")) {
      try (prefix) {
        prefixes.add(
            new Matryoshka.Prefix(
                prefix.integer("dimensions", 1, dimension, Optional.empty()),
                prefix.number("weight", 1e-6, 1e6, Optional.of(1.0))));
      }
    }
    return prefixes.isEmpty() ? loss : new Matryoshka(loss, prefixes);
  }

  private static PairLoss pairLoss(YamlKind kind) {
    try (YamlSection in = kind.settings()) {
      return switch (kind.name()) {
        case "info-nce" -> new InfoNce(in.number("label-smoothing", 0, 0.999, Optional.of(0.0)));
        case "sigmoid" -> new SigmoidLoss();
        case "contrastive" -> new Contrastive(in.number("margin", 1e-6, 2, Optional.of(1.0)));
        case "triplet" ->
            new TripletMargin(in.number("margin", 1e-6, 2, Optional.of(0.2)), negatives(in));
        case "mil-nce" -> new MilNce();
        default ->
            throw in.error(
                "is not known; allowed are info-nce, sigmoid, contrastive, triplet, mil-nce");
      };
    }
  }

  private static TripletMargin.Negatives negatives(YamlSection in) {
    String word =
        in.choice("negatives", List.of("random", "semi-hard", "hardest"), Optional.of("hardest"));
    return TripletMargin.Negatives.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
