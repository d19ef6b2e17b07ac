package io.reelspace.benchmarks.quality;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.evaluate.RankingMetric;
import io.reelspace.evaluate.Ranks;
import io.reelspace.evaluate.Relevance;
import io.reelspace.evaluate.Similarity;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.media.Segment;
import io.reelspace.media.SegmentStream;
import io.reelspace.space.Space;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures a space on photos and clips, decoded and divided as {@code index} does; a clip counts by
 * its best segment.
 *
 * <pre>benchmarks/run quality.RetrievalQuality ../shared/data [NAME|FOLDER [clips|coco-dev|...]]
 * </pre>
 */
final class RetrievalQuality {
  private static final List<String> SETS = List.of("clips", "coco-dev", "flickr8k", "imagenet-dev");

  private final MediaReader reader;
  private final Space space;

  private RetrievalQuality(MediaReader reader, Space space) {
    this.reader = reader;
    this.space = space;
  }

  public static void main(String[] arguments) throws IOException {
    Path data = Path.of(arguments[0]);
    String name = arguments.length > 1 ? arguments[1] : BundledSpaces.DEFAULT;
    List<String> sets = arguments.length > 2 ? List.of(arguments[2]) : SETS;
    Path cache = Path.of("benchmarks/target/cache");
    Path folder =
        BundledSpaces.names().contains(name) ? BundledSpaces.unpack(name, cache) : Path.of(name);
    MediaReader reader = MediaReader.using(Ffmpeg.unpackedInto(cache), DecodeLimits.DEFAULT);
    try (Space space = Space.open(folder, Inference.in(cache))) {
      RetrievalQuality quality = new RetrievalQuality(reader, space);
      System.out.println(space.name() + " " + space.fingerprint().substring(0, 16));
      for (String set : sets) {
        String split = set.equals("flickr8k") ? "dev" : "test";
        List<Example> examples = Example.read(data.resolve(set), split);
        System.out.println(
            set.equals("imagenet-dev")
                ? quality.naming(set, examples)
                : quality.retrieval(set, examples));
      }
    }
  }

  /** Captions to photos or clips. */
  private String retrieval(String set, List<Example> examples) {
    List<Embedded> videos = embed(examples);
    List<float[]> texts = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    for (int i = 0; i < videos.size(); i++) {
      for (String caption : videos.get(i).example().captions()) {
        texts.add(space.embedText(caption));
        right.add(i);
      }
    }
    float[][] scores =
        texts.stream()
            .map(text -> scores(videos.stream().map(Embedded::segments).toList(), text))
            .toArray(float[][]::new);
    return line(set, examples.size() - videos.size(), scores, right);
  }

  /** Photos to the names of all ImageNet classes. */
  private String naming(String set, List<Example> examples) throws IOException {
    List<String> names;
    try (InputStream in = RetrievalQuality.class.getResourceAsStream("imagenet-names.txt")) {
      names = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    List<List<float[]>> texts =
        names.stream().map(name -> List.of(space.embedText("a photo of a " + name))).toList();
    List<Embedded> photos = embed(examples);
    float[][] scores =
        photos.stream()
            .map(photo -> scores(texts, photo.segments().getFirst()))
            .toArray(float[][]::new);
    List<Integer> right =
        photos.stream().map(p -> names.indexOf(p.example().captions().getFirst())).toList();
    return line(set, examples.size() - photos.size(), scores, right);
  }

  private static float[] scores(List<List<float[]>> candidates, float[] query) {
    float[] scores = new float[candidates.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          (float) candidates.get(i).stream().mapToDouble(c -> dot(c, query)).max().orElse(-1);
    }
    return scores;
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  private static String line(String set, int unreadable, float[][] scores, List<Integer> right) {
    int candidates = scores[0].length;
    int[] of = right.stream().mapToInt(Integer::intValue).toArray();
    Ranks ranks = Ranks.of(Similarity.of(scores), Relevance.onePerQuery(of, candidates));
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT, "%-13s %d queries, %d candidates", set, ranks.queries(), candidates));
    for (int k : new int[] {1, 5, 10}) {
      line.append(String.format(Locale.ROOT, "  R@%d %.1f", k, 100 * mean(ranks, k)));
    }
    double mrr =
        IntStream.range(0, ranks.queries())
            .mapToDouble(q -> 1.0 / ranks.best(q))
            .average()
            .orElse(0);
    line.append(String.format(Locale.ROOT, "  MRR %.3f", mrr));
    return unreadable == 0 ? line.toString() : line + "  (" + unreadable + " unreadable)";
  }

  private static double mean(Ranks ranks, int k) {
    RankingMetric recall = new RankingMetric.RecallAt(k);
    return IntStream.range(0, ranks.queries())
        .mapToDouble(q -> recall.of(ranks.of(q)))
        .average()
        .orElse(0);
  }

  private record Embedded(Example example, List<float[]> segments) {}

  private List<Embedded> embed(List<Example> examples) {
    return examples.parallelStream().map(this::embed).flatMap(Optional::stream).toList();
  }

  private Optional<Embedded> embed(Example example) {
    try (SegmentStream stream =
        reader.segments(example.file(), Sampler.DEFAULT, space.frameSize())) {
      List<float[]> segments =
          Stream.generate(stream::next)
              .takeWhile(Optional::isPresent)
              .map(Optional::get)
              .map(this::embed)
              .toList();
      return Optional.of(new Embedded(example, segments));
    } catch (UnreadableMediaException e) {
      System.err.println(e.getMessage());
      return Optional.empty();
    }
  }

  private float[] embed(Segment segment) {
    return space.embedFrames(space.frameFeatures(segment.frames()));
  }
}
