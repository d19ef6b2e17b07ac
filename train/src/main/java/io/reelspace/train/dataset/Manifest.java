package io.reelspace.train.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.StorageException;
import io.reelspace.evaluate.TimeWindow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The project's own form of a data set: JSON lines {@code {"video"|"image": path, "captions":
 * [...], "split": "train", "start": s, "end": s}}.
 *
 * <p>A caption is a text, or {@code {"text", "start", "end"}} where it is speech. {@code "label"}
 * in place of {@code "captions"} is a single caption. {@code "moments": [[start, end], ...]} says
 * of which windows the captions speak. Without {@code "split"} an example belongs to {@code all}.
 * Other fields are passed over.
 *
 * @param file the JSON lines
 * @param media the folder that paths are relative to; a path that leads nowhere there is looked for
 *     in its sub-folders {@code images} and {@code videos}
 */
public record Manifest(Path file, Path media) implements DatasetReader {

  private static final String DEFAULT_SPLIT = "all";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A manifest that lies in the folder of its media. */
  public static Manifest of(Path file) {
    return new Manifest(file, file.toAbsolutePath().getParent());
  }

  @Override
  public Dataset read() {
    DatasetBuilder dataset =
        new DatasetBuilder(
            Optional.ofNullable(file.toAbsolutePath().getParent().getFileName())
                    .map(Path::toString)
                    .orElse("/")
                + "/"
                + file.getFileName());
    AnnotationFile.jsonLines(file, row -> read(row, dataset));
    return dataset.build();
  }

  private void read(Row row, DatasetBuilder dataset) {
    boolean video = row.optional("video").isPresent();
    if (video == row.optional("image").isPresent()) {
      throw row.malformed("needs a file: either \"video\" or \"image\"");
    }
    Medium.Kind kind = video ? Medium.Kind.VIDEO : Medium.Kind.IMAGE;
    String path = row.text(kind.field());
    Optional<TimeWindow> part = part(row);
    String id = path + part.map(p -> "@" + p.start() + "-" + p.end()).orElse("");
    List<Caption> captions = captions(row);
    List<TimeWindow> moments = new ArrayList<>();
    row.optional("moments").ifPresent(m -> m.forEach(w -> moments.add(row.window(w, "moments"))));
    String split = row.optional("split").isPresent() ? row.text("split") : DEFAULT_SPLIT;
    find(path)
        .ifPresentOrElse(
            found ->
                dataset.add(
                    new Example(id, new Medium(kind, found, part), captions, moments, split)),
            () -> dataset.addMissing(id, media.resolve(path).toString(), split));
  }

  private static Optional<TimeWindow> part(Row row) {
    if (row.optional("start").isEmpty() && row.optional("end").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(row.window(row.number("start"), row.number("end"), "start"));
  }

  private static List<Caption> captions(Row row) {
    if (row.optional("captions").isEmpty() && row.optional("label").isPresent()) {
      return List.of(row.caption("label"));
    }
    List<Caption> captions = new ArrayList<>();
    for (JsonNode each : row.required("captions")) {
      if (each.isObject()) {
        Row inner = new Row(row.file(), row.line(), "", each);
        captions.add(new Caption(inner.text("text"), part(inner)));
      } else {
        captions.add(row.caption(each, "captions"));
      }
    }
    if (captions.isEmpty()) {
      throw row.malformed("needs at least one caption in \"captions\"");
    }
    return captions;
  }

  private Optional<Path> find(String path) {
    for (Path folder : List.of(media, media.resolve("images"), media.resolve("videos"))) {
      Path candidate = folder.resolve(path);
      if (Files.isRegularFile(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * Writes the examples of any data set; paths become relative to the folder of media where they
   * lie in it.
   *
   * @throws StorageException when the file cannot be written
   */
  public static void write(Dataset dataset, Path file, Path media) {
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Example example : dataset.examples()) {
        writer.write(JSON.writeValueAsString(json(example, media)));
        writer.write('\n');
      }
    } catch (IOException e) {
      throw new StorageException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private static ObjectNode json(Example example, Path media) {
    Medium medium = example.medium();
    Path path = medium.file();
    Path root = media.toAbsolutePath().normalize();
    Path absolute = path.toAbsolutePath().normalize();
    ObjectNode json = JSON.createObjectNode();
    json.put(
        medium.kind().field(),
        absolute.startsWith(root) ? root.relativize(absolute).toString() : absolute.toString());
    medium.part().ifPresent(part -> putWindow(json, part));
    ArrayNode captions = json.putArray("captions");
    for (Caption caption : example.captions()) {
      if (caption.time().isPresent()) {
        putWindow(captions.addObject().put("text", caption.text()), caption.time().get());
      } else {
        captions.add(caption.text());
      }
    }
    if (!example.moments().isEmpty()) {
      ArrayNode moments = json.putArray("moments");
      example.moments().forEach(m -> moments.addArray().add(m.start()).add(m.end()));
    }
    return json.put("split", example.split());
  }

  private static void putWindow(ObjectNode json, TimeWindow window) {
    json.put("start", window.start()).put("end", window.end());
  }
}
