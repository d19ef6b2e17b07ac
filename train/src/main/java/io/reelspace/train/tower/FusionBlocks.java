package io.reelspace.train.tower;

import io.reelspace.error.BadInputException;
import java.util.List;

/** Builds the block of a fusion and checks that towers fit it. */
final class FusionBlocks {

  private FusionBlocks() {}

  static FusionBlock of(
      Fusion config, List<Modality> modalities, List<Tower> towers, int dimension) {
    List<Integer> channels = towers.stream().map(Tower::channels).toList();
    return switch (config) {
      case Fusion.Single _ -> {
        require(
            towers.size() == 1, "The fusion single takes one modality, not " + towers.size() + ".");
        requireDimension(modalities, channels, dimension);
        yield new SingleBlock(dimension);
      }
      case Fusion.WeightedMean mean -> {
        requireDimension(modalities, channels, dimension);
        require(
            mean.weights().isEmpty() || mean.weights().size() == towers.size(),
            "The fusion weighted-mean has "
                + mean.weights().size()
                + " weights for "
                + towers.size()
                + " modalities.");
        yield new WeightedMeanBlock(dimension, towers.size(), mean);
      }
      case Fusion.Concatenation _ ->
          new ConcatenationBlock(channels.stream().mapToInt(c -> c).sum(), dimension);
      case Fusion.Halves halves -> {
        require(
            halves.weights().size() == towers.size(),
            "The fusion halves has %d weights for %d modalities."
                .formatted(halves.weights().size(), towers.size()));
        int together = channels.stream().mapToInt(c -> c).sum();
        require(
            together == dimension,
            "The towers of the fusion halves end with %d channels together; the space's dimension is %d."
                .formatted(together, dimension));
        yield new HalvesBlock(dimension, halves);
      }
      case Fusion.GatedEmbeddings _ -> new GatedEmbeddingsBlock(channels, dimension);
      case Fusion.TokenAttention attention -> {
        requireDimension(modalities, channels, dimension);
        require(
            dimension % attention.heads() == 0,
            "The fusion token-attention has "
                + attention.heads()
                + " heads, which do not divide the dimension "
                + dimension
                + " evenly.");
        yield new TokenAttentionBlock(dimension, towers.size(), attention);
      }
    };
  }

  private static void requireDimension(
      List<Modality> modalities, List<Integer> channels, int dimension) {
    for (int m = 0; m < channels.size(); m++) {
      require(
          channels.get(m) == dimension,
          "The tower of modality "
              + modalities.get(m).name()
              + " ends with "
              + channels.get(m)
              + " channels; this fusion needs the space's dimension, "
              + dimension
              + ".");
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new BadInputException(message);
    }
  }
}
