package io.reelspace.cli;

import io.reelspace.encode.ImportKind;
import java.util.List;
import java.util.Optional;

/**
 * A public image-text model that is known by a short name.
 *
 * @param name of the preset, of the encoder and of the space
 * @param address on the hub
 * @param kind how it is imported
 * @param about one sentence
 */
record SpacePreset(String name, String address, ImportKind kind, String about) {

  static final List<SpacePreset> ALL =
      List.of(
          new SpacePreset(
              "clip-vit-b32",
              "hub:Xenova/clip-vit-base-patch32",
              new ImportKind.Automatic(),
              "CLIP of OpenAI, ViT-B/32 (Radford et al. 2021); English"),
          new SpacePreset(
              "siglip2-base",
              "hub:onnx-community/siglip2-base-patch16-224-ONNX",
              new ImportKind.Automatic(),
              "SigLIP 2, base, 16 x 16 patches of 224 pixels (Tschannen et al. 2025); many languages"),
          new SpacePreset(
              "mobileclip2-s0",
              "hub:plhery/mobileclip2-onnx/onnx/s0",
              new ImportKind.Automatic(
                  new ImportKind.OfImages(),
                  new ImportKind.OfTexts(
                      Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(0))),
              "MobileCLIP2-S0 of Apple (Faghri et al. 2025), small and quick; English, for research"
                  + " only"));

  static Optional<SpacePreset> named(String name) {
    return ALL.stream().filter(preset -> preset.name().equals(name)).findFirst();
  }
}
