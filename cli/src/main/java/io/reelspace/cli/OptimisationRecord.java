package io.reelspace.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.optimise.Sweep;
import io.reelspace.space.SpaceBundle;
import java.util.List;

/**
 * What a smaller space says of how it came about.
 *
 * @param bundle the original
 * @param dataset its name in cards
 * @param fitSplit the split that was fitted on
 * @param split the split that was measured on
 * @param whiten whether kept dimensions were scaled to the same variance
 */
record OptimisationRecord(
    SpaceBundle bundle, String dataset, String fitSplit, String split, boolean whiten) {

  /** What a reader of the plot has to know. */
  List<String> notes() {
    return List.of(
        "Centres and principal components"
            + (whiten ? " (whitened)" : "")
            + " were fitted on split "
            + fitSplit
            + " and measured on split "
            + split
            + ".",
        "Media are rounded, queries stay in float32; ranges of rounding come from the fitted split.",
        "1-bit: the best "
            + Sweep.RESCORED
            + " are scored again in float32, which is kept beside it on disk.",
        "Every candidate was compared; an index that searches approximately may lose a little more.",
        "A space fixes the dimension alone: reelspace index keeps 8-bit vectors and the float32 ones,"
            + " so 4-bit and 1-bit say what other stores would reach.");
  }

  /** What it was fitted on, for {@code space.json}. */
  ObjectNode training() {
    ObjectNode training = JsonNodeFactory.instance.objectNode();
    training.put("from", bundle.manifest().name());
    training.put("fingerprint", SpaceBundle.fingerprint(bundle.manifest()));
    training.put("dataset", dataset);
    training.putArray("splits").add(fitSplit);
    return training.put("whitened", whiten);
  }

  /** What the chosen form reaches in float32. */
  ObjectNode metrics(SpaceOptimisation optimisation) {
    ObjectNode metrics = JsonNodeFactory.instance.objectNode();
    Sweep.Option float32 = optimisation.float32().orElseThrow();
    metrics
        .putObject(dataset + " " + split)
        .put("R@1", float32.recallAt1())
        .put("R@10", float32.recallAt10());
    return metrics;
  }

  /** The paragraph of the card. */
  String card(SpaceOptimisation optimisation, Sweep.Option chosen) {
    return """
    ## Optimised
    The space `%s`, centred and projected to %d dimensions: principal components%s fitted on \
    split `%s` of `%s`. In float32 it reaches R@10 %.1f, text to video, on split `%s`, where \
    the original reaches %.1f.\
    """
        .formatted(
            bundle.manifest().name(),
            chosen.dimension(),
            whiten ? ", whitened," : "",
            fitSplit,
            dataset,
            100 * optimisation.float32().orElseThrow().recallAt10(),
            split,
            100 * optimisation.sweep().baseline().recallAt10());
  }
}
