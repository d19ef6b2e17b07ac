package io.reelspace.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import io.reelspace.error.BadInputException;
import io.reelspace.error.UnreadableMediaException;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedVideo;
import io.reelspace.query.Answer;
import io.reelspace.query.Match;
import io.reelspace.query.Query;
import io.reelspace.query.QueryJson;
import io.reelspace.query.QueryUrl;
import io.reelspace.query.SearchLimits;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Searches: by the parameters of a URL, by JSON, and by images and clips in the request. */
final class SearchRoutes {

  private static final Set<String> FIELDS =
      Set.of("query", "top", "by", "minScore", "filter", "said");

  private final ServedArchive archive;
  private final Uploads uploads;
  private final DiskCache cache;
  private final ServerLimits limits;
  private final Workload searches;

  SearchRoutes(
      ServedArchive archive,
      Uploads uploads,
      DiskCache cache,
      ServerLimits limits,
      Workload searches) {
    this.archive = archive;
    this.uploads = uploads;
    this.cache = cache;
    this.limits = limits;
    this.searches = searches;
  }

  void add(RoutesConfig routes) {
    routes.get("/api/search", this::byUrl);
    routes.post("/api/search", this::byBody);
  }

  /** What to look for, and how many of which kind. */
  private record Wanted(Optional<Query> query, SearchLimits limits) {

    /** The parameters of a URL: those of the query in their order, and the limits. */
    static Wanted of(String parameters) {
      List<String> query = new ArrayList<>();
      Map<String, String> others = new HashMap<>();
      for (String parameter : parameters.split("&", -1)) {
        String name = parameter.replaceFirst("=.*", "");
        if (SearchLimitsReading.PARAMETERS.contains(name)) {
          others.put(
              name, decoded(parameter.substring(Math.min(parameter.length(), name.length() + 1))));
        } else if (!parameter.isEmpty()) {
          query.add(parameter);
        }
      }
      return new Wanted(
          query.isEmpty() ? Optional.empty() : Optional.of(QueryUrl.parse(String.join("&", query))),
          SearchLimitsReading.of(others));
    }

    static Wanted of(byte[] json) {
      JsonNode node = Json.parse(json, FIELDS);
      return new Wanted(
          node.has("query") ? Optional.of(QueryJson.parse(node.get("query"))) : Optional.empty(),
          SearchLimitsReading.of(node));
    }

    private static String decoded(String text) {
      try {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        throw new BadInputException("'" + text + "' is not percent-encoded as URLs are", e);
      }
    }
  }

  private void byUrl(Context context) {
    String parameters = Optional.ofNullable(context.queryString()).orElse("");
    answer(context, Wanted.of(parameters), Map.of());
  }

  private void byBody(Context context) throws IOException {
    if (context.isMultipartFormData()) {
      byParts(context);
    } else {
      answer(context, Wanted.of(Json.body(context, limits)), Map.of());
    }
  }

  /** The query in the part {@code query} or in the URL; each file in a part that it names. */
  private void byParts(Context context) throws IOException {
    List<UploadedFile> files = context.uploadedFiles();
    if (files.size() > limits.uploads()) {
      throw RequestException.tooLarge("a request has at most " + limits.uploads() + " files");
    }
    Map<String, Uploads.Upload> parts = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, List<UploadedFile>> part : context.uploadedFileMap().entrySet()) {
        parts.put(part.getKey(), uploads.add(part.getValue().getFirst().content()));
      }
      String json = context.formParam("query");
      Wanted wanted =
          json != null
              ? Wanted.of(json.getBytes(StandardCharsets.UTF_8))
              : Wanted.of(Optional.ofNullable(context.queryString()).orElse(""));
      Map<String, Path> named = new HashMap<>();
      parts.forEach((name, upload) -> named.put(name, upload.file()));
      answer(context, wanted, named);
    } finally {
      parts.values().forEach(upload -> uploads.remove(upload.id()));
    }
  }

  private void answer(Context context, Wanted wanted, Map<String, Path> parts) {
    if (wanted.query().isEmpty() && wanted.limits().said().isEmpty()) {
      throw new BadInputException(
          "nothing to look for; for example /api/search?text=a+dog, or {\"query\": {\"text\": \"a"
              + " dog\"}}");
    }
    long start = System.nanoTime();
    RemoteQueries queries = new RemoteQueries(archive, uploads, cache, parts);
    Answer answer = searches.run(() -> answer(wanted, queries));
    ObjectNode node = answered(answer, wanted.limits(), start);
    wanted.query().ifPresent(query -> node.put("query", QueryUrl.write(query)));
    Json.answer(context, node);
  }

  private Answer answer(Wanted wanted, RemoteQueries queries) {
    if (wanted.query().isEmpty()) {
      return archive.archive().said(wanted.limits().said().orElseThrow(), wanted.limits());
    }
    try {
      return archive.archive().search(queries.local(wanted.query().get()), wanted.limits());
    } catch (UnreadableMediaException e) {
      throw RequestException.unprocessable(uploads.withoutFolder(e.getMessage()));
    } catch (BadInputException e) {
      throw new BadInputException(uploads.withoutFolder(e.getMessage()), e);
    }
  }

  /** Matches, the videos that they are in, what they had to score, and how long it took. */
  ObjectNode answered(Answer answer, SearchLimits limits, long startNanos) {
    ObjectNode node = Json.object();
    node.put("minScore", limits.minScore().orElseGet(archive.archive()::defaultLimit));
    node.set("matches", Describing.matches(answer.matches()));
    ObjectNode videos = node.putObject("videos");
    for (Match match : answer.matches()) {
      String id = Identifiers.video(Path.of(match.moment().video()));
      if (!videos.has(id)) {
        Optional<IndexedVideo> video = archive.index().video(id);
        video.ifPresent(found -> videos.set(id, Describing.video(found)));
      }
    }
    node.set(
        "warnings", Json.texts(answer.warnings().stream().map(uploads::withoutFolder).toList()));
    node.put("seconds", (System.nanoTime() - startNanos) / 1e9);
    return node;
  }
}
