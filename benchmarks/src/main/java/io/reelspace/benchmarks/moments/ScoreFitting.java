package io.reelspace.benchmarks.moments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.evaluate.ScoreFit;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.EmbeddedMedium;
import io.reelspace.space.MediaEmbedding;
import io.reelspace.space.ScoreCalibration;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fits how the similarities of spaces become scores, on photos that they were not learned from:
 * {@code scores} of their {@code space.json}.
 */
public final class ScoreFitting {

  private ScoreFitting() {}

  /** {@code PHOTOS WORK SPACE...}: a folder with captions.jsonl and images, names of spaces. */
  public static void main(String[] arguments) throws IOException {
    Path photos = Path.of(arguments[0]).toAbsolutePath();
    Path cache = Files.createDirectories(Path.of(arguments[1])).toAbsolutePath().resolve("cache");
    List<Path> files = new ArrayList<>();
    List<String> captions = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(photos.resolve("captions.jsonl"))) {
      JsonNode row = json.readTree(line);
      for (JsonNode caption : row.path("captions")) {
        captions.add(caption.asText());
        right.add(files.size());
      }
      files.add(photos.resolve("images").resolve(row.path("image").asText()));
    }
    MediaReader media = MediaReader.using(Ffmpeg.unpackedInto(cache), DecodeLimits.DEFAULT);
    for (String name : List.of(arguments).subList(2, arguments.length)) {
      Path folder =
          BundledSpaces.names().contains(name) ? BundledSpaces.unpack(name, cache) : Path.of(name);
      try (Space space = Space.open(folder, Inference.in(cache))) {
        MediaEmbedding embedding = MediaEmbedding.of(space, media);
        Optional<ScoreCalibration> scores =
            ScoreFit.of(
                embedding.texts(captions, MediaEmbedding.Progress.SILENT),
                embedding.files(files, MediaEmbedding.Progress.SILENT).media().values().stream()
                    .map(EmbeddedMedium::mean)
                    .toArray(float[][]::new),
                right.stream().mapToInt(Integer::intValue).toArray());
        System.out.println(name + " " + json.writeValueAsString(scores.orElseThrow()));
      }
    }
  }
}
