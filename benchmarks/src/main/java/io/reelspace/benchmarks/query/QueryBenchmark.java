package io.reelspace.benchmarks.query;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.query.Archive;
import io.reelspace.query.MomentQuery;
import io.reelspace.query.Query;
import io.reelspace.query.SearchLimits;
import io.reelspace.query.SumQuery;
import io.reelspace.query.VectorQuery;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What an image beside a text, a difference and feedback gain, on an index of photos.
 *
 * <p>Arguments: the folder of Flickr8k, a folder for the index, perhaps the name of a bundled
 * space. See {@code benchmarks/query/README.md}.
 */
public final class QueryBenchmark {

  private static final int SHOWN = 10;
  private static final long SEED = 20260101;

  private final CaptionedPhotos captioned;
  private final Archive archive;
  private final Map<String, CaptionedPhotos.Photo> byPath = new HashMap<>();
  private final SearchLimits all;

  private QueryBenchmark(CaptionedPhotos captioned, Archive archive) {
    this.captioned = captioned;
    this.archive = archive;
    this.all = new SearchLimits(captioned.photos.size(), Grouping.MOMENT, -1);
    captioned.photos.forEach(photo -> byPath.put(photo.file().toString(), photo));
  }

  /** Builds the index, measures, prints a line for each setting. */
  public static void main(String[] arguments) throws IOException {
    Path work = Files.createDirectories(Path.of(arguments[1]));
    String name = arguments.length > 2 ? arguments[2] : BundledSpaces.DEFAULT;
    CaptionedPhotos photos = CaptionedPhotos.read(Path.of(arguments[0]));
    Inference inference = Inference.in(work.resolve("cache"));
    Path bundle = BundledSpaces.unpack(name, inference.cache());
    Path index = work.resolve("index-" + name);
    if (!Files.exists(index)) {
      build(
          photos.photos.stream().map(CaptionedPhotos.Photo::file).toList(),
          Space.open(bundle, inference),
          index,
          inference.cache());
    }
    try (Archive archive = Archive.open(index, Space.open(bundle, inference), inference.cache())) {
      QueryBenchmark benchmark = new QueryBenchmark(photos, archive);
      benchmark.textAndImage();
      benchmark.difference();
      benchmark.feedback();
    }
  }

  /** Indexes files. */
  static void build(List<Path> files, Space space, Path folder, Path cache) {
    try (space;
        VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      new Ingest(
              index,
              space,
              Archive.decoder(cache).get(),
              IngestOptions.DEFAULT,
              IngestListener.SILENT)
          .run(files);
    }
  }

  /** A photo that shows one word and the text of another: wanted are photos that show both. */
  private void textAndImage() {
    print("a word and a photo of another word: photos that show both");
    for (double weight : new double[] {0, 0.2, 0.3, 0.4, 0.5, 0.7, 1, 1e6}) {
      Random random = new Random(SEED);
      Mean mean = new Mean();
      for (CaptionedPhotos.Pair pair : bothWays()) {
        List<CaptionedPhotos.Photo> examples =
            captioned.photos.stream()
                .filter(photo ->
                    photo.sure().contains(pair.one()) && !photo.shown().contains(pair.other()))
                .toList();
        if (!examples.isEmpty()) {
          CaptionedPhotos.Photo example = examples.get(random.nextInt(examples.size()));
          List<SumQuery.Term> terms = new ArrayList<>();
          terms.add(new SumQuery.Term(1, Query.text(pair.other())));
          if (weight > 0) {
            terms.add(new SumQuery.Term(weight, Query.moment(example.file().toString())));
          }
          mean.add(
              ranking(new SumQuery(terms), Set.of(example)),
              photo -> CaptionedPhotos.showsBoth(photo, pair));
        }
      }
      print("  weight of the photo %9.1f  %s".formatted(weight, mean));
    }
  }

  /** One word and not another. */
  private void difference() {
    print("a word and not another: photos that show the one and not the other");
    for (double weight : new double[] {0, 0.3, 0.4, 0.5, 0.6, 0.7, 1}) {
      Mean mean = new Mean();
      for (CaptionedPhotos.Pair pair : bothWays()) {
        List<SumQuery.Term> terms = new ArrayList<>();
        terms.add(new SumQuery.Term(1, Query.text(pair.one())));
        if (weight > 0) {
          terms.add(new SumQuery.Term(-weight, Query.text(pair.other())));
        }
        mean.add(
            ranking(new SumQuery(terms), Set.of()),
            photo -> photo.shown().contains(pair.one()) && !photo.shown().contains(pair.other()));
      }
      print("  weight of the other %9.1f  %s".formatted(-weight, mean));
    }
  }

  /** The first ten are marked by the captions; what counts is the order of all others. */
  private void feedback() {
    print("two words, the first ten results marked: the photos that were not among them");
    Mean before = new Mean();
    Mean after = new Mean();
    List<double[]> weights =
        List.of(
            new double[] {0.25, 0},
            new double[] {0.5, 0},
            new double[] {1, 0},
            new double[] {0.5, 0.25},
            new double[] {0.75, 0.25},
            new double[] {1, 0.5},
            new double[] {2, 1});
    List<Mean> swept = weights.stream().map(_ -> new Mean()).toList();
    for (CaptionedPhotos.Pair pair : captioned.pairs()) {
      VectorQuery query = Query.text(pair.one() + " " + pair.other());
      Predicate<CaptionedPhotos.Photo> wanted = photo -> CaptionedPhotos.showsBoth(photo, pair);
      List<CaptionedPhotos.Photo> shown = ranking(query, Set.of()).subList(0, SHOWN);
      List<MomentQuery> good = moments(shown, wanted);
      List<MomentQuery> bad = moments(shown, wanted.negate());
      Set<CaptionedPhotos.Photo> seen = new HashSet<>(shown);
      before.add(ranking(query, seen), wanted);
      after.add(ranking(query.withFeedback(good, bad), seen), wanted);
      for (int i = 0; i < swept.size(); i++) {
        double[] weight = weights.get(i);
        List<SumQuery.Term> terms = new ArrayList<>();
        terms.add(new SumQuery.Term(1, Query.text(pair.one() + " " + pair.other())));
        good.forEach(m -> terms.add(new SumQuery.Term(weight[0] / good.size(), m)));
        if (weight[1] > 0) {
          bad.forEach(m -> terms.add(new SumQuery.Term(-weight[1] / bad.size(), m)));
        }
        swept.get(i).add(ranking(new SumQuery(terms), seen), wanted);
      }
    }
    print("  before                          " + before);
    print("  after, as it is                 " + after);
    for (int i = 0; i < swept.size(); i++) {
      print(
          "  good %4.2f, bad %5.2f            %s"
              .formatted(weights.get(i)[0], -weights.get(i)[1], swept.get(i)));
    }
  }

  private List<CaptionedPhotos.Pair> bothWays() {
    List<CaptionedPhotos.Pair> pairs = new ArrayList<>();
    for (CaptionedPhotos.Pair pair : captioned.pairs()) {
      pairs.add(pair);
      pairs.add(new CaptionedPhotos.Pair(/* one= */ pair.other(), /* other= */ pair.one()));
    }
    return pairs;
  }

  private static List<MomentQuery> moments(
      List<CaptionedPhotos.Photo> photos, Predicate<CaptionedPhotos.Photo> chosen) {
    return photos.stream()
        .filter(chosen)
        .map(photo -> Query.moment(photo.file().toString()))
        .toList();
  }

  private List<CaptionedPhotos.Photo> ranking(
      VectorQuery query, Set<CaptionedPhotos.Photo> without) {
    return archive.search(query, all).moments().stream()
        .map(Hit::video)
        .map(byPath::get)
        .filter(photo -> !without.contains(photo))
        .toList();
  }

  private static void print(String line) {
    System.out.println(line);
  }

  /** Metrics over queries that still have something to find. */
  private static final class Mean {

    private int queries;
    private double precision;
    private double recall;
    private double reciprocalRank;

    void add(List<CaptionedPhotos.Photo> ranking, Predicate<CaptionedPhotos.Photo> wanted) {
      long relevant = ranking.stream().filter(wanted).count();
      if (relevant == 0) {
        return;
      }
      long found = ranking.stream().limit(SHOWN).filter(wanted).count();
      int first = 0;
      while (!wanted.test(ranking.get(first))) {
        first++;
      }
      queries++;
      precision += (double) found / SHOWN;
      recall += (double) found / relevant;
      reciprocalRank += 1.0 / (first + 1);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "P@10 %.3f  R@10 %.3f  MRR %.3f  (%d queries)",
          precision / queries,
          recall / queries,
          reciprocalRank / queries,
          queries);
    }
  }
}
