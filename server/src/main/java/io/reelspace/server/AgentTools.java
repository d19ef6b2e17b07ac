package io.reelspace.server;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import io.reelspace.error.BadInputException;
import io.reelspace.error.ReelspaceException;
import io.reelspace.index.Identifiers;
import io.reelspace.index.IndexedLine;
import io.reelspace.index.IndexedSegment;
import io.reelspace.index.IndexedVideo;
import io.reelspace.index.filter.Filter;
import io.reelspace.query.Answer;
import io.reelspace.query.MomentQuery;
import io.reelspace.query.SearchLimits;
import io.reelspace.query.TextQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an agent can do with an archive: search, look at moments and frames, list videos. {@code
 * tools.json} says what each takes. What fails is told to the agent as the result of the tool, so
 * that it can try otherwise.
 */
final class AgentTools {

  private static final Logger LOG = LoggerFactory.getLogger(AgentTools.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  /** Ids and containers round times to less than this, in seconds. */
  private static final double ROUNDING = 0.001;

  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final ServedArchive archive;
  private final Workload work = new Workload("calls of tools", Math.max(2, CORES), 100);

  private interface Call {
    CallToolResult apply(ObjectNode arguments);
  }

  AgentTools(ServedArchive archive) {
    this.archive = archive;
  }

  /** The tools, in the order of their description. */
  List<SyncToolSpecification> all() {
    Map<String, Call> calls =
        Map.of(
            "search", this::search,
            "moment", this::moment,
            "frame", this::frame,
            "videos", this::videos);
    List<SyncToolSpecification> tools = new ArrayList<>();
    for (JsonNode described : described()) {
      String name = described.path("name").asText();
      Tool tool =
          Tool.builder(name, JSON.convertValue(described.path("inputSchema"), FIELDS))
              .title(described.path("title").asText())
              .description(described.path("description").asText())
              .annotations(
                  ToolAnnotations.builder()
                      .readOnlyHint(true)
                      .idempotentHint(true)
                      .openWorldHint(false)
                      .build())
              .build();
      Call call = calls.get(name);
      tools.add(
          SyncToolSpecification.builder()
              .tool(tool)
              .callHandler((_, request) -> answer(call, request.arguments()))
              .build());
    }
    return tools;
  }

  /** Waits until no tool is at work, and lets none begin from then on. */
  void drain() throws InterruptedException {
    work.drain();
  }

  private static JsonNode described() {
    try (InputStream file = AgentTools.class.getResourceAsStream("tools.json")) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CallToolResult answer(Call call, Map<String, Object> arguments) {
    ObjectNode given =
        arguments == null ? Json.object() : JSON.convertValue(arguments, ObjectNode.class);
    try {
      return work.run(() -> call.apply(given));
    } catch (ReelspaceException | RequestException e) {
      return failed(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("unexpected failure of a tool", e);
      return failed("a fault of Reelspace; logs/reelspace.log in its home says what led to it");
    }
  }

  private static CallToolResult failed(String reason) {
    return CallToolResult.builder().addTextContent(reason).isError(true).build();
  }

  /** As a structure, and as text for agents that read only that. */
  private static CallToolResult structure(ObjectNode node) {
    return CallToolResult.builder()
        .structuredContent(JSON.convertValue(node, FIELDS))
        .addTextContent(node.toString())
        .isError(false)
        .build();
  }

  private CallToolResult search(ObjectNode arguments) {
    Optional<String> text = text(arguments, "text");
    Optional<String> like = text(arguments, "like");
    if (!arguments.has("minScore")) {
      arguments.put("minScore", archive.archive().defaultLimit());
    }
    SearchLimits limits = SearchLimitsReading.of(arguments);
    Answer answer;
    if (like.isPresent()) {
      if (text.isPresent() || limits.said().isPresent()) {
        throw new BadInputException("'like' stands alone, without 'text' and 'said'");
      }
      answer = archive.archive().like(new MomentQuery(like.get()), limits);
    } else if (text.isPresent()) {
      answer = archive.archive().search(new TextQuery(text.get()), limits);
    } else {
      String said =
          limits
              .said()
              .orElseThrow(() ->
                  new BadInputException("nothing to look for: give 'text', 'said' or 'like'"));
      answer = archive.archive().said(said, limits);
    }
    return structure(matches(answer, limits.minScore().orElseThrow()));
  }

  private static Optional<String> text(ObjectNode arguments, String name) {
    return Optional.ofNullable(arguments.get(name))
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank());
  }

  private static ObjectNode matches(Answer answer, double minScore) {
    ObjectNode node = Json.object();
    ArrayNode matches = Describing.matches(answer.matches());
    for (int i = 0; i < matches.size(); i++) {
      String path = answer.matches().get(i).moment().video();
      ((ObjectNode) matches.get(i))
          .put("name", String.valueOf(Path.of(path).getFileName()))
          .put("path", path);
    }
    node.set("matches", matches);
    List<String> notes = new ArrayList<>(answer.warnings());
    if (matches.isEmpty()) {
      notes.add(
          minScore > 0
              ? "nothing scores %s or more; with minScore 0 what comes nearest is shown"
                  .formatted(minScore)
              : "nothing was found");
    }
    node.set("notes", Json.texts(notes));
    return node;
  }

  private CallToolResult moment(ObjectNode arguments) {
    ServedMoment moment = ServedMoment.find(archive, arguments.path("id").asText());
    ObjectNode node = Json.object();
    node.put("id", moment.id()).put("start", moment.start()).put("end", moment.end());
    node.set("video", Describing.video(moment.video()));
    ArrayNode said = node.putArray("said");
    for (IndexedLine line : archive.index().lines(moment.video().id())) {
      if (line.start() < moment.end() && line.end() > moment.start()) {
        said.addObject().put("text", line.text()).put("start", line.start()).put("end", line.end());
      }
    }
    node.set("before", parts(moment, moment.beside(true)));
    node.set("after", parts(moment, moment.beside(false)));
    return structure(node);
  }

  private static ArrayNode parts(ServedMoment moment, List<IndexedSegment> segments) {
    ArrayNode parts = Json.array();
    for (IndexedSegment segment : segments) {
      parts
          .addObject()
          .put("id", Identifiers.moment(moment.video().id(), segment.start()))
          .put("start", segment.start())
          .put("end", segment.end());
    }
    return parts;
  }

  private CallToolResult frame(ObjectNode arguments) {
    IndexedVideo video = archive.video(arguments.path("video").asText());
    double time = arguments.path("time").asDouble(0);
    List<IndexedSegment> segments = archive.index().segments(video.id());
    double end =
        segments.isEmpty()
            ? video.duration()
            : Math.max(video.duration(), segments.getLast().end());
    if (time > end + ROUNDING) {
      throw new BadInputException(
          "the video is %.3f s long; it shows nothing at %.3f s".formatted(end, time));
    }
    byte[] picture =
        archive
            .renditions()
            .frame(ServedArchive.file(video), time, arguments.path("side").asInt(640));
    String what = "%s at %.3f s".formatted(Path.of(video.path()).getFileName(), time);
    return CallToolResult.builder()
        .addContent(
            ImageContent.builder(Base64.getEncoder().encodeToString(picture), "image/jpeg").build())
        .addTextContent(what)
        .isError(false)
        .build();
  }

  private CallToolResult videos(ObjectNode arguments) {
    int offset = arguments.path("offset").asInt(0);
    int limit = arguments.path("limit").asInt(VideoRoutes.DEFAULT_VIDEOS);
    return structure(
        VideoRoutes.page(
            archive,
            Filter.parse(arguments.path("filter").asText("")),
            arguments.path("order").asText("path"),
            offset,
            limit));
  }
}
