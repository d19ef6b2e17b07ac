package io.reelspace.query;

import io.reelspace.error.BadInputException;
import io.reelspace.media.Region;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Queries as the parameters of a URL: {@code text=a+street&not=cars}, {@code
 * image=beach.jpg&region=10,20,300,200}, {@code video=clip.mp4&from=0:05&to=0:09}, {@code
 * audio=bark.wav&from=0&to=0:02}, {@code moment=ID}, {@code text=a+dog&good=ID&bad=ID}, {@code
 * text=a+man+opens+a+door&then=a+dog+runs+out&within=30}.
 *
 * <p>The order counts: {@code region}, {@code from}, {@code to} and {@code weight} belong to the
 * {@code text}, {@code image}, {@code video}, {@code audio}, {@code moment} or {@code not} before
 * them, and {@code then} begins the next step (with nothing behind it, the step begins with what
 * follows). Several of these in a step are a sum. Who takes such a query from others must not let
 * them name any file of the machine.
 */
public final class QueryUrl {

  private QueryUrl() {}

  /**
   * Reads a query.
   *
   * @param parameters what follows the {@code ?} of a URL, percent-encoded
   * @throws BadInputException when they are not those of a query
   */
  public static Query parse(String parameters) {
    Reading reading = new Reading();
    for (String parameter : parameters.split("&", -1)) {
      if (!parameter.isEmpty()) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        reading.take(decoded(name), decoded(value));
      }
    }
    return reading.query();
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("'" + text + "' is not percent-encoded as URLs are", e);
    }
  }

  /** Writes a query, percent-encoded. */
  public static String write(Query query) {
    Writing writing = new Writing();
    switch (query) {
      case TemporalQuery(List<VectorQuery> steps, double within) -> {
        writing.vector(steps.getFirst());
        for (VectorQuery step : steps.subList(1, steps.size())) {
          writing.then(step);
        }
        writing.put("within", Clock.decimal(within));
      }
      case VectorQuery vector -> writing.vector(vector);
    }
    return String.join("&", writing.parameters);
  }

  private static final class Writing {

    private final List<String> parameters = new ArrayList<>();

    void put(String name, String value) {
      parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    void then(VectorQuery step) {
      if (step instanceof TextQuery(String text)) {
        put("then", text);
      } else {
        put("then", "");
        vector(step);
      }
    }

    void vector(VectorQuery query) {
      switch (query) {
        case SingleQuery single -> single(single);
        case SumQuery(List<SumQuery.Term> terms) ->
            terms.forEach(term -> {
              single(term.query());
              put("weight", Clock.decimal(term.weight()));
            });
        case FeedbackQuery(VectorQuery before, List<MomentQuery> good, List<MomentQuery> bad) -> {
          vector(before);
          good.forEach(moment -> put("good", moment.reference()));
          bad.forEach(moment -> put("bad", moment.reference()));
        }
      }
    }

    private void single(SingleQuery query) {
      switch (query) {
        case TextQuery(String text) -> put("text", text);
        case ImageQuery(Path file, Optional<Region> region) -> {
          put("image", file.toString());
          region.ifPresent(rectangle -> put("region", rectangle.toString()));
        }
        case VideoQuery(Path file, OptionalDouble from, OptionalDouble to) -> {
          put("video", file.toString());
          from.ifPresent(time -> put("from", Clock.decimal(time)));
          to.ifPresent(time -> put("to", Clock.decimal(time)));
        }
        case AudioQuery(Path file, OptionalDouble from, OptionalDouble to) -> {
          put("audio", file.toString());
          from.ifPresent(time -> put("from", Clock.decimal(time)));
          to.ifPresent(time -> put("to", Clock.decimal(time)));
        }
        case MomentQuery(String reference) -> put("moment", reference);
      }
    }
  }

  /** What was read so far: finished steps, and the parts of the step that is being read. */
  private static final class Reading {

    private final List<VectorQuery> steps = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<MomentQuery> good = new ArrayList<>();
    private final List<MomentQuery> bad = new ArrayList<>();
    private OptionalDouble within = OptionalDouble.empty();

    void take(String name, String value) {
      switch (name) {
        case "text", "image", "video", "audio", "moment", "not" -> parts.add(new Part(name, value));
        case "region" -> last(name, "image").region = Optional.of(region(value));
        case "from" -> recording(name).from = OptionalDouble.of(Clock.seconds(value));
        case "to" -> recording(name).to = OptionalDouble.of(Clock.seconds(value));
        case "weight" -> last(name, "").weight = OptionalDouble.of(number(value));
        case "good" -> good.add(new MomentQuery(value));
        case "bad" -> bad.add(new MomentQuery(value));
        case "within" -> within = OptionalDouble.of(Clock.seconds(value));
        case "then" -> {
          endStep();
          if (!value.isEmpty()) {
            parts.add(new Part("text", value));
          }
        }
        default -> throw new BadInputException("no query has a parameter '" + name + "'");
      }
    }

    private Part recording(String name) {
      boolean sound = !parts.isEmpty() && parts.getLast().kind.equals("audio");
      return last(name, sound ? "audio" : "video");
    }

    private Part last(String name, String kind) {
      if (parts.isEmpty() || !parts.getLast().kind.endsWith(kind)) {
        throw new BadInputException(
            "'%s' belongs right behind %s"
                .formatted(name, kind.isEmpty() ? "a text or an image" : "'" + kind + "'"));
      }
      return parts.getLast();
    }

    private void endStep() {
      VectorQuery step = step();
      steps.add(
          good.isEmpty() && bad.isEmpty()
              ? step
              : step.withFeedback(List.copyOf(good), List.copyOf(bad)));
      parts.clear();
      good.clear();
      bad.clear();
    }

    private VectorQuery step() {
      if (parts.isEmpty()) {
        return new TextQuery(""); // says that there is nothing to look for
      }
      Part first = parts.getFirst();
      if (parts.size() == 1 && first.weight.isEmpty() && !first.kind.equals("not")) {
        return first.query();
      }
      return new SumQuery(parts.stream().map(Part::term).toList());
    }

    Query query() {
      endStep();
      if (steps.size() == 1) {
        if (within.isPresent()) {
          throw new BadInputException(
              "'within' goes with 'then': it is the time between two steps");
        }
        return steps.getFirst();
      }
      return new TemporalQuery(steps, within.orElse(TemporalQuery.DEFAULT_WITHIN));
    }
  }

  private static double number(String value) {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new BadInputException("a weight is a number, not '" + value + "'", e);
    }
  }

  /**
   * A region as {@code x,y,width,height}.
   *
   * @throws BadInputException when it is none
   */
  public static Region region(String text) {
    String[] sides = text.split(",", -1);
    try {
      if (sides.length == 4) {
        return new Region(
            Integer.parseInt(sides[0].strip()),
            Integer.parseInt(sides[1].strip()),
            Integer.parseInt(sides[2].strip()),
            Integer.parseInt(sides[3].strip()));
      }
    } catch (NumberFormatException e) {
      // As wrong as too few or too many numbers.
    }
    throw new BadInputException("'" + text + "' is no region; write X,Y,WIDTH,HEIGHT in pixels");
  }

  /** One summand that is being read. */
  private static final class Part {

    private final String kind;
    private final String value;
    private Optional<Region> region = Optional.empty();
    private OptionalDouble from = OptionalDouble.empty();
    private OptionalDouble to = OptionalDouble.empty();
    private OptionalDouble weight = OptionalDouble.empty();

    Part(String kind, String value) {
      this.kind = kind;
      this.value = value;
    }

    SingleQuery query() {
      return switch (kind) {
        case "image" -> new ImageQuery(QueryJson.path(value), region);
        case "video" -> new VideoQuery(QueryJson.path(value), from, to);
        case "audio" -> new AudioQuery(QueryJson.path(value), from, to);
        case "moment" -> new MomentQuery(value);
        default -> new TextQuery(value);
      };
    }

    SumQuery.Term term() {
      if (weight.isPresent()) {
        double sign = kind.equals("not") ? -1 : 1;
        return new SumQuery.Term(sign * weight.getAsDouble(), query());
      }
      return kind.equals("not") ? SumQuery.Term.without(query()) : SumQuery.Term.with(query());
    }
  }
}
