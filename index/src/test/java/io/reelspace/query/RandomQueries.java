package io.reelspace.query;

import io.reelspace.media.Region;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Queries of every kind with awkward texts, names and numbers. */
final class RandomQueries {

  private static final List<String> PIECES =
      List.of(
          "dog", "a", " ", "&", "=", "%", "+", "?", "#", "\"", "\\", "/", ":", "@", "0:42", "ü",
          "犬", "🐕", "\n", ";", ",", "{", "]", "then", "not", "%41");

  private final Random random;

  RandomQueries(long seed) {
    random = new Random(seed);
  }

  Query next() {
    return switch (random.nextInt(4)) {
      case 0 -> single();
      case 1 -> sum();
      case 2 -> vector().withFeedback(moments(1), moments(0));
      default -> {
        List<VectorQuery> steps = new ArrayList<>();
        for (int i = random.nextInt(2, TemporalQuery.MOST_STEPS + 1); i > 0; i--) {
          steps.add(vector());
        }
        yield new TemporalQuery(steps, Math.abs(number()));
      }
    };
  }

  private VectorQuery vector() {
    return random.nextBoolean() ? single() : sum();
  }

  private SumQuery sum() {
    List<SumQuery.Term> terms = new ArrayList<>();
    terms.add(new SumQuery.Term(random.nextDouble(0.001, 5), single()));
    for (int i = random.nextInt(3); i > 0; i--) {
      double weight = number();
      terms.add(new SumQuery.Term(weight == 0 ? 1 : weight, single()));
    }
    return new SumQuery(terms);
  }

  private SingleQuery single() {
    return switch (random.nextInt(5)) {
      case 0 -> new TextQuery(text());
      case 1 ->
          new ImageQuery(
              file(),
              random.nextBoolean()
                  ? Optional.empty()
                  : Optional.of(
                      new Region(
                          random.nextInt(9),
                          random.nextInt(99),
                          random.nextInt(1, 5000),
                          random.nextInt(1, Integer.MAX_VALUE))));
      case 2 -> {
        double from = number();
        yield new VideoQuery(
            file(),
            random.nextBoolean() ? OptionalDouble.of(from) : OptionalDouble.empty(),
            random.nextBoolean()
                ? OptionalDouble.of(Math.max(from + 1, Math.nextUp(from)))
                : OptionalDouble.empty());
      }
      case 3 -> {
        double from = number();
        yield new AudioQuery(
            file(),
            random.nextBoolean() ? OptionalDouble.of(from) : OptionalDouble.empty(),
            random.nextBoolean()
                ? OptionalDouble.of(Math.max(from + 1, Math.nextUp(from)))
                : OptionalDouble.empty());
      }
      default -> new MomentQuery(text());
    };
  }

  private List<MomentQuery> moments(int least) {
    List<MomentQuery> moments = new ArrayList<>();
    for (int i = random.nextInt(least, 3); i > 0; i--) {
      moments.add(new MomentQuery(text() + moments.size() + (least > 0 ? " good" : " bad")));
    }
    return moments;
  }

  /** Never blank, which {@code " /"} would be as a path. */
  private Path file() {
    return Path.of("f" + text());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString().isBlank() ? "x" : text.toString();
  }

  private double number() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(-20, 4000);
      case 1 -> random.nextGaussian() * 1e-7;
      case 2 -> random.nextGaussian() * 1e7;
      default -> Math.round(random.nextDouble() * 10_000) / 1000.0;
    };
  }
}
