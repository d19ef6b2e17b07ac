package io.reelspace.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelspace.error.BadInputException;
import io.reelspace.media.Region;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * Queries as JSON:
 *
 * <pre>{@code
 * {"text": "a dog on a beach"}
 * {"image": "beach.jpg", "region": [10, 20, 300, 200]}
 * {"video": "clip.mp4", "from": 5, "to": "0:09"}
 * {"audio": "bark.wav", "from": 0, "to": "0:02"}
 * {"moment": "2c26b46b68ffc68f@83.500"}
 * {"sum": [{"weight": 1, "query": {"text": "a street"}}, {"weight": -0.5, "query": {"text": "cars"}}]}
 * {"text": "a dog", "good": ["ID", ...], "bad": ["ID", ...]}
 * {"steps": [{"text": "a man opens a door"}, {"text": "a dog runs out"}], "within": 30}
 * }</pre>
 *
 * <p>Times are numbers of seconds, or texts as {@link Clock} reads them. A summand without a weight
 * has the one that suits its kind.
 */
public final class QueryJson {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final List<String> KINDS =
      List.of("text", "image", "video", "audio", "moment", "sum", "steps");

  private QueryJson() {}

  /**
   * Reads a query.
   *
   * @throws BadInputException when the text is no JSON, or not that of a query
   */
  public static Query parse(String json) {
    try {
      return parse(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new BadInputException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads a query.
   *
   * @throws BadInputException when it is not that of a query
   */
  public static Query parse(JsonNode json) {
    if (!json.has("steps")) {
      return vector(json);
    }
    allow(json, Set.of("steps", "within"));
    List<VectorQuery> steps = new ArrayList<>();
    array(json, "steps").forEach(step -> steps.add(vector(step)));
    double within = time(json, "within").orElse(TemporalQuery.DEFAULT_WITHIN);
    return new TemporalQuery(steps, within);
  }

  /** Writes a query. */
  public static String write(Query query) {
    return node(query).toString();
  }

  private static VectorQuery vector(JsonNode json) {
    VectorQuery query = json.has("sum") ? sum(json) : single(json, Set.of("good", "bad"));
    if (!json.has("good") && !json.has("bad")) {
      return query;
    }
    return query.withFeedback(moments(json, "good"), moments(json, "bad"));
  }

  private static SumQuery sum(JsonNode json) {
    allow(json, Set.of("sum", "good", "bad"));
    List<SumQuery.Term> terms = new ArrayList<>();
    for (JsonNode term : array(json, "sum")) {
      allow(term, Set.of("weight", "query"));
      SingleQuery query = single(term.path("query"), Set.of());
      JsonNode weight = term.path("weight");
      if (!weight.isMissingNode() && !weight.isNumber()) {
        throw new BadInputException("a \"weight\" is a number, not " + weight);
      }
      terms.add(
          weight.isMissingNode()
              ? SumQuery.Term.with(query)
              : new SumQuery.Term(weight.asDouble(), query));
    }
    return new SumQuery(terms);
  }

  private static SingleQuery single(JsonNode json, Set<String> beside) {
    List<String> kinds = json.isObject() ? KINDS.stream().filter(json::has).toList() : List.of();
    if (kinds.size() != 1) {
      throw new BadInputException(
          kinds.isEmpty()
              ? "a query has one of " + KINDS + ", for example {\"text\": \"a dog\"}; not " + json
              : "a query has one of " + kinds + "; put several of them into a \"sum\"");
    }
    String kind = kinds.getFirst();
    return switch (kind) {
      case "text" -> {
        allow(json, union(beside, "text"));
        yield new TextQuery(string(json.path(kind), kind));
      }
      case "image" -> {
        allow(json, union(beside, "image", "region"));
        yield new ImageQuery(path(json, kind), region(json));
      }
      case "video" -> {
        allow(json, union(beside, "video", "from", "to"));
        yield new VideoQuery(path(json, kind), time(json, "from"), time(json, "to"));
      }
      case "audio" -> {
        allow(json, union(beside, "audio", "from", "to"));
        yield new AudioQuery(path(json, kind), time(json, "from"), time(json, "to"));
      }
      case "moment" -> {
        allow(json, union(beside, "moment"));
        yield new MomentQuery(string(json.path(kind), kind));
      }
      default ->
          throw new BadInputException(
              "a \"" + kind + "\" cannot be a part of another query; write out its parts");
    };
  }

  private static Set<String> union(Set<String> some, String... others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(List.of(others));
    return all;
  }

  private static void allow(JsonNode json, Set<String> fields) {
    json.fieldNames()
        .forEachRemaining(name -> {
          if (!fields.contains(name)) {
            throw new BadInputException(
                "\"" + name + "\" has no place here; beside it may stand " + new TreeSet<>(fields));
          }
        });
  }

  private static JsonNode array(JsonNode json, String field) {
    JsonNode array = json.path(field);
    if (!array.isArray()) {
      throw new BadInputException("\"" + field + "\" is an array, not " + array);
    }
    return array;
  }

  private static List<MomentQuery> moments(JsonNode json, String field) {
    List<MomentQuery> moments = new ArrayList<>();
    if (json.has(field)) {
      array(json, field).forEach(moment -> moments.add(new MomentQuery(string(moment, field))));
    }
    return moments;
  }

  private static String string(JsonNode value, String field) {
    if (!value.isTextual()) {
      throw new BadInputException("\"" + field + "\" takes a text, not " + value);
    }
    return value.asText();
  }

  private static Path path(JsonNode json, String field) {
    return path(string(json.path(field), field));
  }

  static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new BadInputException("no file can have the name '" + name + "'", e);
    }
  }

  private static OptionalDouble time(JsonNode json, String field) {
    JsonNode value = json.path(field);
    if (value.isMissingNode()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        value.isNumber() ? value.asDouble() : Clock.seconds(string(value, field)));
  }

  private static Optional<Region> region(JsonNode json) {
    if (!json.has("region")) {
      return Optional.empty();
    }
    JsonNode region = json.path("region");
    boolean fits = region.size() == 4;
    for (JsonNode side : region) {
      fits &= side.isIntegralNumber() && side.canConvertToInt();
    }
    if (!fits) {
      throw new BadInputException("a \"region\" is [x, y, width, height] in pixels, not " + region);
    }
    return Optional.of(
        new Region(
            region.get(0).asInt(),
            region.get(1).asInt(),
            region.get(2).asInt(),
            region.get(3).asInt()));
  }

  private static ObjectNode node(Query query) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    switch (query) {
      case TextQuery(String text) -> node.put("text", text);
      case ImageQuery(Path file, Optional<Region> region) -> {
        node.put("image", file.toString());
        region.ifPresent(
            r -> node.putArray("region").add(r.x()).add(r.y()).add(r.width()).add(r.height()));
      }
      case VideoQuery(Path file, OptionalDouble from, OptionalDouble to) -> {
        node.put("video", file.toString());
        from.ifPresent(time -> node.put("from", time));
        to.ifPresent(time -> node.put("to", time));
      }
      case AudioQuery(Path file, OptionalDouble from, OptionalDouble to) -> {
        node.put("audio", file.toString());
        from.ifPresent(time -> node.put("from", time));
        to.ifPresent(time -> node.put("to", time));
      }
      case MomentQuery(String reference) -> node.put("moment", reference);
      case SumQuery(List<SumQuery.Term> terms) -> {
        ArrayNode sum = node.putArray("sum");
        terms.forEach(
            term -> sum.addObject().put("weight", term.weight()).set("query", node(term.query())));
      }
      case FeedbackQuery(VectorQuery before, List<MomentQuery> good, List<MomentQuery> bad) -> {
        node.setAll(node(before));
        put("good", good, node);
        put("bad", bad, node);
      }
      case TemporalQuery(List<VectorQuery> steps, double within) -> {
        ArrayNode array = node.putArray("steps");
        steps.forEach(step -> array.add(node(step)));
        node.put("within", within);
      }
    }
    return node;
  }

  private static void put(String field, List<MomentQuery> moments, ObjectNode node) {
    if (!moments.isEmpty()) {
      ArrayNode array = node.putArray(field);
      moments.forEach(moment -> array.add(moment.reference()));
    }
  }
}
