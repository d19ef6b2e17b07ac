package io.reelspace.benchmarks.moments;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.encode.Lazy;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.index.IndexedFrame;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.Ingest;
import io.reelspace.index.IngestListener;
import io.reelspace.index.IngestOptions;
import io.reelspace.index.Ranking;
import io.reelspace.index.SpaceIdentity;
import io.reelspace.index.VideoIndex;
import io.reelspace.index.filter.Filter;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.media.Sampler;
import io.reelspace.query.Archive;
import io.reelspace.query.Match;
import io.reelspace.query.SearchLimits;
import io.reelspace.query.TextQuery;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** Longest segment of the index that knows no cuts, in seconds. */
  private static final double WINDOW = 10;

  private static final double FADE = 0.5;
  private static final int QUERIES_OF_A_KIND = 200;

  private final Path work;
  private final Space space;
  private final MediaReader media;

  private MomentBenchmark(Path work, Space space, MediaReader media) {
    this.work = work;
    this.space = space;
    this.media = media;
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
      MomentBenchmark benchmark = new MomentBenchmark(work, space, media);
      Films cuts = Films.make(flickr, split, 0, work.resolve("films-" + split + "-cut"), ffmpeg);
      Films fades =
          Films.make(flickr, split, FADE, work.resolve("films-" + split + "-fade"), ffmpeg);
      String named = "index-" + name + "-" + split;
      Path cut = benchmark.index(cuts, named + "-cut");
      benchmark.measure("cuts", cuts, cut);
      benchmark.measure("fades", fades, benchmark.index(fades, named + "-fade"));
      benchmark.measure("no cuts known", cuts, benchmark.windows(cut, named + "-windows"));
      benchmark.absent(cuts, cut);
    }
  }

  private Path index(Films films, String name) {
    Path folder = work.resolve(name);
    try (VideoIndex index = VideoIndex.open(folder, SpaceIdentity.of(space))) {
      List<Path> files = films.moments().stream().map(Films.Moment::film).distinct().toList();
      new Ingest(index, space, media, IngestOptions.DEFAULT, IngestListener.SILENT).run(files);
    }
    return folder;
  }

  /** The same frames in windows of equal length, as if the detection of shots found nothing. */
  private Path windows(Path cut, String name) {
    Path folder = work.resolve(name);
    try (VideoIndex from = VideoIndex.openReadOnly(cut);
        VideoIndex to = VideoIndex.open(folder, from.space())) {
      for (IndexedVideo video : from.videos(Filter.all())) {
        double end = from.segments(video.id()).getLast().end();
        Map<Integer, List<IndexedFrame>> frames = new LinkedHashMap<>();
        for (IndexedFrame frame : from.frames(video.id())) {
          int window = (int) (frame.time() / WINDOW);
          frames.computeIfAbsent(window, _ -> new ArrayList<>()).add(frame);
        }
        List<IndexedSegment> segments = new ArrayList<>();
        frames.forEach((window, shown) ->
            segments.add(
                new IndexedSegment(
                    window * WINDOW, Math.min(end, (window + 1) * WINDOW), mean(shown), shown)));
        to.upsert(video, segments);
      }
      to.commit();
    }
    return folder;
  }

  /** What the towers of the bundled spaces make of frames: the direction of their mean. */
  private static float[] mean(List<IndexedFrame> frames) {
    double[] sum = new double[frames.getFirst().embedding().length];
    for (IndexedFrame frame : frames) {
      float[] embedding = frame.embedding();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += embedding[i];
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    float[] mean = new float[sum.length];
    for (int i = 0; i < sum.length; i++) {
      mean[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return mean;
  }

  private Archive open(Path folder) {
    Lazy<Space> shared = new Lazy<>(() -> new Shared(space));
    return Archive.of(VideoIndex.openReadOnly(folder), shared, () -> media, Sampler.DEFAULT);
  }

  private void measure(String variant, Films films, Path folder) {
    Map<String, Ranking> rankings = new LinkedHashMap<>();
    rankings.put("segments", Ranking.SEGMENTS);
    rankings.put("moments", Ranking.MOMENTS);
    rankings.put("moments, attention .1", Ranking.MOMENTS.withAttention(0.1));
    rankings.put("moments, attention .02", Ranking.MOMENTS.withAttention(0.02));
    rankings.put("moments, video .1", Ranking.MOMENTS.withVideo(0.1));
    rankings.put("moments, video .25", Ranking.MOMENTS.withVideo(0.25));
    try (Archive archive = open(folder)) {
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
      half += overlap(first, wanted) >= 0.5 ? 1 : 0;
      most += overlap(first, wanted) >= 0.7 ? 1 : 0;
      boolean among = hits.stream().limit(5).anyMatch(hit -> overlap(hit, wanted) >= 0.5);
      fiveHalf += among ? 1 : 0;
    }

    private static double overlap(Hit hit, Films.Moment wanted) {
      double shared = Math.min(hit.end(), wanted.end()) - Math.max(hit.start(), wanted.start());
      double all = Math.max(hit.end(), wanted.end()) - Math.min(hit.start(), wanted.start());
      return hit.video().equals(wanted.film().toString()) ? Math.max(0, shared / all) : 0;
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
    try (Archive archive = open(folder)) {
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
        .filter(match -> Recall.overlap(match.moment(), wanted) >= 0.5)
        .limit(1)
        .map(match -> score ? match.moment().score() : match.similarity().orElseThrow())
        .toList();
  }
}
