package io.reelspace.cli;

import io.reelspace.error.BadInputException;
import io.reelspace.query.AudioQuery;
import io.reelspace.query.Clock;
import io.reelspace.query.ImageQuery;
import io.reelspace.query.MomentQuery;
import io.reelspace.query.Query;
import io.reelspace.query.QueryUrl;
import io.reelspace.query.SingleQuery;
import io.reelspace.query.SumQuery;
import io.reelspace.query.TemporalQuery;
import io.reelspace.query.TextQuery;
import io.reelspace.query.VectorQuery;
import io.reelspace.query.VideoQuery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** What a query is made of beside its text; several of these together are a weighted sum. */
final class QueryOptions {

  @Option(names = "--image", paramLabel = "FILE", description = "What looks like this image.")
  private Optional<Path> image = Optional.empty();

  @Option(
      names = "--region",
      paramLabel = "X,Y,W,H",
      description = "Only this rectangle of the image, in pixels.")
  private Optional<String> region = Optional.empty();

  @Option(names = "--video", paramLabel = "FILE", description = "What looks like this video.")
  private Optional<Path> video = Optional.empty();

  @Option(
      names = "--audio",
      paramLabel = "FILE",
      description = "What sounds like this recording, or like the sound of this video.")
  private Optional<Path> audio = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Only the video or sound from here on; 0:05, 1:02:03.5 or 12.5.")
  private Optional<String> from = Optional.empty();

  @Option(names = "--to", paramLabel = "TIME", description = "Only the video or sound up to here.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--moment",
      paramLabel = "ID|VIDEO@TIME",
      description = "What looks like this moment of the index.")
  private Optional<String> moment = Optional.empty();

  @Option(
      names = "--not",
      paramLabel = "TEXT",
      description = "What is not to be seen; may be repeated.")
  private List<String> not = new ArrayList<>();

  @Option(
      names = "--then",
      paramLabel = "TEXT",
      description = "What is to be seen afterwards in the same video; once or twice.")
  private List<String> then = new ArrayList<>();

  @Option(
      names = "--within",
      paramLabel = "TIME",
      description = "Most time from the end of one step to the start of the next (default 30s).")
  private Optional<String> within = Optional.empty();

  @Option(
      names = "--good",
      paramLabel = "ID",
      description = "A result like which more is wanted; may be repeated.")
  private List<String> good = new ArrayList<>();

  @Option(
      names = "--bad",
      paramLabel = "ID",
      description = "A result like which less is wanted; may be repeated.")
  private List<String> bad = new ArrayList<>();

  /** Whether any of them was given. */
  boolean given() {
    boolean one =
        audio.isPresent()
            || image.isPresent()
            || region.isPresent()
            || video.isPresent()
            || from.isPresent()
            || to.isPresent()
            || moment.isPresent()
            || within.isPresent();
    return one || !not.isEmpty() || !then.isEmpty() || !good.isEmpty() || !bad.isEmpty();
  }

  /**
   * The query that a text and these options make.
   *
   * @param text may be blank where something else is given
   * @throws BadInputException when options contradict each other
   */
  Query query(String text) {
    require(region.isEmpty() || image.isPresent(), "--region cuts an image; give one with --image");
    require(
        (from.isEmpty() && to.isEmpty()) || video.isPresent() != audio.isPresent(),
        "--from and --to cut a video or a sound; give one with --video or --audio");
    require(
        within.isEmpty() || !then.isEmpty(),
        "--within is the time between two steps; give the second with --then");
    VectorQuery first = first(text);
    if (!good.isEmpty() || !bad.isEmpty()) {
      first = first.withFeedback(moments(good), moments(bad));
    }
    if (then.isEmpty()) {
      return first;
    }
    List<VectorQuery> steps = new ArrayList<>(List.of(first));
    then.forEach(step -> steps.add(new TextQuery(step)));
    return new TemporalQuery(
        steps, within.map(Clock::seconds).orElse(TemporalQuery.DEFAULT_WITHIN));
  }

  private VectorQuery first(String text) {
    List<SingleQuery> wanted = new ArrayList<>();
    if (!text.isBlank()) {
      wanted.add(new TextQuery(text));
    }
    image.ifPresent(file -> wanted.add(new ImageQuery(file, region.map(QueryUrl::region))));
    video.ifPresent(file -> wanted.add(new VideoQuery(file, time(from), time(to))));
    audio.ifPresent(file -> wanted.add(new AudioQuery(file, time(from), time(to))));
    moment.ifPresent(reference -> wanted.add(new MomentQuery(reference)));
    require(
        !wanted.isEmpty() || !not.isEmpty(),
        "Nothing to search for; describe it: reelspace search \"a dog on a beach\"");
    if (wanted.size() == 1 && not.isEmpty()) {
      return wanted.getFirst();
    }
    List<SumQuery.Term> terms = new ArrayList<>();
    wanted.forEach(query -> terms.add(SumQuery.Term.with(query)));
    not.forEach(unwanted -> terms.add(SumQuery.Term.without(new TextQuery(unwanted))));
    return new SumQuery(terms);
  }

  private static OptionalDouble time(Optional<String> text) {
    return text.isPresent() ? OptionalDouble.of(Clock.seconds(text.get())) : OptionalDouble.empty();
  }

  private static List<MomentQuery> moments(List<String> references) {
    return references.stream().map(MomentQuery::new).toList();
  }

  private static void require(boolean met, String otherwise) {
    if (!met) {
      throw new BadInputException(otherwise);
    }
  }
}
