package io.reelspace.space;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.error.MissingModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A space as it lies on disk: a folder with {@code space.json}, {@code encoders/<id>/}, {@code
 * towers/}, {@code optimise/} and the card {@code README.md}.
 *
 * @param folder of {@code space.json}
 * @param manifest what {@code space.json} says
 */
public record SpaceBundle(Path folder, SpaceManifest manifest) {
  static final String MANIFEST = "space.json";

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads a bundle and checks that all its files are there with the stated size; cheap, so their
   * content is left to {@link #verify}.
   *
   * @throws MissingModelException when there is no space, or it is not whole
   */
  public static SpaceBundle read(Path folder) {
    Path file = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new MissingModelException(
          "No space in " + folder + ": it holds no " + MANIFEST + ". Name the folder of a space.");
    }
    byte[] json;
    try {
      json = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    SpaceBundle bundle = new SpaceBundle(folder, parse(json, file.toString()));
    bundle.manifest.files().forEach(bundle::checkSize);
    return bundle;
  }

  /**
   * Reads a bundle from its folder, or from a zip, which is unpacked first.
   *
   * @param cache the space of a zip comes to lie below {@code spaces/}
   * @throws MissingModelException when there is no space, or it is not whole
   */
  public static SpaceBundle open(Path folderOrZip, Path cache) {
    return read(
        Files.isRegularFile(folderOrZip)
            ? SpaceUnpacking.unpackZip(folderOrZip, cache)
            : folderOrZip);
  }

  /**
   * Reads the text of a {@code space.json}.
   *
   * @param origin the file's name for error messages
   */
  public static SpaceManifest parse(byte[] json, String origin) {
    SpaceManifest manifest;
    try {
      manifest = JSON.readValue(json, SpaceManifest.class);
    } catch (JacksonException e) {
      throw new MissingModelException(
          origin
              + place(e)
              + ": "
              + e.getOriginalMessage()
              + ". Correct it, or fetch the space again.",
          e);
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + origin + ": " + e.getMessage(), e);
    }
    List<String> faults = faults(manifest);
    if (!faults.isEmpty()) {
      throw new MissingModelException(
          origin + ": " + String.join("; ", faults) + ". Correct it, or fetch the space again.");
    }
    return manifest;
  }

  /** The line and the key at which reading failed. */
  private static String place(JacksonException e) {
    String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    String key =
        e instanceof JsonMappingException mapping
            ? mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."))
            : "";
    return key.isEmpty() ? line : line + ", " + key;
  }

  private static List<String> faults(SpaceManifest manifest) {
    List<String> faults = new ArrayList<>();
    if (manifest.format() != SpaceManifest.FORMAT) {
      faults.add("format is " + manifest.format() + ", this release reads " + SpaceManifest.FORMAT);
    }
    if (!manifest.name().matches(SpaceManifest.NAME)) {
      faults.add("name '" + manifest.name() + "' may hold letters, digits, '.', '_' and '-' only");
    }
    if (manifest.dimension() < 1 || manifest.dimension() > 4096) {
      faults.add("dimension must be from 1 to 4096");
    }
    for (Modality modality : Modality.NEEDED) {
      if (manifest.encoders().stream().noneMatch(e -> e.modality() == modality)) {
        faults.add("no encoder of modality " + modality.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
    manifest.files().keySet().stream()
        .filter(path -> !isInside(path))
        .forEach(path -> faults.add("file path '" + path + "' leaves the folder"));
    needed(manifest).stream()
        .filter(path -> !manifest.files().containsKey(path))
        .forEach(path -> faults.add("'" + path + "' is not listed under files"));
    return faults;
  }

  /** Whether a path from a manifest or an archive stays inside of the folder it is relative to. */
  static boolean isInside(String path) {
    return !path.isEmpty()
        && path.chars().noneMatch(c -> c == '\\' || c == ':' || c < ' ')
        && List.of(path.split("/", -1)).stream()
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  private static List<String> needed(SpaceManifest manifest) {
    List<String> paths = new ArrayList<>(manifest.towers().values());
    for (SpaceManifest.Encoder encoder : manifest.encoders()) {
      paths.add(encoder.path("model.onnx"));
      paths.add(
          encoder.path(
              encoder.modality() == Modality.TEXT ? "tokenizer.json" : "preprocessor_config.json"));
    }
    for (SpaceManifest.Step step : manifest.optimise().steps()) {
      paths.addAll(step.centres().values());
      if (!step.projection().isEmpty()) {
        paths.add(step.projection());
      }
    }
    return paths;
  }

  private void checkSize(String path, SpaceManifest.FileHash expected) {
    Path file = folder.resolve(path);
    long bytes;
    try {
      bytes = Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      throw new MissingModelException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    if (bytes != expected.bytes()) {
      throw new MissingModelException(
          bytes < 0
              ? "The space " + folder + " lacks the file " + path + ". Fetch the space again."
              : file
                  + " has "
                  + bytes
                  + " bytes where "
                  + MANIFEST
                  + " says "
                  + expected.bytes()
                  + ". The space is damaged; fetch it again.");
    }
  }

  /**
   * Reads every file and compares its SHA-256 with the manifest.
   *
   * @throws MissingModelException naming the first file that differs
   */
  public void verify() {
    for (Map.Entry<String, SpaceManifest.FileHash> entry : manifest.files().entrySet()) {
      checkSize(entry.getKey(), entry.getValue());
      Path file = folder.resolve(entry.getKey());
      if (!Sha256.of(file).equalsIgnoreCase(entry.getValue().sha256())) {
        throw new MissingModelException(
            file
                + " is not the file that "
                + MANIFEST
                + " names (SHA-256 differs)."
                + " The space is damaged or was changed; fetch it again.");
      }
    }
  }

  /**
   * A hash over everything that changes an embedding, in hexadecimal: dimension, encoders and their
   * outputs, towers, optimisation, and the SHA-256 of every file but the cards.
   */
  public static String fingerprint(SpaceManifest manifest) {
    StringBuilder text = new StringBuilder("reelspace space 1\n");
    text.append("dimension ").append(manifest.dimension()).append('\n');
    for (SpaceManifest.Encoder e : manifest.encoders()) {
      text.append("encoder ").append(e.modality()).append(' ').append(e.id());
      e.outputs().forEach(output -> text.append(' ').append(output));
      text.append('\n');
    }
    // Only those that are there, so that a space keeps its fingerprint when further kinds come up.
    Set<Modality> modalities = manifest.modalities();
    for (Modality modality : modalities) {
      text.append(modality);
      text.append(" tower ").append(manifest.towers().getOrDefault(modality, ""));
      text.append(" centre ").append(manifest.optimise().centres().getOrDefault(modality, ""));
      text.append('\n');
    }
    text.append("projection ").append(manifest.optimise().projection()).append('\n');
    for (SpaceManifest.Step step : manifest.optimise().then()) {
      text.append("then");
      for (Modality modality : modalities) {
        text.append(' ').append(modality).append(' ');
        text.append(step.centres().getOrDefault(modality, ""));
      }
      text.append(" projection ").append(step.projection()).append('\n');
    }
    manifest
        .files()
        .forEach((path, hash) -> {
          if (!path.endsWith(".md")) {
            String sha256 = hash.sha256().toLowerCase(java.util.Locale.ROOT);
            text.append("file ").append(path).append(' ').append(sha256).append('\n');
          }
        });
    return Sha256.of(text.toString());
  }
}
