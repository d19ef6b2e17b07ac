package io.reelspace.cli;

import io.reelspace.plan.Figures;
import io.reelspace.space.Modality;
import io.reelspace.space.SpaceManifest;
import java.util.List;

/** What the networks of a space take for a frame. */
final class FrameCost {

  private FrameCost() {}

  /** Core seconds; those of {@code base} where a network was not measured. */
  static double seconds(SpaceManifest space) {
    List<String> images =
        space.encoders().stream()
            .filter(encoder -> encoder.modality() == Modality.VISUAL)
            .map(SpaceManifest.Encoder::id)
            .toList();
    double seconds = 0;
    for (String id : images) {
      switch (id) {
        case "efficientnet-lite0-int8" -> seconds += Figures.LITE0_INT8.value();
        case "efficientnet-lite2-int8" -> seconds += Figures.LITE2_INT8.value();
        case "efficientnet-lite0" -> seconds += Figures.LITE0.value();
        default -> {
          return Figures.frameSecondsOfBase();
        }
      }
    }
    return seconds;
  }
}
