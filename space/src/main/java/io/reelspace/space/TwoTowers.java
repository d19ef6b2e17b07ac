package io.reelspace.space;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.encode.ImageEncoder;
import io.reelspace.encode.Inference;
import io.reelspace.encode.TextEncoder;
import io.reelspace.error.BadInputException;
import io.reelspace.error.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A space of two encoders that were trained together, such as the halves of a CLIP: nothing is
 * learned, a picture's features are its embedding, and those of frames are averaged.
 *
 * @param name of the space
 * @param description one sentence
 * @param image the encoder of pictures
 * @param text the encoder of texts
 * @param training how it came about
 * @param card text of its card
 */
public record TwoTowers(
    String name, String description, Half image, Half text, ObjectNode training, String card) {

  /**
   * One of the encoders.
   *
   * @param id plain folder name, unique within the space
   * @param folder of its files
   */
  public record Half(String id, Path folder) {}

  /**
   * Writes the space; it appears whole or not at all.
   *
   * @param folder where it comes to lie; an earlier space there is replaced
   * @throws BadInputException when the features of the two have different lengths
   * @throws io.reelspace.error.MissingModelException when an encoder is damaged
   * @throws StorageException when it cannot be written
   */
  public SpaceBundle write(Path folder, Inference inference) {
    int dimension;
    try (ImageEncoder images = ImageEncoder.open(image.id(), image.folder(), List.of(), inference);
        TextEncoder texts = TextEncoder.open(text.id(), text.folder(), inference)) {
      dimension = images.channels();
      if (dimension != texts.channels()) {
        throw new BadInputException(
            "The image encoder "
                + image.id()
                + " gives "
                + dimension
                + " channels and the text encoder "
                + text.id()
                + " "
                + texts.channels()
                + ": they were not trained for one space. Take both halves of one model, or train"
                + " towers with reelspace train.");
      }
    }
    Map<String, Path> files = new TreeMap<>();
    addFiles(image, files);
    addFiles(text, files);
    SpaceManifest manifest =
        new SpaceManifest(
            SpaceManifest.FORMAT,
            name,
            description,
            dimension,
            List.of(
                new SpaceManifest.Encoder(image.id(), Modality.VISUAL, List.of()),
                new SpaceManifest.Encoder(text.id(), Modality.TEXT, List.of())),
            Map.of(),
            SpaceManifest.Optimisation.NONE,
            Map.of(),
            Optional.empty(),
            training,
            null);
    return SpaceWriter.write(folder, manifest, files, card);
  }

  private static void addFiles(Half half, Map<String, Path> files) {
    try (Stream<Path> all = Files.walk(half.folder())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String path = half.folder().relativize(file).toString().replace('\\', '/');
        files.put("encoders/" + half.id() + "/" + path, file);
      }
    } catch (IOException e) {
      throw new StorageException(
          "Cannot read the encoder " + half.folder() + ": " + e.getMessage(), e);
    }
  }
}
