package io.reelspace.benchmarks.motion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.encode.Inference;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.space.EmbeddedMedium;
import io.reelspace.space.MediaEmbedding;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How well a space tells films apart that show the same photo and move opposite ways ({@code
 * benchmarks/motion/films.py}): a caption with a motion among all test films, a caption between the
 * two films of its photo (by chance one half), and the names of the six motions for each film (by
 * chance one sixth).
 *
 * <pre>benchmarks/run motion.OppositeFilms SPACE_FOLDER FILMS_FOLDER CACHE</pre>
 */
public final class OppositeFilms {

  private static final Map<String, String> WAYS =
      Map.of(
          "left", "the camera pans left",
          "right", "the camera pans right",
          "up", "the camera tilts up",
          "down", "the camera tilts down",
          "in", "the camera zooms in",
          "out", "the camera zooms out");

  private OppositeFilms() {}

  private record Film(Path file, String pair, String way, List<String> captions) {}

  /** Prints a line of Markdown. */
  public static void main(String[] arguments) throws IOException {
    Path cache = Path.of(arguments[2]);
    List<Film> films = films(Path.of(arguments[1]));
    try (Space space = Space.open(Path.of(arguments[0]), Inference.in(cache))) {
      MediaReader media = MediaReader.using(Ffmpeg.unpackedInto(cache), DecodeLimits.DEFAULT);
      MediaEmbedding embedding = MediaEmbedding.of(space, media);
      SequencedMap<Path, EmbeddedMedium> embedded =
          embedding
              .files(films.stream().map(Film::file).toList(), MediaEmbedding.Progress.SILENT)
              .media();
      float[][] vectors =
          films.stream().map(film -> embedded.get(film.file()).mean()).toArray(float[][]::new);
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.1f %% |%n",
          space.name(),
          captions(embedding, films, vectors),
          100 * ways(embedding, films, vectors));
    }
  }

  private static List<Film> films(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Film> films = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("films.jsonl"))) {
      JsonNode row = json.readTree(line);
      if (row.path("split").asText().equals("test")) {
        String name = row.path("video").asText();
        List<String> captions = new ArrayList<>();
        row.path("captions").forEach(caption -> captions.add(caption.asText()));
        String way = name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.'));
        String pair = name.substring(0, name.lastIndexOf('-'));
        films.add(new Film(folder.resolve(name).toAbsolutePath(), pair, way, captions));
      }
    }
    return films;
  }

  private static String captions(MediaEmbedding embedding, List<Film> films, float[][] vectors) {
    int first = 0;
    int amongFive = 0;
    int photo = 0;
    int right = 0;
    int all = 0;
    for (int f = 0; f < films.size(); f++) {
      for (float[] text :
          embedding.texts(films.get(f).captions(), MediaEmbedding.Progress.SILENT)) {
        float own = dot(text, vectors[f]);
        int better = 0;
        int best = f;
        for (int other = 0; other < vectors.length; other++) {
          float similarity = dot(text, vectors[other]);
          better += similarity > own ? 1 : 0;
          best = similarity > dot(text, vectors[best]) ? other : best;
          boolean twin = other != f && films.get(other).pair().equals(films.get(f).pair());
          right += twin && own > similarity ? 1 : 0;
        }
        first += better == 0 ? 1 : 0;
        amongFive += better < 5 ? 1 : 0;
        photo += films.get(best).pair().equals(films.get(f).pair()) ? 1 : 0;
        all++;
      }
    }
    return String.format(
        Locale.ROOT,
        "%.1f %% | %.1f %% | %.1f %% | %.1f %%",
        100.0 * first / all,
        100.0 * amongFive / all,
        100.0 * photo / all,
        100.0 * right / all);
  }

  private static double ways(MediaEmbedding embedding, List<Film> films, float[][] vectors) {
    List<String> names = WAYS.keySet().stream().sorted().toList();
    float[][] texts =
        embedding.texts(names.stream().map(WAYS::get).toList(), MediaEmbedding.Progress.SILENT);
    int right = 0;
    for (int f = 0; f < vectors.length; f++) {
      int best = 0;
      for (int n = 1; n < texts.length; n++) {
        best = dot(texts[n], vectors[f]) > dot(texts[best], vectors[f]) ? n : best;
      }
      right += names.get(best).equals(films.get(f).way()) ? 1 : 0;
    }
    return (double) right / vectors.length;
  }

  private static float dot(float[] a, float[] b) {
    float sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
