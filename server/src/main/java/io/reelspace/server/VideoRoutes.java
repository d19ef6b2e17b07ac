package io.reelspace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.reelspace.error.BadInputException;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.filter.Filter;
import io.reelspace.query.MomentQuery;
import io.reelspace.query.SearchLimits;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The videos of the index with their moments and tags. */
final class VideoRoutes {

  private static final int MOST_VIDEOS = 500;
  static final int DEFAULT_VIDEOS = 60;
  private static final int LONGEST_TAG = 100;

  /** Spaces of any script around a tag. */
  private static final Pattern AROUND =
      Pattern.compile("^\\s+|\\s+$", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Map<String, Comparator<IndexedVideo>> ORDERS =
      Map.of(
          "path", Comparator.comparing(IndexedVideo::path),
          "added", Comparator.comparing(IndexedVideo::added).reversed(),
          "duration", Comparator.comparingDouble(IndexedVideo::duration).reversed());

  private final ServedArchive archive;
  private final SearchRoutes searches;
  private final boolean readOnly;

  VideoRoutes(ServedArchive archive, SearchRoutes searches, boolean readOnly) {
    this.archive = archive;
    this.searches = searches;
    this.readOnly = readOnly;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/videos", this::list);
    routes.get("/api/videos/{id}", this::one);
    routes.delete("/api/videos/{id}", this::remove);
    routes.put("/api/videos/{id}/tags", this::tag);
    routes.get("/api/moments/{id}", this::moment);
    routes.get("/api/moments/{id}/like", this::like);
    routes.get("/api/tags", this::tags);
  }

  private void list(Context context) {
    int offset = number(context, "offset", 0, 0, Integer.MAX_VALUE);
    int limit = number(context, "limit", DEFAULT_VIDEOS, 1, MOST_VIDEOS);
    String order = Optional.ofNullable(context.queryParam("order")).orElse("path");
    if (!ORDERS.containsKey(order)) {
      throw new BadInputException("'order' is one of " + new TreeSet<>(ORDERS.keySet()));
    }
    Filter filter = Filter.parse(Optional.ofNullable(context.queryParam("filter")).orElse(""));
    Json.answer(context, page(archive, filter, order, offset, limit));
  }

  /** Some of the videos that a filter takes, in one of the {@link #ORDERS}. */
  static ObjectNode page(
      ServedArchive archive, Filter filter, String order, int offset, int limit) {
    List<IndexedVideo> all =
        archive.index().videos(filter).stream().sorted(ORDERS.get(order)).toList();
    ObjectNode answer = Json.object();
    answer.put("total", all.size());
    answer.put("offset", offset);
    answer.put("limit", limit);
    ArrayNode videos = answer.putArray("videos");
    all.stream().skip(offset).limit(limit).forEach(video -> videos.add(Describing.video(video)));
    return answer;
  }

  private void one(Context context) {
    IndexedVideo video = archive.video(context.pathParam("id"));
    ObjectNode answer = Describing.video(video);
    ArrayNode segments = answer.putArray("segments");
    for (IndexedSegment segment : archive.index().segments(video.id())) {
      segments
          .addObject()
          .put("id", Identifiers.moment(video.id(), segment.start()))
          .put("start", segment.start())
          .put("end", segment.end());
    }
    ArrayNode lines = answer.putArray("lines");
    for (IndexedLine line : archive.index().lines(video.id())) {
      ObjectNode node = lines.addObject();
      node.put("start", line.start()).put("end", line.end()).put("text", line.text());
      line.language().ifPresent(language -> node.put("language", language));
    }
    answer.set("playback", MediaRoutes.playback(archive, video));
    Json.answer(context, answer);
  }

  /** Removes a video from the index; its file stays. */
  private void remove(Context context) {
    requireWritable();
    String id = archive.video(context.pathParam("id")).id();
    archive
        .writer()
        .write(index -> {
          boolean there = index.delete(id);
          index.commit();
          return there;
        });
    context.status(204);
  }

  private void moment(Context context) {
    ServedMoment moment = ServedMoment.find(archive, context.pathParam("id"));
    ObjectNode answer = Json.object();
    answer.put("id", moment.id());
    answer.put("start", moment.start());
    answer.put("end", moment.end());
    answer.set("video", Describing.video(moment.video()));
    Json.answer(context, answer);
  }

  private void like(Context context) {
    long start = System.nanoTime();
    Map<String, String> parameters = new HashMap<>();
    context
        .queryParamMap()
        .forEach((name, values) -> {
          if (!SearchLimitsReading.PARAMETERS.contains(name)) {
            throw new BadInputException("there is no parameter '" + name + "' here");
          }
          parameters.put(name, values.getFirst());
        });
    SearchLimits limits = SearchLimitsReading.of(parameters);
    MomentQuery moment = new MomentQuery(context.pathParam("id"));
    archive.video(moment.reference().replaceFirst("@[^@]*$", ""));
    Json.answer(context, searches.answered(archive.archive().like(moment, limits), limits, start));
  }

  private void tags(Context context) {
    Map<String, Integer> counts = new TreeMap<>();
    for (IndexedVideo video : archive.index().videos(Filter.all())) {
      video.tags().forEach(tag -> counts.merge(tag, 1, Integer::sum));
    }
    ObjectNode answer = Json.object();
    ArrayNode tags = answer.putArray("tags");
    counts.forEach((tag, count) -> tags.addObject().put("tag", tag).put("videos", count));
    Json.answer(context, answer);
  }

  private void tag(Context context) {
    requireWritable();
    IndexedVideo video = archive.video(context.pathParam("id"));
    JsonNode change = Json.parse(context.bodyAsBytes(), Set.of("add", "remove"));
    Set<String> added = tags(change, "add");
    Set<String> removed = tags(change, "remove");
    if (added.isEmpty() && removed.isEmpty()) {
      throw new BadInputException("no tags; for example {\"add\": [\"holiday\"], \"remove\": []}");
    }
    Set<String> tags =
        archive
            .writer()
            .write(index -> {
              index.tag(video.id(), added, removed);
              index.commit();
              return index.video(video.id()).map(IndexedVideo::tags).orElse(Set.of());
            });
    ObjectNode answer = Json.object();
    answer.set("tags", Json.texts(new TreeSet<>(tags)));
    Json.answer(context, answer);
  }

  private static Set<String> tags(JsonNode change, String field) {
    Set<String> tags = new LinkedHashSet<>();
    for (String text : Json.texts(change, field)) {
      String tag = AROUND.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
      boolean signed = tag.startsWith("-") || tag.startsWith("+");
      boolean printable = tag.codePoints().noneMatch(Character::isISOControl);
      if (tag.isEmpty()
          || signed
          || !printable
          || text.codePointCount(0, text.length()) > LONGEST_TAG) {
        throw new BadInputException(
            "'%s' is no tag: at most %d letters, not beginning with + or -"
                .formatted(text, LONGEST_TAG));
      }
      tags.add(tag);
    }
    return tags;
  }

  private void requireWritable() {
    if (readOnly) {
      throw RequestException.forbidden("this server was started with --read-only");
    }
  }

  private static int number(Context context, String name, int otherwise, int least, int most) {
    String text = context.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    double number = SearchLimitsReading.number(name, text);
    if (number != Math.rint(number) || number < least || number > most) {
      throw new BadInputException(
          "'%s' is a whole number from %d to %d, not %s".formatted(name, least, most, text));
    }
    return (int) number;
  }
}
