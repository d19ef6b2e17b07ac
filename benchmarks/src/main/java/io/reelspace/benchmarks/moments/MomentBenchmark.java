package io.reelspace.benchmarks.moments;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.Ranking;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.query.Archive;
import io.reelspace.query.Match;
import io.reelspace.query.SearchLimits;
import io.reelspace.query.TextQuery;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Are moments found with their borders, and is what is not there told from what is?
 *
 * <p>Arguments: the folder of Flickr8k, a folder for films and indexes, the split, perhaps the name
 * of a bundled space. See {@code benchmarks/moments/README.md}.
 */
public final class MomentBenchmark {

  private static final double FADE = 0.5;
  private static final int QUERIES_OF_A_KIND = 200;

  private final FilmIndexes indexes;

  private MomentBenchmark(FilmIndexes indexes) {
    this.indexes = indexes;
  }

  /** Makes films and indexes where they are not there yet, and prints a line for each number. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path flickr = Path.of(arguments[0]).toAbsolutePath();
    Path work = Files.createDirectories(Path.of(arguments[1])).toAbsolutePath();
    String split = arguments[2];
    String name = arguments.length > 3 ? arguments[3] : BundledSpaces.DEFAULT;
    Path cache = work.resolve("cache");
    Ffmpeg ffmpeg = Ffmpeg.unpackedInto(cache);
    try (Space space = Space.open(BundledSpaces.unpack(name, cache), Inference.in(cache))) {
      MediaReader media = MediaReader.using(ffmpeg, DecodeLimits.DEFAULT);
      FilmIndexes indexes = new FilmIndexes(work, space, media);
      MomentBenchmark benchmark = new MomentBenchmark(indexes);
      Films cuts = Films.make(flickr, split, 0, work.resolve("films-" + split + "-cut"), ffmpeg);
      Films fades =
          Films.make(flickr, split, FADE, work.resolve("films-" + split + "-fade"), ffmpeg);
      String named = "index-" + name + "-" + split;
      Path cut = indexes.index(cuts, named + "-cut");
      benchmark.measure("cuts", cuts, cut);
      benchmark.measure("fades", fades, indexes.index(fades, named + "-fade"));
      benchmark.measure("no cuts known", cuts, indexes.windows(cut, named + "-windows", true));
      benchmark.absent(cuts, cut);
    }
  }

  private void measure(String variant, Films films, Path folder) {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    rankings.put("segments", Ranking.SEGMENTS);
    rankings.put("moments", Ranking.MOMENTS);
    rankings.put("moments, attention .1", Ranking.MOMENTS.withAttention(0.1));
    rankings.put("moments, attention .02", Ranking.MOMENTS.withAttention(0.02));
    rankings.put("moments, video .1", Ranking.MOMENTS.withVideo(0.1));
    rankings.put("moments, video .25", Ranking.MOMENTS.withVideo(0.25));
    try (Archive archive = indexes.open(folder)) {
      for (Map.Entry<String, Ranking> ranking : rankings.entrySet()) {
        SearchLimits limits = new SearchLimits(10, Grouping.MOMENT, 0).ranking(ranking.getValue());
        Recall recall = new Recall();
        for (Films.Moment moment : films.moments()) {
          recall.add(archive.search(new TextQuery(moment.caption()), limits).moments(), moment);
        }
        System.out.printf(Locale.ROOT, "%-14s %-24s %s%n", variant, ranking.getKey(), recall);
      }
    }
  }

  /** Share of queries for which the right moment is first, or among five, by overlap. */
  private static final class Recall {
    private int queries;
    private int video;
    private int half;
    private int most;
    private int fiveHalf;

    void add(List<Hit> hits, Films.Moment wanted) {
      queries++;
      Hit first = hits.getFirst();
      video += first.video().equals(wanted.film().toString()) ? 1 : 0;
      half += wanted.overlap(first) >= 0.5 ? 1 : 0;
      most += wanted.overlap(first) >= 0.7 ? 1 : 0;
      boolean among = hits.stream().limit(5).anyMatch(hit -> wanted.overlap(hit) >= 0.5);
      fiveHalf += among ? 1 : 0;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "video %5.1f  R1@.5 %5.1f  R1@.7 %5.1f  R5@.5 %5.1f",
          percent(video),
          percent(half),
          percent(most),
          percent(fiveHalf));
    }

    private double percent(int count) {
      return 100.0 * count / queries;
    }
  }

  /** Captions of what is in a film beside captions of what is in none. */
  private void absent(Films films, Path folder) {
    SearchLimits limits = new SearchLimits(1000, Grouping.MOMENT, 0);
    try (Archive archive = indexes.open(folder)) {
      Separation score = new Separation();
      Separation similarity = new Separation();
      int shownOfPresent = 0;
      int shownOfAbsent = 0;
      int emptyOfAbsent = 0;
      for (Films.Moment moment : films.moments().subList(0, QUERIES_OF_A_KIND)) {
        List<Match> matches = archive.search(new TextQuery(moment.caption()), limits).matches();
        score.present(scores(matches), right(matches, moment, true));
        similarity.present(similarities(matches), right(matches, moment, false));
        shownOfPresent +=
            right(matches, moment, true).stream().anyMatch(s -> s >= archive.defaultLimit())
                ? 1
                : 0;
      }
      for (String caption : films.absent().subList(0, QUERIES_OF_A_KIND)) {
        List<Match> matches = archive.search(new TextQuery(caption), limits).matches();
        score.absent(scores(matches));
        similarity.absent(similarities(matches));
        long shown =
            scores(matches).stream().filter(value -> value >= archive.defaultLimit()).count();
        shownOfAbsent += (int) shown;
        emptyOfAbsent += shown == 0 ? 1 : 0;
      }
      System.out.println("score          " + score);
      System.out.println("similarity     " + similarity);
      System.out.printf(
          Locale.ROOT,
          "default cut-off: right result kept %.1f %%, results per absent query %.2f, none %.1f %%%n",
          100.0 * shownOfPresent / QUERIES_OF_A_KIND,
          shownOfAbsent / (double) QUERIES_OF_A_KIND,
          100.0 * emptyOfAbsent / QUERIES_OF_A_KIND);
    }
  }

  private static List<Double> scores(List<Match> matches) {
    return matches.stream().map(match -> match.moment().score()).toList();
  }

  private static List<Double> similarities(List<Match> matches) {
    return matches.stream().map(match -> match.similarity().orElseThrow()).toList();
  }

  private static List<Double> right(List<Match> matches, Films.Moment wanted, boolean score) {
    return matches.stream()
        .filter(match -> wanted.overlap(match.moment()) >= 0.5)
        .limit(1)
        .map(match -> score ? match.moment().score() : match.similarity().orElseThrow())
        .toList();
  }
}
