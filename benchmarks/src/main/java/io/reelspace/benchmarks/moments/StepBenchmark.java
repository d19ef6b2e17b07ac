package io.reelspace.benchmarks.moments;

import io.reelspace.base.BundledSpaces;
import io.reelspace.encode.Inference;
import io.reelspace.index.Grouping;
import io.reelspace.index.Hit;
import io.reelspace.media.DecodeLimits;
import io.reelspace.media.Ffmpeg;
import io.reelspace.media.MediaReader;
import io.reelspace.query.Archive;
import io.reelspace.query.Match;
import io.reelspace.query.SearchLimits;
import io.reelspace.query.TemporalQuery;
import io.reelspace.query.TextQuery;
import io.reelspace.space.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Is one thing and then another found, also where no cut lies between them?
 *
 * <p>Arguments: those of {@link MomentBenchmark}, whose films and indexes are taken. Two photos
 * that follow one another in a film are a query of two steps. See {@code
 * benchmarks/moments/README.md}.
 */
public final class StepBenchmark {

  private static final double WITHIN = 30;

  /** Two photos, one after the other in a film. */
  private record Pair(Films.Moment first, Films.Moment second) {

    /** Whether both lie in one segment of the index that knows no cuts. */
    boolean inOneWindow() {
      return (int) (first.start() / FilmIndexes.WINDOW)
          == (int) ((second.end() - 1e-6) / FilmIndexes.WINDOW);
    }
  }

  private StepBenchmark() {}

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
      Films films = Films.make(flickr, split, 0, work.resolve("films-" + split + "-cut"), ffmpeg);
      String named = "index-" + name + "-" + split;
      Path cut = indexes.index(films, named + "-cut");
      Path windows = indexes.windows(cut, named + "-windows", true);
      Path whole = indexes.windows(cut, named + "-whole-windows", false);
      List<Pair> all = pairs(films);
      List<Pair> together = all.stream().filter(Pair::inOneWindow).toList();
      List<Pair> apart = all.stream().filter(pair -> !pair.inOneWindow()).toList();
      measure("cuts", indexes, cut, together, apart);
      measure("no cuts known", indexes, windows, together, apart);
      measure("no cuts, no frames", indexes, whole, together, apart);
    }
  }

  private static List<Pair> pairs(Films films) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 1; i < films.moments().size(); i++) {
      Pair pair = new Pair(films.moments().get(i - 1), films.moments().get(i));
      if (pair.first().film().equals(pair.second().film())) {
        pairs.add(pair);
      }
    }
    return pairs;
  }

  private static void measure(
      String variant, FilmIndexes indexes, Path index, List<Pair> together, List<Pair> apart) {
    try (Archive archive = indexes.open(index)) {
      print(variant, "in one window", archive, together);
      print(variant, "over several", archive, apart);
    }
  }

  private static void print(String variant, String kind, Archive archive, List<Pair> pairs) {
    int film = 0;
    int half = 0;
    int fiveHalf = 0;
    int turned = 0;
    for (Pair pair : pairs) {
      List<Match> matches = search(archive, pair.first(), pair.second());
      film += isFirst(matches, pair) ? 1 : 0;
      half += matches.stream().limit(1).anyMatch(match -> isRight(match, pair)) ? 1 : 0;
      fiveHalf += matches.stream().anyMatch(match -> isRight(match, pair)) ? 1 : 0;
      // The other way round nothing in the film is right.
      turned += isFirst(search(archive, pair.second(), pair.first()), pair) ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "%-20s %-14s %3d queries  film %5.1f  R1@.5 %5.1f  R5@.5 %5.1f  film of turned %5.1f%n",
        variant,
        kind,
        pairs.size(),
        100.0 * film / pairs.size(),
        100.0 * half / pairs.size(),
        100.0 * fiveHalf / pairs.size(),
        100.0 * turned / pairs.size());
  }

  private static List<Match> search(Archive archive, Films.Moment first, Films.Moment second) {
    TemporalQuery query =
        new TemporalQuery(
            List.of(new TextQuery(first.caption()), new TextQuery(second.caption())), WITHIN);
    return archive.search(query, new SearchLimits(5, Grouping.MOMENT, 0)).matches();
  }

  private static boolean isFirst(List<Match> matches, Pair pair) {
    return !matches.isEmpty()
        && matches.getFirst().moment().video().equals(pair.first().film().toString());
  }

  /** Whether both steps overlap their photo by half or more. */
  private static boolean isRight(Match match, Pair pair) {
    List<Hit> steps = match.steps();
    return pair.first().overlap(steps.getFirst()) >= 0.5
        && pair.second().overlap(steps.getLast()) >= 0.5;
  }
}
