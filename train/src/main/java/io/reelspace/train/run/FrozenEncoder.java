package io.reelspace.train.run;

import io.reelspace.encode.ClipEncoder;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.SoundEncoder;
import io.reelspace.encode.TextEncoder;
import io.reelspace.error.StorageException;
import io.reelspace.space.Modality;
import io.reelspace.space.SpaceManifest;
import io.reelspace.train.dataset.FileHashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A pretrained network on disk, with what its features depend on.
 *
 * @param id plain folder name
 * @param modality frames, clips, sounds or texts
 * @param folder of its files
 * @param outputs that are joined; its first when empty
 */
public record FrozenEncoder(String id, Modality modality, Path folder, List<String> outputs) {

  /** Keeps its own copy; a link to a folder stands for the folder. */
  public FrozenEncoder {
    outputs = List.copyOf(outputs);
    try {
      folder = Files.exists(folder) ? folder.toRealPath() : folder;
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read the encoder " + folder + ": " + e.getMessage() + ". Is it whole?", e);
    }
  }

  /** As a space's manifest names it. */
  SpaceManifest.Encoder manifest() {
    return new SpaceManifest.Encoder(id, modality, outputs);
  }

  /** Its files by their path in a bundle. */
  SortedMap<String, Path> files() {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        files.put("encoders/" + id + "/" + name, file);
      }
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read the encoder " + folder + ": " + e.getMessage() + ". Is it whole?", e);
    }
    return files;
  }

  /** A hash over all that changes its output, in hexadecimal. */
  public String fingerprint() {
    List<String> parts = new ArrayList<>();
    files()
        .forEach((path, file) -> {
          if (!path.endsWith(".md")) {
            parts.add(path.substring(path.lastIndexOf('/') + 1) + " " + FileHashes.sha256(file));
          }
        });
    parts.addAll(outputs);
    return sha256(String.join("\n", parts));
  }

  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  ImageEncoder openImages(Inference inference) {
    return ImageEncoder.open(id, folder, outputs, inference);
  }

  ClipEncoder openClips(Inference inference) {
    return ClipEncoder.open(id, folder, outputs, inference);
  }

  SoundEncoder openSounds(Inference inference) {
    return SoundEncoder.open(id, folder, outputs, inference);
  }

  TextEncoder openTexts(Inference inference) {
    return TextEncoder.open(id, folder, inference);
  }
}
