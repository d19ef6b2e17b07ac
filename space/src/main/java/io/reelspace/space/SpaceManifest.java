package io.reelspace.space;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code space.json} says: the parts of a space and how they are put together.
 *
 * <p>Paths are relative to the bundle's folder and use {@code /}.
 *
 * @param format version of this layout, {@value #FORMAT}
 * @param name for people and command lines
 * @param description one sentence
 * @param dimension values of an embedding
 * @param encoders in the order in which their features are joined
 * @param towers ONNX file per modality; without one, the features are the embedding (averaged over
 *     frames). Clips go into the visual one; so do sounds where theirs is the same file
 * @param optimise what is applied to the towers' output
 * @param files every file that changes an embedding, by its path
 * @param scores how its similarities become scores; empty where that was not fitted
 * @param training how the space came about, free in form
 * @param metrics what it reaches, free in form
 */
public record SpaceManifest(
    @JsonProperty(required = true) int format,
    @JsonProperty(required = true) String name,
    String description,
    @JsonProperty(required = true) int dimension,
    @JsonProperty(required = true) List<Encoder> encoders,
    Map<Modality, String> towers,
    Optimisation optimise,
    @JsonProperty(required = true) Map<String, FileHash> files,
    @JsonDeserialize(converter = IfThere.class)
        @JsonSerialize(converter = OrNothing.class)
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Optional<ScoreCalibration> scores,
    JsonNode training,
    JsonNode metrics) {

  /** The version of the layout that this release reads and writes. */
  public static final int FORMAT = 1;

  /** Names are also names of folders. */
  static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  /** Fills in what may be left out. */
  public SpaceManifest {
    Objects.requireNonNull(name, "name");
    description = Objects.requireNonNullElse(description, "");
    encoders = List.copyOf(encoders);
    towers = towers == null ? Map.of() : Map.copyOf(towers);
    optimise = Objects.requireNonNullElse(optimise, Optimisation.NONE);
    files = java.util.Collections.unmodifiableMap(new TreeMap<>(files));
    scores = Objects.requireNonNullElse(scores, Optional.empty());
    training = Objects.requireNonNullElse(training, JsonNodeFactory.instance.objectNode());
    metrics = Objects.requireNonNullElse(metrics, JsonNodeFactory.instance.objectNode());
  }

  /** A value of the file as an optional one. */
  static final class IfThere extends StdConverter<ScoreCalibration, Optional<ScoreCalibration>> {
    @Override
    public Optional<ScoreCalibration> convert(ScoreCalibration value) {
      return Optional.ofNullable(value);
    }
  }

  /** The way back; what is not there is left out of the file. */
  static final class OrNothing extends StdConverter<Optional<ScoreCalibration>, ScoreCalibration> {
    @Override
    public ScoreCalibration convert(Optional<ScoreCalibration> value) {
      return value.orElse(null);
    }
  }

  /** The kinds of content that it has encoders for, in their own order. */
  public Set<Modality> modalities() {
    Set<Modality> modalities = EnumSet.copyOf(Modality.NEEDED);
    encoders.forEach(encoder -> modalities.add(encoder.modality()));
    return Collections.unmodifiableSet(modalities);
  }

  /**
   * Whether sound goes into the embedding of what is seen meanwhile: the tower of both is the same
   * file. Otherwise it has embeddings of its own.
   */
  public boolean joinsSound() {
    String tower = towers.get(Modality.AUDIO);
    return tower != null && tower.equals(towers.get(Modality.VISUAL));
  }

  /** The same with these files. */
  public SpaceManifest withFiles(Map<String, FileHash> other) {
    return new SpaceManifest(
        format,
        name,
        description,
        dimension,
        encoders,
        towers,
        optimise,
        other,
        scores,
        training,
        metrics);
  }

  /**
   * An encoder in {@code encoders/<id>/}.
   *
   * @param outputs the network's outputs that are joined to a row of features; its first when empty
   */
  public record Encoder(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) Modality modality,
      List<String> outputs) {

    /** Refuses ids that are no plain folder name. */
    public Encoder {
      if (!id.matches(NAME)) {
        throw new IllegalArgumentException(
            "encoder id '" + id + "' may hold letters, digits, '.', '_' and '-' only");
      }
      Objects.requireNonNull(modality, "modality");
      outputs = outputs == null ? List.of() : List.copyOf(outputs);
    }

    String path(String file) {
      return "encoders/" + id + "/" + file;
    }
  }

  /**
   * What is applied to the towers' output, in this order, before its length is made one.
   *
   * @param centres per modality a {@code .npy} file {@code [channels]} that is subtracted
   * @param projection a {@code .npy} file {@code [channels, dimension]}; empty for none
   * @param then further steps, each applied to the vector of length one that the last one gave
   */
  public record Optimisation(
      Map<Modality, String> centres,
      String projection,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Step> then) {

    /** Nothing but the length is changed. */
    public static final Optimisation NONE = new Optimisation(Map.of(), "", List.of());

    /** Fills in what may be left out. */
    public Optimisation {
      centres = centres == null ? Map.of() : Map.copyOf(centres);
      projection = Objects.requireNonNullElse(projection, "");
      then = then == null ? List.of() : List.copyOf(then);
    }

    /** The same with a further step at the end. */
    Optimisation with(Step last) {
      return new Optimisation(
          centres, projection, Stream.concat(then.stream(), Stream.of(last)).toList());
    }

    /** All steps in order, at least one. */
    List<Step> steps() {
      return Stream.concat(Stream.of(new Step(centres, projection)), then.stream()).toList();
    }
  }

  /**
   * One step of the optimisation, after which the length is made one.
   *
   * @param centres per modality a {@code .npy} file {@code [channels]} that is subtracted
   * @param projection a {@code .npy} file {@code [channels, dimension]}; empty for none
   */
  public record Step(Map<Modality, String> centres, String projection) {

    /** Fills in what may be left out. */
    public Step {
      centres = centres == null ? Map.of() : Map.copyOf(centres);
      projection = Objects.requireNonNullElse(projection, "");
    }
  }

  /** Size and SHA-256 (hexadecimal) of a file. */
  public record FileHash(
      @JsonProperty(required = true) long bytes, @JsonProperty(required = true) String sha256) {}
}
