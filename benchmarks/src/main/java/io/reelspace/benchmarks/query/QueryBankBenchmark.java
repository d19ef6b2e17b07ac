package io.reelspace.benchmarks.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.encode.Lazy;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.VideoIndex;
import io.reelspace.media.Sampler;
import io.reelspace.query.Archive;
import io.reelspace.query.Query;
import io.reelspace.query.QueryBankFile;
import io.reelspace.query.SearchLimits;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a bank of queries changes: every caption is asked, with the bank and without it.
 *
 * <p>Arguments: a text file with the bank, a file of captioned photos or videos ({@code
 * captions.jsonl}), the split that is asked (all where it is {@code -}), a folder for the index.
 * See {@code benchmarks/query/README.md}.
 */
public final class QueryBankBenchmark {

  private record Caption(Path medium, String text) {}

  private QueryBankBenchmark() {}

  /** Builds the index, asks, prints a line for each ranking. */
  public static void main(String[] arguments) throws IOException {
    Path texts = Path.of(arguments[0]);
    List<Caption> captions = captions(Path.of(arguments[1]), arguments[2]);
    Path work = Files.createDirectories(Path.of(arguments[3]));
    Inference inference = Inference.in(work.resolve("cache"));
    Path bundle = BundledSpaces.unpack(BundledSpaces.DEFAULT, inference.cache());
    Path index = work.resolve("index");
    if (!Files.exists(index)) {
      QueryBenchmark.build(
          captions.stream().map(Caption::medium).distinct().toList(),
          Space.open(bundle, inference),
          index,
          inference.cache());
    }
    for (boolean banked : new boolean[] {false, true}) {
      Optional<QueryBankFile> bank =
          banked ? Optional.of(new QueryBankFile(texts, inference.cache())) : Optional.empty();
      try (Archive archive =
          Archive.of(
              VideoIndex.openReadOnly(index),
              new Lazy<>(() -> Space.open(bundle, inference)),
              Archive.decoder(inference.cache()),
              Sampler.DEFAULT,
              bank)) {
        archive.search(Query.text("something to warm up with"));
        System.out.println(
            (banked ? "with the bank     " : "without           ") + ask(archive, captions));
      }
    }
  }

  private static List<Caption> captions(Path file, String split) throws IOException {
    List<Caption> captions = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(file)) {
      JsonNode row = json.readTree(line);
      if (split.equals("-") || row.path("split").asText().equals(split)) {
        String name =
            row.has("image") ? "images/" + row.path("image").asText() : row.path("video").asText();
        Path medium = file.resolveSibling(name).toAbsolutePath().normalize();
        row.path("captions").forEach(text -> captions.add(new Caption(medium, text.asText())));
      }
    }
    return captions;
  }

  private static String ask(Archive archive, List<Caption> captions) {
    SearchLimits limits = new SearchLimits(100, Grouping.VIDEO, -1);
    int[] within = new int[3];
    double reciprocal = 0;
    double[] milliseconds = new double[captions.size()];
    for (int i = 0; i < captions.size(); i++) {
      long start = System.nanoTime();
      List<Hit> found = archive.search(Query.text(captions.get(i).text()), limits).moments();
      milliseconds[i] = (System.nanoTime() - start) / 1e6;
      int rank =
          found.stream().map(Hit::video).toList().indexOf(captions.get(i).medium().toString());
      if (rank >= 0) {
        reciprocal += 1.0 / (rank + 1);
        for (int k = 0; k < within.length; k++) {
          within[k] += rank < List.of(1, 5, 10).get(k) ? 1 : 0;
        }
      }
    }
    Arrays.sort(milliseconds);
    double count = captions.size();
    return String.format(
        Locale.ROOT,
        "R@1 %.1f  R@5 %.1f  R@10 %.1f  MRR %.3f  p50 %.1f ms  (%d queries)",
        100 * within[0] / count,
        100 * within[1] / count,
        100 * within[2] / count,
        reciprocal / count,
        milliseconds[milliseconds.length / 2],
        captions.size());
  }
}
