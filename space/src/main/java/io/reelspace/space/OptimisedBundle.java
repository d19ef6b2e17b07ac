package io.reelspace.space;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A bundle like another one, with a further centring and projection: the same encoders and towers,
 * another dimension.
 *
 * @param original whose files are copied
 * @param name of the new space
 * @param centres {@code [channels]} per modality
 * @param projection {@code [channels, dimension]}
 * @param training how it came about, put beside what the original says under {@code optimised}
 * @param metrics what it was measured to reach
 * @param card a paragraph for the end of the card
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record OptimisedBundle(
    SpaceBundle original,
    String name,
    SequencedMap<Modality, float[]> centres,
    float[][] projection,
    ObjectNode training,
    ObjectNode metrics,
    String card) {

  private static final String CARD = "README.md";

  /**
   * Writes the bundle; the folder appears whole or not at all.
   *
   * @param folder must not be there yet
   * @throws BadInputException when there is something in the folder's place
   * @throws StorageException when it cannot be written
   * @throws io.reelspace.error.MissingModelException when a file of the original is damaged
   */
  public SpaceBundle write(Path folder) {
    if (Files.exists(folder)) {
      throw new BadInputException(
          folder + " is there already; choose another place for the space, or remove it.");
    }
    original.verify();
    try {
      Path arrays = Files.createTempDirectory("reelspace-space");
      try {
        return write(folder, arrays);
      } finally {
        for (Path file : files(arrays)) {
          Files.delete(file);
        }
        Files.delete(arrays);
      }
    } catch (IOException e) {
      throw new StorageException(
          "The space cannot be written to "
              + folder
              + " ("
              + e.getMessage()
              + "); make room there.",
          e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private SpaceBundle write(Path folder, Path arrays) throws IOException {
    SpaceManifest.Optimisation before = original.manifest().optimise();
    String place = "optimise/step-" + (before.then().size() + 1) + "/";
    Map<String, Path> files = new TreeMap<>();
    original.manifest().files().keySet().stream()
        .filter(path -> !path.equals(CARD))
        .forEach(path -> files.put(path, original.folder().resolve(path)));
    Map<Modality, String> paths = new EnumMap<>(Modality.class);
    for (Map.Entry<Modality, float[]> centre : centres.entrySet()) {
      String name = centre.getKey().name().toLowerCase(Locale.ROOT) + "-centre.npy";
      Npy array = new Npy(new int[] {centre.getValue().length}, centre.getValue());
      files.put(place + name, Files.write(arrays.resolve(name), array.bytes()));
      paths.put(centre.getKey(), place + name);
    }
    String name = "projection.npy";
    files.put(place + name, Files.write(arrays.resolve(name), flat(projection).bytes()));
    return SpaceWriter.write(
        folder, manifest(before.with(new SpaceManifest.Step(paths, place + name))), files, text());
  }

  private SpaceManifest manifest(SpaceManifest.Optimisation optimise) {
    SpaceManifest from = original.manifest();
    ObjectNode provenance = JsonNodeFactory.instance.objectNode();
    from.training().properties().forEach(field -> provenance.set(field.getKey(), field.getValue()));
    provenance.set("optimised", training);
    return new SpaceManifest(
        from.format(),
        name,
        from.description(),
        projection[0].length,
        from.encoders(),
        from.towers(),
        optimise,
        Map.of(),
        Optional.empty(), // similarities are others now
        provenance,
        metrics);
  }

  /** The original's card, and below it what is new. */
  private String text() throws IOException {
    Path readme = original.folder().resolve(CARD);
    String before = Files.exists(readme) ? Files.readString(readme).stripTrailing() + "\n\n" : "";
    return before + card + "\n";
  }

  private static Npy flat(float[][] rows) {
    int columns = rows[0].length;
    float[] values = new float[rows.length * columns];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, values, r * columns, columns);
    }
    return new Npy(new int[] {rows.length, columns}, values);
  }
}
