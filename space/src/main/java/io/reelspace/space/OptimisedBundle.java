package io.reelspace.space;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.BadInputException;
import io.reelspace.error.MissingModelException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.SequencedMap;

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

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CARD = "README.md";

  /**
   * Writes the bundle; the folder appears whole or not at all.
   *
   * @param folder must not be there yet
   * @throws BadInputException when there is something in the folder's place
   * @throws StorageException when it cannot be written
   * @throws MissingModelException when a file of the original is damaged
   */
  public SpaceBundle write(Path folder) {
    if (Files.exists(folder)) {
      throw new BadInputException(
          folder + " is there already; choose another place for the space, or remove it.");
    }
    original.verify();
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    try {
      delete(part);
      Files.createDirectories(part);
      copy(part);
      ObjectNode manifest = manifest(part);
      Files.writeString(
          part.resolve(SpaceBundle.MANIFEST),
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n");
      SpaceBundle.read(part);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StorageException(
          "The space cannot be written to "
              + folder
              + " ("
              + e.getMessage()
              + "); make room there.",
          e);
    }
    return SpaceBundle.read(folder);
  }

  private void copy(Path part) throws IOException {
    for (String path : original.manifest().files().keySet()) {
      Path to = part.resolve(path);
      Files.createDirectories(to.getParent());
      Files.copy(original.folder().resolve(path), to);
    }
  }

  private ObjectNode manifest(Path part) throws IOException {
    ObjectNode json = read();
    json.put("name", name);
    json.put("dimension", projection[0].length);
    ObjectNode optimise = json.withObjectProperty("optimise");
    ArrayNode then = optimise.withArrayProperty("then");
    String folder = "optimise/step-" + (then.size() + 1) + "/";
    ObjectNode step = then.addObject();
    ObjectNode paths = step.putObject("centres");
    for (var centre : centres.entrySet()) {
      String modality = centre.getKey().name().toLowerCase(Locale.ROOT);
      String path = folder + modality + "-centre.npy";
      paths.put(modality, path);
      add(
          part,
          path,
          new Npy(new int[] {centre.getValue().length}, centre.getValue()).bytes(),
          json);
    }
    step.put("projection", folder + "projection.npy");
    add(part, folder + "projection.npy", flat(projection).bytes(), json);
    Path readme = part.resolve(CARD);
    String before = Files.exists(readme) ? Files.readString(readme).stripTrailing() + "\n\n" : "";
    add(part, CARD, (before + card + "\n").getBytes(StandardCharsets.UTF_8), json);
    json.withObjectProperty("training").set("optimised", training);
    json.set("metrics", metrics);
    return json;
  }

  private ObjectNode read() throws IOException {
    Path file = original.folder().resolve(SpaceBundle.MANIFEST);
    try {
      return (ObjectNode) JSON.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new MissingModelException(file + " is not JSON. Fetch the space again.", e);
    }
  }

  private static Npy flat(float[][] rows) {
    int columns = rows[0].length;
    float[] values = new float[rows.length * columns];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, values, r * columns, columns);
    }
    return new Npy(new int[] {rows.length, columns}, values);
  }

  private static void add(Path part, String path, byte[] bytes, ObjectNode json)
      throws IOException {
    Path file = part.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    json.withObjectProperty("files")
        .putObject(path)
        .put("bytes", bytes.length)
        .put("sha256", Sha256.of(file));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
